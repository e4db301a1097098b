# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""A BMC on a local port, asked over TLS: without the password nothing, with it the power."""

import json
import ssl
import stat
import threading
import urllib.error
import urllib.request

import pytest

from lab.lib import bmc, redfish


@pytest.fixture(name="files")
def _files(tmp_path):
    files = bmc.Files(tmp_path)
    files.make(["127.0.0.1"])
    return files


@pytest.fixture(name="resets")
def _resets():
    return []


@pytest.fixture(name="ask")
def _ask(files, resets, monkeypatch):
    monkeypatch.setattr(bmc, "PORT", 0)
    device = bmc.Bmc("node1", "127.0.0.1", files, lambda: True, lambda *words: resets.append(words))
    threading.Thread(target=device.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    context = ssl.create_default_context(cafile=str(files.certificate))
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context), _basic(device, files)
    )

    def ask(path, body=None, known=True):
        url = f"https://127.0.0.1:{device.server_port}{path}"
        if known:
            return opener.open(url, body, timeout=5)
        return urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)
        ).open(url, body, timeout=5)

    yield ask
    device.shutdown()
    device.server_close()


def _basic(device, files):
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    place = f"https://127.0.0.1:{device.server_port}"
    passwords.add_password(None, place, redfish.USER, files.password.read_text(encoding="ascii"))
    return urllib.request.HTTPBasicAuthHandler(passwords)


def test_only_the_owner_reads_the_secrets(files):
    for path in (files.password, files.key):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(files.folder.stat().st_mode) == 0o700


def test_the_power_state(ask):
    with ask(redfish.system_uri("node1")) as answer:
        assert json.load(answer)["PowerState"] == "On"


def test_a_reset_is_carried_out_before_the_answer(ask, resets):
    with ask(redfish.action_uri("node1"), b'{"ResetType": "ForceOff"}') as answer:
        assert answer.status == 204
    assert resets == [("ForceOff", "127.0.0.1")]


def test_a_stranger_learns_and_changes_nothing(ask, resets):
    requests = ((redfish.system_uri("node1"), None), (redfish.action_uri("node1"), b'{"ResetType": "ForceOff"}'))
    for path, body in requests:
        with pytest.raises(urllib.error.HTTPError) as error:
            ask(path, body, known=False)
        assert error.value.code == 401
        error.value.close()
    assert resets == []
