# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTPS by what the module hands in (``ansible.module_utils.urls.open_url``), with each failure told apart."""

from __future__ import annotations

import dataclasses
import http.client
import json
import socket
import ssl
import typing as t
import urllib.error

from .._core.errors import HaStorageError
from .answers import Silent

Params = t.Mapping[str, t.Any]
Opener = t.Callable[..., t.Any]


@dataclasses.dataclass(frozen=True)
class Reply:
    """A status, and the document; None where there is none, or where it is no JSON."""

    status: int
    document: t.Any


class Web:
    """One server. *name* is for messages."""

    def __init__(self, array: Params, opener: Opener) -> None:
        self.array, self.opener, self.name = array, opener, str(array["name"])

    def ask(self, method: str, url: str, data: bytes | None, headers: t.Mapping[str, str], seconds: float) -> Reply:
        """The reply, whatever its status.

        Raises Silent where nothing was sent, ConnectionError where it may have been, HaStorageError where the
        certificate does not verify.
        """
        array = self.array
        try:
            response = self.opener(
                url,
                method=method,
                data=data,
                headers=dict(headers),
                timeout=seconds,
                validate_certs=array["validate_certs"],
                ca_path=array["ca_path"],
                client_cert=array["client_cert"],
                client_key=array["client_key"],
            )
            return Reply(response.status, _json(response.read()))
        except urllib.error.HTTPError as error:
            return Reply(error.code, _json(error.read()))
        except urllib.error.URLError as error:
            self._told_apart(error.reason, error)
            raise AssertionError("unreachable") from error
        except (OSError, http.client.HTTPException) as error:
            raise ConnectionError(f"{self.name}: {error or type(error).__name__}") from error

    def _told_apart(self, reason: t.Any, error: Exception) -> t.NoReturn:
        if isinstance(reason, (ssl.SSLCertVerificationError, socket.gaierror)):
            raise HaStorageError(f"{self.name}: {reason}", array=self.name) from error
        if isinstance(reason, ConnectionRefusedError):
            raise Silent(f"{self.name}: {reason}", array=self.name) from error
        raise ConnectionError(f"{self.name}: {reason}") from error


def _json(data: bytes) -> t.Any:
    try:
        return json.loads(data.decode("utf-8")) if data else None
    except ValueError:
        return None
