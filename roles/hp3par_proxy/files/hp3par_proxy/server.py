# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTP side, by aiohttp: one form in, ``{"ret", "out", "err"}`` out, and a line of audit for each."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
import time
import typing as t

from aiohttp import web

from .rules import Client, Config
from .runner import Answer, Arrays

# By the letter: clients compare it.
REFUSAL = "this command is not allowed for this node-service-array id"
BODY = 4096  # bytes
_FIELDS = {"array", "cmd", "uuid", "path", "svcname"}
_NOBODY = Client(token_sha256="-")  # no hash is like this one

audit = logging.getLogger("hp3par_proxy.audit")
errors = logging.getLogger("hp3par_proxy.errors")


@dataclasses.dataclass(frozen=True)
class Asked:
    """A request, field by field."""

    service: str
    client: str
    array: str
    command: str


class Proxy:
    """The application; *config* can be replaced while it runs."""

    def __init__(self, config: Config) -> None:
        self.config, self.arrays, self.waiting = config, Arrays(), 0
        self.tasks: set[asyncio.Task[Answer]] = set()

    def application(self) -> web.Application:
        """What aiohttp serves."""
        application = web.Application(client_max_size=BODY)
        application.router.add_post("/api/cmd/", self.command)
        application.router.add_get("/healthz", self.health)
        application.on_shutdown.append(self._finish)
        return application

    async def health(self, _request: web.Request) -> web.Response:
        """That it answers. Nothing is asked of an array."""
        return web.json_response({"status": "up", "waiting": self.waiting})

    async def command(self, request: web.Request) -> web.Response:
        """The reply to one command, and its line of audit."""
        began, config = time.monotonic(), self.config
        asked = await _asked(request)
        kind = self._decided(config, request, asked)
        if asked is None or not kind:
            answer, decision, status = Answer(1, "", REFUSAL), "refused", 200
        elif self.waiting >= config.limits.waiting:
            answer, decision, status = Answer(1, "", "too many requests are waiting: not run"), "busy", 503
        else:
            answer, decision, status = await self._run(config, asked, kind), kind, 200
        _note(request, asked, decision, answer.ret, time.monotonic() - began)
        return web.json_response(dataclasses.asdict(answer), status=status)

    def _decided(self, config: Config, request: web.Request, asked: Asked | None) -> str:
        """'read' or 'write' where it is allowed, else ''. A client that is not known takes as long as one that is."""
        client = config.clients.get(asked.client, _NOBODY) if asked else _NOBODY
        proven = client.proven(_token(request), _certificate(request))
        return config.decide(asked.service, asked.client, asked.array, asked.command) if asked and proven else ""

    async def _run(self, config: Config, asked: Asked, kind: str) -> Answer:
        """A client that goes away leaves its command running to its end: half a write is worse."""
        self.waiting += 1
        task = asyncio.ensure_future(self.arrays.run(config, asked.array, asked.command, kind))
        self.tasks.add(task)
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    def _done(self, task: asyncio.Task[Answer]) -> None:
        self.waiting -= 1
        self.tasks.discard(task)

    async def _finish(self, _application: web.Application) -> None:
        """A proxy that is stopped waits for the commands that are under way."""
        if self.tasks:
            await asyncio.gather(*self.tasks, return_exceptions=True)


async def _asked(request: web.Request) -> Asked | None:
    """The request, or None where it is not exactly one value for each field."""
    if request.content_type != "application/x-www-form-urlencoded":
        return None
    try:
        form = await request.post()
    except ValueError:
        return None
    if not set(form) <= _FIELDS or len(form) != len(set(form)) or not {"array", "cmd", "uuid"} <= set(form):
        return None
    values = {key: value for key, value in form.items() if isinstance(value, str)}
    # The service had two names in the history of the contract.
    services = {values[key] for key in ("path", "svcname") if key in values}
    if len(services) != 1 or len(values) != len(form):
        return None
    return Asked(services.pop(), values["uuid"], values["array"], values["cmd"])


def _token(request: web.Request) -> str:
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme == "Bearer" else ""


def _certificate(request: web.Request) -> str:
    """The common name of the client's certificate, which TLS has verified; '' without one."""
    given: t.Any = request.transport.get_extra_info("peercert") if request.transport else None
    names = [value for part in (given or {}).get("subject", ()) for key, value in part if key == "commonName"]
    return names[0] if len(names) == 1 else ""


def _note(request: web.Request, asked: Asked | None, decision: str, ret: int, seconds: float) -> None:
    known = dataclasses.asdict(asked) if asked else {}
    line = {"from": request.remote, **known, "decision": decision, "ret": ret, "ms": round(seconds * 1000)}
    audit.info(json.dumps(line))
