# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls whose order matters."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._lio import steps
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.actions import Step
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import (
    NO_CHAP,
    Acl,
    Chap,
    Discovery,
    Mapping,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.state import LiveAcl
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import lun

TPG = steps.tpg_path("iqn.x")
ACL = Acl("i", NO_CHAP, (Mapping(0, 0),))


def verbs(calls) -> list[tuple[str, str]]:
    return [
        (call.verb, call.path.rpartition("/")[2] + ("=" + call.value if call.verb in ("write", "attempt") else ""))
        for call in calls
    ]


def test_a_new_acl_of_an_enabled_portal_group_is_shut_until_it_is_complete():
    calls = verbs(steps.bring_acl(TPG, ACL, None, {0: "link"}, enabled=True, protected=False))
    assert calls == [
        ("mkdir", "i"),
        ("attempt", "authentication=1"),
        ("mkdir", "lun_0"),
        ("link", "link"),
        ("attempt", "authentication=-1"),
    ]


def test_an_acl_that_a_killed_run_left_shut_is_opened():
    current = LiveAcl("i", luns={}, gate="1")
    assert verbs(steps.bring_acl(TPG, Acl("i"), current, {}, enabled=True, protected=False)) == [
        ("write", "authentication=-1")
    ]


def test_an_old_kernel_without_the_attribute_needs_nothing():
    assert not list(steps.bring_acl(TPG, Acl("i"), LiveAcl("i", gate=None), {}, enabled=True, protected=False))


def test_discovery_asks_for_chap_only_while_there_are_credentials():
    on, off = Discovery(True, Chap("u", "p")), Discovery(False)
    assert verbs(steps.discovery(off, on)) == [
        ("write", "userid=u"),
        ("write", "password=p"),
        ("write", "enforce_discovery_auth=1"),
    ]
    assert verbs(steps.discovery(on, off))[0] == ("write", "enforce_discovery_auth=0")
    assert ("write", "password=NULL") in verbs(steps.discovery(on, off))
    assert not list(steps.discovery(on, on))


def test_a_mark_of_ownership_precedes_everything_that_claims_the_device():
    calls = [call for call in steps.make_backstore(lun(0), 3, "iqn.x") if call.verb == "write"]
    assert calls[0] == Step("write", "core/iblock_3/san0-lun0/alias", "iqn.x")
    assert [call.path.rpartition("/")[2] for call in calls[1:]] == [
        "udev_path", "control", "enable", "vpd_unit_serial", "emulate_model_alias",
    ]  # fmt: skip
