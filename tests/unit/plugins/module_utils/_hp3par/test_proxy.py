# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import io
import json
import urllib.parse

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.answers import Busy, Silent
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.proxy import ProxyTransport

from . import worlds


def proxy(answer, status=200, **options):
    """A transport to a proxy with this answer, and what was sent."""
    sent = []

    def opener(url, **more):
        sent.append((url, dict(urllib.parse.parse_qsl(more["data"].decode())), more["headers"]))
        body = io.BytesIO(json.dumps(answer).encode())
        body.status = status
        return body

    return ProxyTransport(worlds.options("hp3par1", **options), opener, lambda seconds: None), sent


def test_the_contract():
    transport, sent = proxy({"ret": 0, "out": "text", "err": ""}, url="https://proxy/", token="a-token")
    assert transport.say("showrcopy links", 5).stdout == "text"
    form = {"array": "hp3par1", "cmd": "showrcopy links", "svcname": "svc1", "path": "svc1", "uuid": "node1"}
    url, sent_form, headers = sent[0]
    assert (url, sent_form, headers["Authorization"]) == ("https://proxy/api/cmd/", form, "Bearer a-token")


def test_without_a_token_there_is_no_header():
    transport, sent = proxy({"ret": 0, "out": "", "err": ""})
    transport.say("showrcopy links", 5)
    assert "Authorization" not in sent[0][2]


@pytest.mark.parametrize(
    "answer, status, error",
    [
        (
            {"ret": 1, "out": "", "err": "this command is not allowed for this node-service-array id"},
            200,
            HaStorageError,
        ),
        ({"ret": 0}, 200, Unparsable),
        (["ret", "out", "err"], 200, Unparsable),
        ({"ret": 0, "out": "", "err": ""}, 404, Unparsable),
        ({}, 502, ConnectionError),
        ({"ret": 1, "out": "", "err": "Too many local CLI connections."}, 200, Busy),
    ],
)
def test_what_is_no_answer_of_an_array(answer, status, error):
    with pytest.raises((HaStorageError, ConnectionError)) as caught:
        proxy(answer, status)[0].say("showrcopy links", 5)
    assert caught.type is error
    assert error is Busy or not isinstance(caught.value, Silent)


def test_a_proxy_that_is_broken_is_silence_for_a_question():
    with pytest.raises(Silent):
        proxy({}, 502)[0].read("svc1")
