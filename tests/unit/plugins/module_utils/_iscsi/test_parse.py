# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Output of open-iscsi and the kernel's attributes."""

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.model import Chap, Portal
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.parse import (
    parse_initiator_name,
    parse_mounts,
    parse_number,
    parse_records,
    parse_sysfs_text,
    parse_unit_serial,
)

FIXTURES = next(each for each in pathlib.Path(__file__).parents if each.name == "unit") / "fixtures" / "iscsi"
SHOWN = (FIXTURES / "node-show-2.1.11.txt").read_text()


def test_the_records_that_iscsiadm_shows():
    first, second = parse_records(SHOWN)
    assert (first.iqn, first.portal) == ("iqn.2026-11.com.example:san0", Portal("10.77.30.50", 3260))
    assert first.chap == Chap("u1", "secret-secret")
    assert first.settings["node.conn[0].timeo.noop_out_interval"] == "7"
    assert second.portal == Portal("fd00::50", 3260)
    assert second.chap == Chap()


def test_empty_values_and_secrets_are_no_settings():
    for record in parse_records(SHOWN):
        assert "iface.ipaddress" not in record.settings
        assert "secret-secret" not in str(record.settings)
        assert "secret-secret" not in repr(record)


def test_without_the_method_chap_the_pair_does_not_count():
    assert parse_records(SHOWN.replace("authmethod = CHAP", "authmethod = None"))[0].chap == Chap()


def test_nothing_shown_is_no_record():
    assert parse_records("") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SHOWN[:300], "a record without its end"),
        (SHOWN.replace("node.name = ", "node.nome = "), "node.name"),
        (SHOWN.replace("port = 3260", "port = many"), "many"),
    ],
)
def test_what_is_no_record_is_an_error_that_names_the_place(text, message):
    with pytest.raises(Unparsable, match=message):
        parse_records(text)


@pytest.mark.parametrize(("text", "value"), [(None, None), ("(null)\n", ""), ("u1\n", "u1"), ("", "")])
def test_sysfs_text(text, value):
    assert parse_sysfs_text(text) == value


@pytest.mark.parametrize(("text", "value"), [("120\n", 120), ("off", None), ("", None), (None, None), ("-1", None)])
def test_number(text, value):
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "name"),
    [(None, ""), ("## InitiatorName is below\nInitiatorName=iqn.2026-11.a.b:c\n", "iqn.2026-11.a.b:c"), ("x\n", "")],
)
def test_initiator_name(text, name):
    assert parse_initiator_name(text) == name


@pytest.mark.parametrize(
    ("page", "serial"),
    [(b"\0\x80\0\x05ab-1\0rest", "ab-1"), (b"\0\x83\0\x02ab", ""), (b"\0\x80", ""), (None, ""), (b"\0\x80\0\0", "")],
)
def test_unit_serial(page, serial):
    assert parse_unit_serial(page) == serial


def test_mounts():
    assert parse_mounts("40 20 8:0 / /mnt/a rw - ext4 /dev/sda rw\nodd\n") == {"8:0": "/mnt/a"}
