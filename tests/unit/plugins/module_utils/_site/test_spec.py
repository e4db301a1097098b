# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every wrong value of a site is told, with its path."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.spec import read_site
from hypothesis import given, settings
from hypothesis import strategies as st

from . import raw

CLUSTER, GROUPS, SERVICES = "ha_storage_cluster", "ha_storage_volume_groups", "ha_storage_services"


def problems(description):
    try:
        read_site(description[SERVICES], description[CLUSTER], description[GROUPS])
    except InvalidInput as error:
        return [str(problem) for problem in error.problems]
    return []


def test_a_whole_site():
    description = raw.site()
    site = read_site(description[SERVICES], description[CLUSTER], description[GROUPS])
    assert [node.name for node in site.cluster.nodes] == ["node1", "node2"]
    assert site.cluster.fencing.method == "sbd"
    assert [lun.number for lun in site.services[1].luns] == [0, 1]
    assert site.services[0].luns[0].initiators is None
    assert site.services[0].drbd.initial_sync == "full"


def test_what_may_be_left_out():
    description = raw.site(1)
    for path in (
        f"{CLUSTER}.nodes[0].replication",
        f"{SERVICES}[0].preferred_node",
        f"{SERVICES}[0].drbd.protocol",
        f"{SERVICES}[0].drbd.secret",
        f"{SERVICES}[0].target.portals[0].prefix",
    ):
        description = raw.changed(description, path, raw.GONE)
    site = read_site(description[SERVICES], description[CLUSTER], [])
    assert site.cluster.nodes[0].replication == "10.77.20.11"
    assert site.services[0].preferred_node == "node1"
    assert (site.services[0].drbd.protocol, site.services[0].drbd.secret) == ("C", None)


def test_secrets_are_not_in_the_representation_of_a_site():
    description = raw.site()
    site = read_site(description[SERVICES], description[CLUSTER], description[GROUPS])
    assert "secret" not in repr(site.services[0].initiators)
    assert "replication-secret" not in repr(site)


WRONG = [
    (f"{CLUSTER}.name", "Lab"),
    (f"{CLUSTER}.name", raw.GONE),
    (f"{CLUSTER}.nodes", {}),
    (f"{CLUSTER}.nodes[0].name", "node_1"),
    (f"{CLUSTER}.nodes[0].links", []),
    (f"{CLUSTER}.nodes[0].links[1]", "10.77.20"),
    (f"{CLUSTER}.nodes[0].replication", "somewhere"),
    (f"{CLUSTER}.arbiter.address", "127.0.0.1"),
    (f"{CLUSTER}.arbiter.port", 5403),
    (f"{CLUSTER}.fencing.method", "prayer"),
    (f"{CLUSTER}.fencing.watchdog", "watchdog"),
    (f"{CLUSTER}.fencing.watchdog_timeout", 0),
    (f"{CLUSTER}.fencing.devices", "ipmi"),
    (f"{CLUSTER}.token", 1000),
    (f"{GROUPS}[0].name", "a/b"),
    (f"{GROUPS}[0].devices[0]", "vdb"),
    (f"{GROUPS}[0].devices", raw.GONE),
    (f"{SERVICES}[1].name", "San1"),
    (f"{SERVICES}[1].nam", "san1"),
    (f"{SERVICES}[1].backing", raw.GONE),
    (f"{SERVICES}[1].backing.size", "lots"),
    (f"{SERVICES}[1].drbd.minor", 1 << 20),
    (f"{SERVICES}[1].drbd.port", 65536),
    (f"{SERVICES}[1].drbd.protocol", "D"),
    (f"{SERVICES}[1].drbd.secret", "short"),
    (f"{SERVICES}[1].drbd.fencing", "electric"),
    (f"{SERVICES}[1].drbd.initial_sync", "later"),
    (f"{SERVICES}[1].drbd.options.nets", {}),
    (f"{SERVICES}[1].drbd.options.net", []),
    (f"{SERVICES}[1].target.iqn", "iqn.2026-11.lab:t0"),
    (f"{SERVICES}[1].target.portals[0].ip", "10.77.30"),
    (f"{SERVICES}[1].target.portals[0].port", 0),
    (f"{SERVICES}[1].target.portals[0].prefix", 33),
    (f"{SERVICES}[1].target.portals[0].nic", "a name that is too long"),
    (f"{SERVICES}[1].target.portals", raw.GONE),
    (f"{SERVICES}[1].target.attributes", [1]),
    (f"{SERVICES}[1].initiators[0].iqn", "esx1"),
    (f"{SERVICES}[1].initiators[0].chap.password", "tooshort"),
    (f"{SERVICES}[1].initiators[0].chap.password", raw.GONE),
    (f"{SERVICES}[1].luns[1].name", "Lun"),
    (f"{SERVICES}[1].luns[1].size", raw.GONE),
    (f"{SERVICES}[1].luns[1].number", 256),
    (f"{SERVICES}[1].luns[1].serial", "1234"),
    (f"{SERVICES}[1].luns[1].initiators[0]", "esx1"),
]


def below(found, path):
    """The problems told for *path* or what lies below it."""
    return [line for line in found if line.split(": ")[0].startswith(path)]


@pytest.mark.parametrize("path, value", WRONG, ids=lambda item: item if isinstance(item, str) else "")
def test_each_wrong_value_is_told_with_its_path(path, value):
    found = problems(raw.changed(raw.site(), path, value))
    assert below(found, path)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WRONG), min_size=1, max_size=6, unique_by=lambda pair: pair[0]))
def test_several_wrong_values_are_told_together(wrong):
    # A change of something whole would undo one below it.
    whole = [path for path, _value in wrong]
    wrong = [(path, value) for path, value in wrong if not any(p != path and p.startswith(path) for p in whole)]
    wrong = [(path, value) for path, value in wrong if not any(p != path and path.startswith(p) for p in whole)]
    description = raw.site()
    for path, value in wrong:
        description = raw.changed(description, path, value)
    found = problems(description)
    assert [path for path, _value in wrong if not below(found, path)] == []


@pytest.mark.parametrize("value", [None, 3, "x", {}, [3], [None], [[]], [{}]])
@pytest.mark.parametrize("variable", [CLUSTER, GROUPS, SERVICES])
def test_nonsense_is_told_and_does_not_crash(variable, value):
    found = problems({**raw.site(), variable: value})
    assert found or (variable, value) == (SERVICES, [])
    assert all(line.startswith("ha_storage_") for line in found)


def test_mutual_chap_needs_both_values_and_another_secret():
    at = f"{SERVICES}[0].initiators[0].chap"
    half = raw.changed(raw.site(), f"{at}.mutual_user", "target")
    assert problems(half) == [f"{at}: mutual CHAP needs both mutual_user and mutual_password"]
    same = raw.changed(half, f"{at}.mutual_password", "secret-of-esx1")
    (line,) = problems(same)
    assert line.startswith(f"{at}.mutual_password: must differ")
    assert "secret-of-esx1" not in line


def test_a_lun_beyond_the_last_number():
    luns = [{"name": f"l{number}", "size": "4m"} for number in range(257)]
    (line,) = problems(raw.changed(raw.site(), f"{SERVICES}[0].luns", luns))
    assert line.startswith(f"{SERVICES}[0].luns[256]")


def test_no_secret_is_ever_told():
    description = raw.site()
    for secret in ("short", "much-too-long-for-chap", "with space in"):
        at = f"{SERVICES}[0].initiators[0].chap.password"
        assert not [line for line in problems(raw.changed(description, at, secret)) if secret in line]
