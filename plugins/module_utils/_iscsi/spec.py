# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters of the module, turned into what is desired. Every problem is collected."""

from __future__ import annotations

import ipaddress
import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .model import Chap, Desired, Portal
from .render import is_setting

ARGUMENTS: dict[str, t.Any] = {
    "iqn": {"type": "str", "required": True},
    "portals": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {"ip": {"type": "str", "required": True}, "port": {"type": "int", "default": 3260}},
    },
    "state": {"type": "str", "choices": ["present", "logged_in", "logged_out", "absent"], "default": "logged_in"},
    "chap": {
        "type": "dict",
        "required_together": [("mutual_user", "mutual_password")],
        "options": {
            "user": {"type": "str", "required": True},
            "password": {"type": "str", "required": True, "no_log": True},
            "mutual_user": {"type": "str"},
            "mutual_password": {"type": "str", "no_log": True},
        },
    },
    "settings": {"type": "dict", "default": {}},
    "relogin": {"type": "bool", "default": False},
    "allow_logout_in_use": {"type": "bool", "default": False},
    "timeout": {"type": "int", "default": 60},
}

# A name becomes a folder below the records, so nothing that leads elsewhere may pass.
_NAME = re.compile(r"^(iqn\.\d{4}-\d{2}\.[A-Za-z0-9.:-]+|eui\.[0-9A-Fa-f]{16}|naa\.[0-9A-Fa-f]{16,32})$")
_COUNTED = re.compile(r"(_timeout|_interval|_retry_max|_depth|cmds_max|nr_sessions)$")
_SECRET = re.compile(r"^[!-~]{12,255}$")
_USER = re.compile(r"^[!-~]{1,255}$")


def read_desired(params: t.Mapping[str, t.Any]) -> Desired:
    """The desired state of one target. Raises InvalidInput with everything that is wrong."""
    portals = tuple(Portal(_plain_ip(portal["ip"]), portal["port"]) for portal in params["portals"] or ())
    settings = {str(name): _text(value) for name, value in (params["settings"] or {}).items()}
    chap = Chap(**{field: value or "" for field, value in (params["chap"] or {}).items()})
    problems = [
        *_name_problems(params["iqn"]),
        *_portal_problems(portals, params["state"]),
        *_chap_problems(chap, params["chap"] is not None),
        *_setting_problems(settings),
        *([] if params["timeout"] > 0 else [Problem("timeout", "must be above zero")]),
    ]
    if problems:
        raise InvalidInput(problems)
    return Desired(
        iqn=params["iqn"],
        portals=portals,
        state=params["state"],
        chap=chap,
        settings=settings,
        relogin=params["relogin"],
        allow_logout_in_use=params["allow_logout_in_use"],
    )


def _plain_ip(text: str) -> str:
    """The one way to write an address, so that it compares with the record's; wrong ones stay for the check."""
    try:
        return str(ipaddress.ip_address(text.strip("[]")))
    except ValueError:
        return text


def _text(value: t.Any) -> str:
    """YAML makes a truth value of Yes and No, which open-iscsi wants as words."""
    return {True: "Yes", False: "No"}[value] if isinstance(value, bool) else str(value)


def _name_problems(iqn: str) -> t.Iterator[Problem]:
    if not _NAME.match(iqn):
        yield Problem("iqn", f"'{iqn}' is not an iSCSI name; write for example iqn.2026-11.com.example:san0")
    elif iqn != iqn.lower():
        yield Problem("iqn", f"'{iqn}' has upper-case letters; iSCSI names are compared in lower case")


def _portal_problems(portals: t.Sequence[Portal], state: str) -> t.Iterator[Problem]:
    if not portals and state != "absent":
        yield Problem("portals", f"at least one is needed for state={state}")
    for index, portal in enumerate(portals):
        try:
            ipaddress.ip_address(portal.ip)
        except ValueError:
            yield Problem(f"portals[{index}].ip", f"'{portal.ip}' is not an IP address")
        if not 0 < portal.port < 65536:
            yield Problem(f"portals[{index}].port", f"{portal.port} is not within 1 to 65535")
        if portal in portals[:index]:
            yield Problem(f"portals[{index}]", f"{portal} is given twice")


def _chap_problems(chap: Chap, given: bool) -> t.Iterator[Problem]:
    """The messages never quote a secret."""
    if given and not _USER.match(chap.user):
        yield Problem("chap.user", "must be 1 to 255 printable ASCII characters without spaces")
    for field in ("password", "mutual_password"):
        secret = getattr(chap, field)
        if (secret or (given and field == "password")) and not _SECRET.match(secret):
            yield Problem(f"chap.{field}", "must be 12 to 255 printable ASCII characters without spaces (RFC 7143)")
    if chap.mutual_user and not _USER.match(chap.mutual_user):
        yield Problem("chap.mutual_user", "must be 1 to 255 printable ASCII characters without spaces")
    if bool(chap.mutual_user) != bool(chap.mutual_password):
        yield Problem("chap", "mutual_user and mutual_password belong together")
    if chap.mutual_password and chap.mutual_password == chap.password:
        yield Problem(
            "chap.mutual_password", "must differ from password: initiators refuse an answer with their own secret"
        )


def _setting_problems(settings: t.Mapping[str, str]) -> t.Iterator[Problem]:
    for name, value in settings.items():
        if not is_setting(name):
            yield Problem(f"settings.{name}", "is not a setting of a node record; see the lines of iscsid.conf")
        elif not value or not value.isprintable() or value != value.strip():
            yield Problem(f"settings.{name}", f"'{value}' is not a value")
        elif _COUNTED.search(name) and not re.match(r"^-?\d+$", value):
            # open-iscsi takes any text here and stores 0.
            yield Problem(f"settings.{name}", f"'{value}' is not a whole number")
