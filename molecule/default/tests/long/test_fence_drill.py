# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A drill fences the standby under writes; the active node is refused; killed after the act, the next run goes on."""

from __future__ import annotations

import json

NOTE, HISTORY = "/var/lib/quorate/fence_drill.json", "/var/lib/quorate/fence_drills.jsonl"


def boot(host):
    return host.check_output("cat /proc/sys/kernel/random/boot_id")


def history(host):
    return [json.loads(line) for line in host.check_output(f"cat {HISTORY}").splitlines()]


def test_the_active_node_is_refused(hosts, places, playbook):
    here = places()[0]
    before = boot(hosts[here])
    refused = playbook("fence_drill.yml", "-e", f"fence_drill={here}", check=False)
    assert refused.returncode != 0 and "Nothing was changed" in refused.stdout + refused.stderr
    assert f"{here} serves san0" in refused.stdout + refused.stderr
    assert boot(hosts[here]) == before


def test_the_standby_goes_down_and_comes_back_and_the_service_stays(hosts, places, playbook, writes):
    here, standby = places()
    before = {name: boot(hosts[name]) for name in (here, standby)}
    said = playbook("fence_drill.yml", "-e", f"fence_drill={standby}").stdout
    assert f"{standby} was fenced within" in said
    assert places() == (here, standby)
    assert boot(hosts[here]) == before[here]
    for name in (here, standby):
        entry = history(hosts[name])[-1]
        assert entry["node"] == standby and entry["boots"][0] == before[standby] != entry["boots"][1]
        assert entry["errors"] == 0 and entry["fenced_seconds"] > 0
        assert not hosts[name].file(NOTE).exists
    written, read = writes()
    assert written["errors"] == 0 and (read["lost"], read["corrupt"]) == (0, 0)


def test_killed_after_the_act_it_goes_on(hosts, places, playbook, killed):
    here, standby = places()
    before = boot(hosts[standby])
    # The other node has noticed that it is gone.
    gone = f"OFFLINE: [ {standby} ]"
    killed("fence_drill.yml", "-e", f"fence_drill={standby}", when=lambda: gone in hosts[here].run("crm_mon -1").stdout)
    said = playbook("fence_drill.yml", "-e", f"fence_drill={standby}").stdout
    assert "goes on from there" in said and f"{standby} was fenced by the interrupted drill" in said
    assert boot(hosts[standby]) != before
    assert history(hosts[here])[-1]["fenced_seconds"] is None
    assert places() == (here, standby)
