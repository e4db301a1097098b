# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules take, so that tests ask as a user does: options in, defaults filled in, through spec."""

from __future__ import annotations

import typing as t

from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar import spec

FORMS = {
    "service": (spec.SERVICE, spec.read_service),
    "lu": (spec.UNIT, spec.read_unit),
    "group": (spec.GROUP, spec.read_group),
    "view": (spec.VIEW, spec.read_view),
    "tpg": (spec.PORTAL_GROUP, spec.read_portal_group),
    "target": (spec.TARGET, spec.read_target),
    "initiator": (spec.INITIATOR, spec.read_initiator),
}
# The module for the items of each list of the configuration.
MODULES = {
    "logical_units": "lu",
    "host_groups": "group",
    "target_groups": "group",
    "views": "view",
    "portal_groups": "tpg",
    "targets": "target",
    "initiators": "initiator",
}


def filled(name: str, options: dict[str, t.Any]) -> dict[str, t.Any]:
    """*options* of ``comstar_<name>`` with its defaults; others than it has fail the test."""
    arguments = FORMS[name][0]
    assert set(options) <= set(arguments), set(options) - set(arguments)
    return {**{each: option.get("default") for each, option in arguments.items()}, **options}


def asked(name: str, options: dict[str, t.Any]) -> t.Any:
    """What is wanted by *options* of ``comstar_<name>``. Raises InvalidInput."""
    return FORMS[name][1](filled(name, options))
