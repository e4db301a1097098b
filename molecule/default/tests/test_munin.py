# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Munin on bare hosts of a site that serves: the arbiter shows, to whom it may, what plugins tell of each node."""

from __future__ import annotations

import base64
import json
import time

import pytest
from ansible_collections.quorate.ha_storage.tests.unit.roles.munin import pixels

USERS = {"ops": "lab-only-ops", "boss": "lab-only-boss"}
DRBD, LIO = "quorate_drbd_san0", "quorate_lio_san0"
OURS = {DRBD, LIO, "quorate_quorum", "quorate_constraints", "quorate_switchover"}
QUORUM = {
    ("quorate_quorum", "votes"): "3",
    ("quorate_quorum", "needed"): "2",
    ("quorate_quorum", "expected"): "3",
    ("quorate_quorum_state", "quorate"): "1",
    ("quorate_quorum_state", "arbiter"): "1",
}
PAGES = "http://127.0.0.1/munin/"
DRAW = "http://127.0.0.1/munin-cgi/munin-cgi-graph/storage"
# So that a picture of the last minutes has something to show; Munin keeps to 300 s for archives of the size "normal".
EVERY, ROUNDS, OFTEN = 20, 5, "/etc/munin/munin-conf.d/often.conf"
# Prints the status, the type and the content of an address, the last as base64.
LOOK = """
import base64, sys, urllib.error, urllib.request
asked = urllib.request.Request(sys.argv[1], headers={"Authorization": "Basic " + sys.argv[2]} if sys.argv[2] else {})
try:
    answer = urllib.request.urlopen(asked, timeout=60)
except urllib.error.HTTPError as error:
    answer = error
print(answer.status, answer.headers.get_content_type(), base64.b64encode(answer.read()).decode())
"""


@pytest.fixture(scope="module", name="munin")
def _munin(playbook, recap, tmp_path_factory):
    """munin.yml has run; by host, what it would have changed on bare hosts, has changed, and what a second run did."""
    book = tmp_path_factory.mktemp("munin") / "more.json"
    users = [{"name": name, "password": password} for name, password in USERS.items()]
    more = {"munin_node_allow": ["10.77.10.0/24"], "munin_master_users": users}
    book.write_text(json.dumps({"all": {"vars": more, "children": {"munin_masters": {"hosts": {"arbiter": {}}}}}}))
    options = ("-i", str(book), "--diff")
    said = [playbook("munin.yml", *options, *also).stdout for also in (("--check",), (), ())]
    assert not [secret for secret in USERS.values() if secret in "".join(said)]
    return [recap(each) for each in said]


@pytest.fixture(name="run")
def _run(munin, hosts):
    """What ``munin-run`` says on a host."""
    assert munin

    def ask(host, plugin, *verb):
        return hosts[host].check_output(" ".join(["munin-run", plugin, *verb]))

    return ask


@pytest.fixture(name="look")
def _look(munin, hosts):
    """What a browser gets: status, type, content."""
    assert munin

    def ask(address, user=None, password=None):
        login = base64.b64encode(f"{user}:{password}".encode()).decode() if user else ""
        status, kind, content = hosts["arbiter"].check_output("python3 -c %s %s %s", LOOK, address, login).split(" ")
        return int(status), kind, base64.b64decode(content)

    return ask


def values(said):
    """By field, with its graph before it."""
    found, graph = {}, ""
    for line in said.splitlines():
        if line.startswith("multigraph "):
            graph = line.split()[1]
        elif ".value " in line:
            field, value = line.split()
            found[graph, field.partition(".")[0]] = value
    assert found, said
    return found


def test_the_second_run_changes_nothing_and_check_mode_works_on_bare_hosts(munin):
    before, first, second = munin
    assert set(first) == {"node1", "node2", "arbiter"}
    for host in first:
        assert before[host][0] > 0 and before[host][1:] == (0, 0), before
        assert first[host][0] > 3 and first[host][1:] == (0, 0), first
    assert set(second.values()) == {(0, 0, 0)}


def test_each_node_has_the_plugins_that_have_something_to_show(munin, nodes, hosts):
    assert munin
    for host in nodes:
        there = set(host.check_output("ls /etc/munin/plugins").split())
        assert {each for each in there if each.startswith("quorate_")} == OURS
        assert not {"fw_packets"} & there
        for plugin in OURS:
            assert host.check_output(f"munin-run {plugin} autoconf") == "yes"
    assert "quorate_" not in hosts["arbiter"].check_output("ls /etc/munin/plugins")


def test_the_active_node_has_numbers_and_the_standby_what_it_can_know(run, places):
    active, standby = places()
    for plugin in sorted(OURS):
        assert run(active, plugin, "config") == run(standby, plugin, "config"), plugin
    lio = {host: values(run(host, LIO)) for host in (active, standby)}
    assert set(lio[standby].values()) == {"U"} and lio[standby].keys() == lio[active].keys()
    numbers = {key: value for key, value in lio[active].items() if value != "U"}
    # Initiators that have no session have no numbers.
    assert len(numbers) > len(lio[active]) // 2 and sum(map(float, numbers.values())) > 0
    for host in (active, standby):
        drbd, quorum = values(run(host, DRBD)), values(run(host, "quorate_quorum"))
        assert "U" not in drbd.values()
        assert any(float(value) > 0 for value in drbd.values())
        assert quorum == QUORUM
        assert set(values(run(host, "quorate_constraints")).values()) == {"0"}


def test_a_constraint_that_was_left_is_counted(run, hosts, places):
    active, standby = places()
    # Where it does not run it may be forbidden without a move.
    hosts[active].check_output(f"crm_resource --resource san0 --ban --node {standby}")
    try:
        assert values(run(active, "quorate_constraints"))["quorate_constraints", "moved"] == "1"
    finally:
        hosts[active].check_output("crm_resource --resource san0 --clear")


def test_a_stopped_node_has_the_same_fields_and_knows_nothing(run, hosts, places):
    _active, standby = places()
    config = {plugin: run(standby, plugin, "config") for plugin in OURS}
    hosts[standby].check_output("systemctl stop pacemaker corosync")
    try:
        for plugin in (DRBD, LIO, "quorate_quorum", "quorate_constraints"):
            assert set(values(run(standby, plugin)).values()) == {"U"}, plugin
        assert {plugin: run(standby, plugin, "config") for plugin in OURS} == config
        assert run(standby, DRBD, "autoconf").strip() == "yes"
    finally:
        hosts[standby].check_output("systemctl start corosync pacemaker")
    hosts[standby].check_output(
        "timeout 120 sh -c 'until drbdsetup events2 --now san0 | grep -q peer-disk:UpToDate; do sleep 1; done'"
    )


def test_only_users_see_the_pages(look, hosts):
    hosts["arbiter"].check_output("su -s /bin/sh munin -c /usr/bin/munin-cron")
    assert look(PAGES)[0] == look(PAGES, "ops", "wrong")[0] == look(f"{DRAW}/node1/{DRBD}_bytes-day.png")[0] == 401
    for user, password in USERS.items():
        status, kind, page = look(PAGES, user, password)
        assert (status, kind) == (200, "text/html")
        assert all(f"storage/{name}/" in page.decode() for name in ("node1", "node2", "arbiter"))


@pytest.mark.usefixtures("writes")
def test_the_master_draws_what_plugins_measure(look, hosts, places):
    active, arbiter = places()[0], hosts["arbiter"]
    update = f"su -s /bin/sh munin -c '/usr/share/munin/munin-update --host {active}'"
    often = f"update_rate {EVERY}\\ngraph_data_size custom 600\\n"
    arbiter.check_output(f"printf '{often}' >{OFTEN}; rm -rf /var/lib/munin/storage")
    begin = time.time()
    try:
        for round_ in range(ROUNDS):
            arbiter.check_output(update)
            time.sleep(max(0, begin + (round_ + 1) * EVERY - time.time()))
        span = f"pinpoint={int(begin)},{int(time.time())}"
        status, kind, picture = look(f"{DRAW}/{active}/{DRBD}_bytes-{span}.png", "ops", USERS["ops"])
    finally:
        arbiter.check_output(f"rm {OFTEN}")
    assert (status, kind) == (200, "image/png")
    rows = pixels(picture)
    assert 400 < len(rows[0]) < 800 and 200 < len(rows) < 700
    # What was written is blue, on both sides of the narrower line of what was sent; its mark in the legend has 36.
    assert sum(each[2] > max(each[0], each[1]) + 60 for row in rows for each in row) > 100


def test_statistics_are_kept_by_timers_and_a_day_is_plotted(munin, hosts, places):
    assert munin
    active = hosts[places()[0]]
    timers = active.check_output("systemctl list-timers --no-pager --plain")
    assert {"quorate-lio-statistics.timer", "quorate-lio-dump.timer"} <= set(timers.split())
    active.check_output("systemctl start quorate-lio-statistics.service; sleep 2")
    active.check_output("systemctl start quorate-lio-statistics.service quorate-lio-dump.service")
    day = active.check_output("date +%F")
    active.check_output(f"quorate-lio-archive plot {day} --quantity written --by lun --output /run/day.png")
    assert active.file("/run/day.png").content.startswith(b"\x89PNG")
