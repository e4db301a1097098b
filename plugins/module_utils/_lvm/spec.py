# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters of ``lvm_volumes`` as the wanted model."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .._core.size import is_share, parse_size
from .model import Wanted, WantedVolume

VOLUME_OPTIONS = {
    "name": {"type": "str", "required": True},
    "size": {"type": "str"},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "destroy_data": {"type": "bool", "default": False},
}
ARGUMENTS = {
    "vg": {"type": "str", "required": True},
    "devices": {"type": "list", "elements": "str", "default": []},
    "autoactivation": {"type": "bool"},
    "volumes": {"type": "list", "elements": "dict", "default": [], "options": VOLUME_OPTIONS},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "destroy_data": {"type": "bool", "default": False},
    "only_devices": {"type": "bool", "default": False},
}
# As LVM accepts them; what it reserves for itself (_tdata, snapshot ...) it refuses by itself.
_NAME = re.compile(r"^[A-Za-z0-9_.+][A-Za-z0-9_.+-]{0,126}$")


def read_wanted(params: t.Mapping[str, t.Any]) -> Wanted:
    """What *params* ask for. Raises InvalidInput with all that is wrong."""
    problems = list(_problems(params))
    if problems:
        raise InvalidInput(problems)
    return Wanted(
        vg=params["vg"],
        devices=tuple(params["devices"]),
        autoactivation=params["autoactivation"],
        volumes=tuple(
            WantedVolume(item["name"], item["size"] or "", item["state"] == "present", item["destroy_data"])
            for item in params["volumes"]
        ),
        present=params["state"] == "present",
        destroy_data=params["destroy_data"],
        only_devices=params["only_devices"],
    )


def _problems(params: t.Mapping[str, t.Any]) -> t.Iterator[Problem]:
    if not _NAME.match(params["vg"]):
        yield Problem("vg", f"'{params['vg']}' is not a name of a volume group")
    for index, device in enumerate(params["devices"]):
        if not device.startswith("/dev/"):
            yield Problem(f"devices[{index}]", f"'{device}' is not a path below /dev")
        if device in params["devices"][:index]:
            yield Problem(f"devices[{index}]", f"'{device}' is given twice")
    if params["only_devices"] and not params["devices"]:
        yield Problem("only_devices", "needs devices")
    names = [item["name"] for item in params["volumes"]]
    for index, item in enumerate(params["volumes"]):
        at = f"volumes[{index}]"
        if not _NAME.match(item["name"]):
            yield Problem(f"{at}.name", f"'{item['name']}' is not a name of a logical volume")
        if item["name"] in names[:index]:
            yield Problem(f"{at}.name", f"'{item['name']}' is given twice")
        if params["state"] == item["state"] == "present":
            yield from _size_problems(f"{at}.size", item["size"])


def _size_problems(at: str, size: str | None) -> t.Iterator[Problem]:
    if not size:
        yield Problem(at, "is required")
    elif not is_share(size):
        try:
            parse_size(size)
        except ValueError as error:
            yield Problem(at, f"{error}, or a share such as 100%FREE")
