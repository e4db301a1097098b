# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the modules -> what is wished for, how the arrays are reached, and how long to wait."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .health import Expectation, parse_age
from .model import Mode, Where
from .times import known_zone
from .wish import State, Wish

Params = t.Mapping[str, t.Any]

# One group, never a pattern; what the arrays themselves allow, and nothing that a command line could misread.
_GROUP = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,30}")
_HOST = re.compile(r"[A-Za-z0-9_:][A-Za-z0-9_.:%-]*")
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]*")
_CREATOR = re.compile(r"\.r\d+$")  # on the array that did not create a group, its name has the creator's id
MODES = {"sync": Mode.SYNC, "periodic": Mode.PERIODIC, None: None}
_NEEDED = {
    "ssh": ("host", "username", "key_file", "known_hosts"),
    "cli": ("password_file",),
    "wsapi": ("host", "username", "password"),
    "proxy": ("url", "service", "client_id"),
}


@dataclasses.dataclass(frozen=True)
class Timing:
    """Seconds: for a command to have its effect, for volumes to be in sync, between two readings."""

    wait: float = 600
    sync: float = 3600
    poll: float = 5


@dataclasses.dataclass(frozen=True)
class Names:
    """What the group is called on both arrays. *peer* may be '' where no peer is given."""

    local: str
    peer: str


def read_names(params: Params, more: t.Iterable[Problem] = ()) -> Names:
    """The names. Raises InvalidInput with all that is wrong about names and arrays, and with what *more* is."""
    problems = [
        *_name_problems(params),
        *_array_problems("array", params["array"]),
        *(_array_problems("peer", params["peer"]) if params["peer"] else ()),
        *more,
    ]
    if problems:
        raise InvalidInput(problems)
    return Names(params["name"], _peer_name(params))


def group_fault(name: str) -> str | None:
    """What is wrong with *name* as that of a group, or None."""
    return None if _GROUP.fullmatch(name) else f"'{name}' is not the name of one group"


def _peer_name(params: Params) -> str:
    given, name = str(params["peer_name"]), str(params["name"])
    return given or (_CREATOR.sub("", name) if _CREATOR.search(name) else "")


def _name_problems(params: Params) -> t.Iterator[Problem]:
    peer_name = _peer_name(params)
    for key, name in (("name", params["name"]), ("peer_name", peer_name)):
        fault = group_fault(name) if name or key == "name" else None
        if fault:
            yield Problem(key, fault)
    if params["peer"] and not peer_name:
        yield Problem("peer_name", "is needed: only the peer knows the id that it has put behind the name")
    if params["peer"] and params["peer"]["name"] == params["array"]["name"]:
        yield Problem("peer.name", "is the same array")


def _array_problems(path: str, array: Params) -> t.Iterator[Problem]:
    for key in _NEEDED[array["transport"]]:
        if not array[key]:
            yield Problem(f"{path}.{key}", f"is needed for the transport {array['transport']}")
    for key, form in (("host", _HOST), ("username", _USER), ("name", _HOST)):
        if array[key] and not form.fullmatch(array[key]):
            yield Problem(f"{path}.{key}", f"'{array[key]}' has characters that do not belong there")
    if array["url"] and not array["url"].startswith("https://"):
        yield Problem(f"{path}.url", "must begin with https://")
    if array["timezone"] and not known_zone(array["timezone"]):
        yield Problem(f"{path}.timezone", f"'{array['timezone']}' is no time zone that this host knows")
    for key in ("connect_timeout", "command_timeout"):
        if array[key] <= 0:
            yield Problem(f"{path}.{key}", "must be more than 0 seconds")


def read_wish(params: Params) -> tuple[Wish, Timing]:
    """What the options of ``hp3par_rcg_state`` ask for. Raises InvalidInput with all that is wrong."""
    names = read_names(params, _state_problems(params))
    sides = ((Where.LOCAL, params["array"]), (Where.PEER, params["peer"]))
    taken = (
        "wait",
        "peer_required",
        "resume",
        "sync_before",
        "resync_stopped",
        "disaster",
        "accept_data_loss",
        "discard_peer_changes",
    )
    more = ("discard_local_changes", "confirm", "link_down_confirmations")
    wish = Wish(
        state=State(params["state"]),
        name=names.local,
        peer_name=names.peer,
        keep_natural=params["direction"] == "keep_natural",
        max_sync_age=parse_age(params["max_sync_age"]),
        wsapi=frozenset(where for where, array in sides if array and array["transport"] == "wsapi"),
        **{key: params[key] for key in (*taken, *more)},
    )
    return wish, Timing(params["wait_timeout"], params["sync_timeout"], params["poll_interval"])


def _state_problems(params: Params) -> t.Iterator[Problem]:
    if params["max_sync_age"] and parse_age(params["max_sync_age"]) is None:
        yield Problem("max_sync_age", "is not an age such as 300s, 5m or 5, which is minutes")
    if params["confirm"] and params["confirm"] != params["name"]:
        yield Problem("confirm", f"is not the name of the group, {params['name']}")
    for key in ("link_down_confirmations", "wait_timeout", "sync_timeout", "poll_interval"):
        if params[key] <= 0:
            yield Problem(key, "must be more than 0")


def read_expectation(params: Params) -> Expectation:
    """What ``hp3par_rcg_info`` judges by. Raises InvalidInput."""
    if params["sync_max_delay"] and parse_age(params["sync_max_delay"]) is None:
        raise InvalidInput([Problem("sync_max_delay", "is not an age such as 300s, 5m or 5, which is minutes")])
    return Expectation(MODES[params["mode"]], parse_age(params["sync_max_delay"]), params["require_auto_recover"])
