# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrays that are reached by their web services (WSAPI 1.x): a session for a run; questions repeated, commands not."""

from __future__ import annotations

import json
import typing as t

from .._core.errors import HaStorageError, Unparsable
from .answers import LATER, Kind, Outcome, Silent
from .model import Side
from .parse_wsapi import Numbers, parse_group, parse_links, parse_targets
from .render import Order, request
from .web import Opener, Reply, Web

Params = t.Mapping[str, t.Any]
_PORT = 8080  # of 3PAR; Primera and Alletra have 443
_HEADER = "X-HP3PAR-WSAPI-SessionKey"
_FORBIDDEN, _NOT_FOUND, _NO_GROUP = 403, 404, 187


class WsapiTransport:
    """The web services of one array."""

    kind = "wsapi"

    def __init__(self, array: Params, opener: Opener) -> None:
        self.array, self.name, self.web, self.key = array, str(array["name"]), Web(array, opener), ""
        self.numbers = Numbers(array["accept_unverified_numbers"])

    def shown(self, step: Order) -> str:
        """The request, as it is told in check mode."""
        return str(request(step))

    def read(self, group: str) -> Side:
        """What the array tells of *group*. Raises Silent, Unparsable, HaStorageError."""
        found = self._question(f"/remotecopygroups/{group}")
        absent = found.status == _NOT_FOUND and _said(found, "code") == _NO_GROUP
        targets, links = self._question("/remotecopytargets"), self._question("/remotecopylinks")
        return Side(
            self.name,
            None if absent else parse_group(self._document(found), self.numbers),
            parse_targets(self._document(targets), self.numbers),
            parse_links(self._document(links), self.numbers),
        )

    def act(self, step: Order, seconds: float) -> Outcome:
        """Sends *step*, once. Raises Silent where it was certainly not sent."""
        wanted = request(step)
        if wanted is None:
            raise AssertionError("the planner refuses what the WSAPI cannot do")
        self._log_in()
        try:
            reply = self._send(wanted.method, wanted.path, wanted.body, seconds)
        except ConnectionError as error:
            return Outcome(Kind.UNCERTAIN, str(error))
        if reply.status < 300:
            return Outcome(Kind.DONE, json.dumps(reply.document) if reply.document else "")
        text = f"HTTP {reply.status}, code {_said(reply, 'code')}: {_said(reply, 'desc')}"
        if any(phrase in text for phrase in LATER):
            return Outcome(Kind.LATER, text)
        return Outcome(Kind.DECLINED if reply.status < 500 else Kind.UNCERTAIN, text)

    def close(self) -> None:
        """Arrays have few sessions: this one is given back. That it cannot be is no error of what was done."""
        if self.key:
            key, self.key = self.key, ""
            try:
                self._send("DELETE", f"/credentials/{key}", None, self.array["connect_timeout"], key)
            except (ConnectionError, HaStorageError):
                return

    def _question(self, path: str) -> Reply:
        """A question is asked once more where the session has ended meanwhile."""
        try:
            self._log_in()
            reply = self._send("GET", path, None, self.array["command_timeout"])
            if reply.status == _FORBIDDEN:
                self.key = ""
                self._log_in()
                reply = self._send("GET", path, None, self.array["command_timeout"])
        except ConnectionError as error:
            raise Silent(str(error), array=self.name) from error
        return reply

    def _log_in(self) -> None:
        if self.key:
            return
        body = {"user": self.array["username"], "password": self.array["password"]}
        try:
            reply = self._send("POST", "/credentials", body, self.array["connect_timeout"])
        except ConnectionError as error:
            raise Silent(str(error), array=self.name) from error
        key = _said(reply, "key") if reply.status == 201 else None
        if not key:
            raise HaStorageError(
                f"{self.name}: no session: HTTP {reply.status}, code {_said(reply, 'code')}", array=self.name
            )
        self.key = str(key)

    def _send(self, method: str, path: str, body: t.Any, seconds: float, key: str = "") -> Reply:
        array = self.array
        url = f"https://{array['host']}:{array['port'] or _PORT}/api/v1{path}"
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if key or self.key:
            headers[_HEADER] = key or self.key
        return self.web.ask(method, url, json.dumps(body).encode() if body else None, headers, seconds)

    def _document(self, reply: Reply) -> t.Mapping[str, t.Any]:
        if reply.status >= 500:
            raise Silent(f"{self.name}: HTTP {reply.status}", array=self.name)
        if reply.status != 200:
            raise HaStorageError(f"{self.name}: HTTP {reply.status}, code {_said(reply, 'code')}", array=self.name)
        if not isinstance(reply.document, dict):
            raise Unparsable(f"the WSAPI of {self.name}", "reply", "no JSON document")
        return reply.document


def _said(reply: Reply, key: str) -> t.Any:
    return reply.document.get(key) if isinstance(reply.document, dict) else None
