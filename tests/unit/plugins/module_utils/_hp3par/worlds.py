# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules' own system on a simulated pair: what it runs and requests ends in the simulator, without any socket."""

from __future__ import annotations

import io
import json
import math
import urllib.error
import urllib.parse

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandTimedOut
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.arguments import ARRAY
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.arrays import Arrays
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.cli import CliTransport
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Where
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.proxy import ProxyTransport
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.spec import Names, Timing
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.ssh import SshTransport
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.system import RcgSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wish import State, Wish
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wsapi import WsapiTransport
from hp3par import interpreter, wsapi
from hp3par.engine import tick
from hp3par.pair import Pair, new_pair

NAMES = ("svc1", "svc1.r12345")  # by array
TIMING = Timing(wait=60, sync=120, poll=5)


def options(name, **values):
    """The options of an array, as a module has them."""
    defaults = {key: option.get("default") for key, option in ARRAY.items()}
    given = {
        "name": name,
        "host": name,
        "username": wsapi.USER,
        "password": wsapi.PASSWORD,
        "key_file": "/key",
        "known_hosts": "/hosts",
        "password_file": "/pwf",
        "url": "https://proxy",
        "service": "svc1",
        "client_id": "node1",
        "timezone": "Europe/Paris",
        "accept_unverified_numbers": True,
    }
    return {**defaults, **given, **values}


class Words:
    """A Runner for ssh and cli."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair

    def __call__(self, argv, *, stdin="", timeout=30, ok=(0,)):
        assert stdin == "" and timeout > 0
        if argv[0] == "ssh":
            assert "StrictHostKeyChecking=yes" in argv and "BatchMode=yes" in argv
            return self._heard(argv, *argv[-2:], timeout)
        assert argv[:2] == ("env", "TPDPWFILE=/pwf") and argv[3] == "-sys" and argv[5] == "-csvtable"
        return self._heard(argv, argv[4], "setclienv csvtable 1 ; " + " ".join(argv[6:]), timeout)

    def _heard(self, argv, host, line, timeout):
        side = int(host == "hp3par2")
        array = self.pair.arrays[side]
        if not (array.up and array.answers):
            return Result(255, "", f"ssh: connect to host {host} port 22: Connection refused\r\n")
        answer = interpreter.run(self.pair, side, line)
        if answer.broken == "hang":
            tick(self.pair, int(timeout))
            raise CommandTimedOut(argv, timeout)
        if answer.broken in ("lost", "dropped"):
            return Result(255, "", f"Connection to {host} closed by remote host.\r\n")
        return Result(answer.rc, answer.stdout, answer.stderr)


class Requests:
    """An Opener for the WSAPI, and for a proxy that allows everything."""

    def __init__(self, pair: Pair) -> None:
        self.pair, self.words = pair, Words(pair)

    def __call__(self, url, *, method, data, headers, timeout, validate_certs, ca_path, client_cert, client_key):
        assert validate_certs is True and timeout > 0
        where = urllib.parse.urlsplit(url)
        if where.hostname == "proxy":
            return self._proxied(dict(urllib.parse.parse_qsl(data.decode())), timeout)
        side = int(where.hostname == "hp3par2")
        array = self.pair.arrays[side]
        if not (array.up and array.answers):
            raise urllib.error.URLError(ConnectionRefusedError(111, "Connection refused"))
        path = where.path[len("/api/v1") :]
        key = headers.get("X-HP3PAR-WSAPI-SessionKey", "")
        reply = wsapi.handle(self.pair, side, method, path, key, json.loads(data) if data else {})
        if reply.broken:
            tick(self.pair, int(timeout) if reply.broken == "hang" else 0)
            raise TimeoutError("timed out") if reply.broken == "hang" else ConnectionResetError("reset")
        body = io.BytesIO(json.dumps(reply.document).encode())
        if reply.status >= 400:
            raise urllib.error.HTTPError(url, reply.status, "", {}, body)
        body.status = reply.status
        return body

    def _proxied(self, form, timeout):
        line = f"setclienv csvtable 1 ; setclienv nohdtot 1 ; {form['cmd']}"
        heard = self.words._heard(("proxy",), form["array"], line, timeout)
        if heard.rc == 255:
            raise ConnectionResetError(heard.stderr)
        body = io.BytesIO(json.dumps({"ret": heard.rc, "out": heard.stdout, "err": heard.stderr}).encode())
        body.status = 200
        return body


def transport(pair, side, kind="ssh", **values):
    """A transport of the collection that ends in the simulator."""
    array = options(pair.arrays[side].name, transport=kind, **values)
    sleep = sleeper(pair)
    if kind in ("wsapi", "proxy"):
        return (
            WsapiTransport(array, Requests(pair)) if kind == "wsapi" else ProxyTransport(array, Requests(pair), sleep)
        )
    return (SshTransport if kind == "ssh" else CliTransport)(array, Words(pair), sleep)


def sleeper(pair):
    """Sleeping lets virtual time go by."""
    return lambda seconds: tick(pair, max(1, math.ceil(seconds)))


def in_turn(first, second):
    """One after the other, so that a seed gives the same run each time."""
    return first(), second()


def arrays(pair, side=1, kind="ssh", **values):
    """Both arrays, with *side* as the local one."""
    here, there = transport(pair, side, kind, **values), transport(pair, 1 - side, kind, **values)
    return Arrays(Names(NAMES[side], NAMES[1 - side]), here, there, clock=lambda: pair.now, ask=in_turn)


def system(pair, state, side=1, kind="ssh", check_mode=False, transport_options=(), **wished):
    """The system of ``hp3par_rcg_state``."""
    wish = Wish(State(state), NAMES[side], NAMES[1 - side], **wished)
    if kind == "wsapi":
        wish = Wish(**{**vars(wish), "wsapi": frozenset(Where)})
    both = arrays(pair, side, kind, **dict(transport_options))
    return RcgSystem(both, wish, TIMING, check_mode=check_mode, clock=lambda: pair.now, sleep=sleeper(pair))


def bring_to(pair, state, side=1, kind="ssh", check_mode=False, **more):
    """What a module does; its system, and the outcome."""
    made = system(pair, state, side, kind, check_mode, **more)
    return made, bring(made, made.wish, made.plan, check_mode=check_mode)


def sent(pair):
    """The commands that were meant to change something, without what the transport adds."""
    return [f"{pair.arrays[side].name}: {line}" for side, line in pair.changes()]


def settle(pair, seconds=60):
    """Time goes by, until everything has been replicated."""
    tick(pair, seconds)


LEAVE = {"disaster": True, "accept_data_loss": True, "discard_peer_changes": True}
ALL_LEAVE = {**LEAVE, "discard_local_changes": True}


def confirmed(side, **options):
    return {**options, "confirm": NAMES[side]}


def disaster(pair):
    """The first array is lost."""
    pair.arrays[0].up = False
    tick(pair, 20)
    return pair


def failed_over(mode="Periodic", personality="3par-3.3"):
    pair = disaster(new_pair(personality, mode))
    bring_to(pair, "failed_over", **confirmed(1, **LEAVE))
    return pair


def came_back(**values):
    pair = failed_over(**values)
    pair.arrays[0].up = True
    tick(pair, 5)
    return pair


def roles(pair):
    return [side.role for side in pair.groups["svc1"].sides]
