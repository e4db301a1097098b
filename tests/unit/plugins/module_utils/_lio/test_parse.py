# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Saved files and configfs texts."""

from __future__ import annotations

import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio import parse
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.render import saveconfig
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import two_luns


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 1"),
        ("[]", "structure"),
        ('{"storage_objects": [], "targets": []}', "structure"),
        (json.dumps({**saveconfig(two_luns()), "storage_objects": []}), "KeyError: 'san0-lun0'"),
    ],
)
def test_a_broken_file_is_named(text, message):
    with pytest.raises(Unparsable, match="cannot read /etc/x.json: ") as caught:
        parse.saved_config(text, "/etc/x.json")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("iBlock device: dm-0  UDEV PATH: /dev/x  readonly: 1\n   Major: 253 Minor: 0  X", ("/dev/x", True, True)),
        ("  UDEV PATH: /dev/x  readonly: 0\n        Major: 0 Minor: 0", ("/dev/x", False, False)),
        ("  readonly: 0\n        Major: 0 Minor: 0", ("", False, False)),
        ("", ("", False, False)),
    ],
)
def test_info_of_a_backstore(text, expected):
    assert parse.info(text) == expected


def test_texts_of_the_kernel():
    assert parse.serial("T10 VPD Unit Serial Number: 2f1b-0c39\n") == "2f1b-0c39"
    assert [parse.secret(text) for text in ("NULL", "", "secret")] == ["", "", "secret"]
    assert parse.session("InitiatorName: iqn.x\n")
    assert not parse.session("No active iSCSI Session for Initiator Endpoint: iqn.x\n") and not parse.session("")
