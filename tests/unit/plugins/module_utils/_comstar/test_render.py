# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands as one would type them; the configuration as the modules take it."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import (
    STMF,
    Chap,
    Initiator,
    Iscsi,
    IscsiTarget,
    PortalGroup,
    State,
    Unit,
    View,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import (
    WantedChap,
    WantedTarget,
    WantedUnit,
)

from . import worlds
from .modules import MODULES, asked


def whole():
    state = worlds.read(worlds.in_session(worlds.furnished()))
    unit = Unit(worlds.G2, path=worlds.lun(2), size=1 << 30, alias="x", serial="1", write_cache=False)
    everybody = (View(0, "", "", 3), View(1, "", "tg", 4))
    iscsi = Iscsi(
        (IscsiTarget(worlds.TARGET, "offline", 0, "ss2", "chap", Chap("t", "set"), ("2",)),),
        (PortalGroup("2", ("10.0.0.1:3260",)),),
        (Initiator(worlds.ESX1, Chap("u1", "set")), Initiator(worlds.ESX2)),
    )
    units = (*state.units, Unit(**{**vars(unit), "views": everybody}), Unit("0" * 32, "unregistered", views=everybody))
    return State({STMF: "online"}, units, state.host_groups, state.target_groups, state.ports, iscsi)


def test_the_configuration_is_what_the_modules_take():
    found = render.configuration(whole())
    assert set(found) == set(MODULES)
    for name, items in found.items():
        for item in items:
            assert asked(MODULES[name], item)


def test_options_for_what_is_told_only():
    assert render.create_target(WantedTarget("iqn.a")) == ("itadm", "create-target", "-n", "iqn.a")
    unset = WantedTarget("iqn.a", "", "default", WantedChap(""), ())
    assert render.target_options(unset) == ("-a", "default", "-l", "none", "-t", "default", "-u", "none")
    assert render.create_unit(WantedUnit("/dev/a", size=1 << 20, tool="sbdadm")) == (
        "sbdadm",
        "create-lu",
        "-s",
        "1048576",
        "/dev/a",
    )


def test_every_command_line_is_understood_by_the_simulated_host():
    assert render.add_view("G", "", "", 0) == ("stmfadm", "add-view", "-n", "0", "G")
    assert render.view_text(View(0, "", "tg", None)) == "a LUN that the system chooses for all hosts at tg"
