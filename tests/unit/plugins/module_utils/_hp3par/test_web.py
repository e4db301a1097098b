# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import http.client
import io
import socket
import ssl
import urllib.error

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.answers import Silent
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.web import Reply, Web

from . import worlds


def asked(result):
    def opener(url, **more):
        if isinstance(result, Exception):
            raise result
        body = io.BytesIO(result)
        body.status = 200
        return body

    return Web(worlds.options("hp3par1"), opener).ask("GET", "https://a/", None, {}, 5)


def test_replies():
    assert asked(b'{"a": 1}') == Reply(200, {"a": 1})
    assert asked(b"") == Reply(200, None)
    assert asked(b"<html>") == Reply(200, None)
    declined = urllib.error.HTTPError("https://a/", 403, "", {}, io.BytesIO(b'{"code": 5}'))
    assert asked(declined) == Reply(403, {"code": 5})


@pytest.mark.parametrize(
    "error, kind",
    [
        (urllib.error.URLError(ConnectionRefusedError(111, "refused")), Silent),
        (urllib.error.URLError(ssl.SSLCertVerificationError("self-signed certificate")), HaStorageError),
        (urllib.error.URLError(socket.gaierror("no such name")), HaStorageError),
        (urllib.error.URLError(TimeoutError("timed out")), ConnectionError),
        (ConnectionResetError("reset"), ConnectionError),
        (TimeoutError("timed out"), ConnectionError),
        (http.client.RemoteDisconnected("closed"), ConnectionError),
        (http.client.IncompleteRead(b""), ConnectionError),
    ],
)
def test_failures_are_told_apart(error, kind):
    with pytest.raises((HaStorageError, ConnectionError), match="hp3par1") as caught:
        asked(error)
    assert caught.type is kind
