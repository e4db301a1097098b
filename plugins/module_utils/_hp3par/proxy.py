# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Arrays behind a proxy, by the contract of OpenSVC's document: a form goes in, ``{"ret", "out", "err"}`` comes out."""

from __future__ import annotations

import time
import typing as t
import urllib.parse

from .._core.errors import HaStorageError, Unparsable
from .._core.runner import Result
from . import answers
from .answers import Busy
from .cli import Params, WordTransport
from .web import Opener, Web

_REFUSED = "this command is not allowed for this node-service-array id"


class ProxyTransport(WordTransport):
    """A proxy that runs allowed commands on the arrays; its answers have no titles."""

    kind = "proxy"

    def __init__(self, array: Params, opener: Opener, sleep: t.Callable[[float], None] = time.sleep) -> None:
        super().__init__(array, sleep)
        self.web = Web(array, opener)

    def say(self, line: str, seconds: float) -> Result:
        """See WordTransport. A command that the proxy does not allow is an error, never silence."""
        array = self.array
        # ``svcname`` is what the oldest form of the contract calls the service, ``path`` the latest.
        form = {"array": self.name, "cmd": line, "svcname": array["service"], "path": array["service"]}
        data = urllib.parse.urlencode({**form, "uuid": array["client_id"]}).encode("ascii")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if array["token"]:
            headers["Authorization"] = f"Bearer {array['token']}"
        reply = self.web.ask("POST", array["url"].rstrip("/") + "/api/cmd/", data, headers, seconds)
        if reply.status >= 500:
            raise ConnectionError(f"proxy of {self.name}: HTTP {reply.status}")
        said = reply.document
        if reply.status != 200 or not isinstance(said, dict) or not {"ret", "out", "err"} <= set(said):
            raise Unparsable(f"the proxy of {self.name}", line, f"HTTP {reply.status} without ret, out and err")
        heard = Result(int(said["ret"]), str(said["out"]), str(said["err"]))
        if heard.stderr == _REFUSED:
            raise HaStorageError(f"{self.name}: {line}: {_REFUSED}", array=self.name)
        if answers.is_busy(heard.stdout, heard.stderr):
            raise Busy(f"{self.name}: {heard.stderr.strip()}", array=self.name)
        return heard
