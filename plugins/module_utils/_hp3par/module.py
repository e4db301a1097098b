# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules for Remote Copy groups have in common. *opener*: ``ansible.module_utils.urls.open_url``."""

from __future__ import annotations

import dataclasses
import typing as t

from .._core.converge import converge
from .._core.errors import HaStorageError, InvalidInput, Unparsable
from .arrays import Arrays, Transport
from .builder import GroupSystem
from .cli import CliTransport
from .health import Expectation, health, unreadable
from .hints import hint
from .proxy import ProxyTransport
from .render import turns, values
from .spec import Names, read_expectation, read_names, read_wish
from .spec_declared import read_declared
from .ssh import SshTransport
from .system import RcgSystem, loss
from .web import Opener
from .wsapi import WsapiTransport

Params = t.Mapping[str, t.Any]


def transport(array: Params, opener: Opener) -> Transport:
    """How *array* (options of a module) is reached."""
    if array["transport"] == "wsapi":
        return WsapiTransport(array, opener)
    if array["transport"] == "proxy":
        return ProxyTransport(array, opener)
    return CliTransport(array) if array["transport"] == "cli" else SshTransport(array)


def connect(params: Params, names: Names, opener: Opener) -> Arrays:
    """Both arrays, as the options of a module name them. Nothing is sent yet."""
    peer = transport(params["peer"], opener) if params["peer"] else None
    return Arrays(names, transport(params["array"], opener), peer, peer_required=params["peer_required"])


def bring_about(module: t.Any, opener: Opener) -> None:
    """Ends *module* (an AnsibleModule) with the state that its options ask for, or with why not."""
    try:
        wish, timing = read_wish(module.params)
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    arrays = connect(module.params, Names(wish.name, wish.peer_name), opener)
    system = RcgSystem(arrays, wish, timing, check_mode=module.check_mode)
    try:
        converge(
            module,
            system,
            wish,
            system.plan,
            tell=lambda todo: {"planned": system.planned(todo.operations), "turns": turns(todo.operations)},
            commands=lambda: system.commands,
            after=system.after,
            health=system.health,
            data_loss_bound=lambda: system.loss_before,
        )
    finally:
        arrays.close()


def declare(module: t.Any, opener: Opener) -> None:
    """Ends *module* (an AnsibleModule) with the group that its options describe, or without it, or with why not."""
    try:
        declared, timing = read_declared(module.params)
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    arrays = connect(module.params, Names(declared.name, declared.peer_name), opener)
    system = GroupSystem(arrays, declared, timing)
    try:
        converge(
            module,
            system,
            declared,
            system.plan,
            tell=lambda todo: {"planned": system.planned(todo.operations)},
            commands=lambda: system.commands,
            after=system.after,
        )
    finally:
        arrays.close()


def tell(module: t.Any, opener: Opener) -> None:
    """Ends *module* with what both arrays say of a group, and the verdict on it. Changes nothing."""
    try:
        names, expectation = read_names(module.params), read_expectation(module.params)
        arrays = connect(_reading(module.params), names, opener)
        try:
            found = _overview(arrays, expectation)
        finally:
            arrays.close()
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, **found)


def _reading(params: Params) -> Params:
    """Numbers that nobody has verified do no harm to one who only reads."""
    arrays = {key: {**params[key], "accept_unverified_numbers": True} for key in ("array", "peer") if params[key]}
    return {**params, **arrays}


def _overview(arrays: Arrays, expectation: Expectation) -> dict[str, t.Any]:
    try:
        view = arrays.look()
    except Unparsable as error:
        judged = dataclasses.asdict(unreadable(str(error)))
        return {"local": None, "peer": None, "health": judged, "data_loss_bound": None, "recovery_hint": hint(None)}
    judged = dataclasses.asdict(health(view, expectation))
    return {**values(view), "health": judged, "data_loss_bound": loss(view), "recovery_hint": hint(view)}
