# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An event in the forms of the sinks."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._alert import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.model import Event, Mail, Snmp

EVENT = Event("fencing", "node2", "critical", "node2 was fenced (OK)", 1700000000)
MAIL = Mail("relay", 25, "none", "san@example.com", ("a@example.com", "b@example.com"))
SNMP = Snmp("192.0.2.1", 162, "2c", ".1.3.6", community="not-public")


def test_a_mail():
    message = render.mail(EVENT, "lab", "node1", MAIL)
    assert message["Subject"] == "[lab] CRITICAL: node2 was fenced (OK)"
    assert message["To"] == "a@example.com, b@example.com" and message["Date"] == "Tue, 14 Nov 2023 22:13:20 -0000"
    assert "node      node1" in message.get_content()


def test_no_line_of_an_event_becomes_a_header():
    event = Event("failure", "san0", "critical", "failed: x\nBcc: all@example.com")
    message = render.mail(event, "lab", "node1", MAIL)
    assert message["Bcc"] is None and "\n" not in message["Subject"]


def test_a_trap_has_no_secret_on_its_command_line():
    argv = render.trap(EVENT, "lab", "node1", SNMP)
    assert argv[:4] == ["snmptrap", "udp:192.0.2.1:162", "", ".1.3.6"]
    assert argv[4:7] == [".1.3.6.1", "s", "lab"] and argv[-1] == "2023-11-14T22:13:20+00:00"
    assert "not-public" not in argv
    assert render.trap(EVENT, "lab", "n", Snmp("fd00::1", 99, "2c", ".1", True))[1:7] == [
        "-Ci",
        "-t",
        "2",
        "-r",
        "2",
        "udp6:[fd00::1]:99",
    ]


def test_the_secrets_are_in_a_file():
    assert render.snmp_conf(SNMP) == "defVersion 2c\ndefCommunity not-public\n"
    third = render.snmp_conf(Snmp("m", 162, "3", ".1", user="u", auth_password="a" * 8, privacy_password="p" * 8))
    assert "defSecurityLevel authPriv\n" in third and "defPrivPassphrase pppppppp\n" in third
    assert "defSecurityLevel noAuthNoPriv\n" in render.snmp_conf(Snmp("m", 162, "3", ".1", user="u"))
