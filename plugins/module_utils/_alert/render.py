# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An event as mail, as JSON, and as an SNMP trap."""

from __future__ import annotations

import datetime
import email.message
import email.utils

from .model import Event, Mail, Snmp

# How soon a manager must acknowledge, and how often it is asked, where it does at all.
_INFORM = ("-Ci", "-t", "2", "-r", "2")


def headline(event: Event, cluster: str) -> str:
    """One line that says what happened and how bad it is."""
    return f"[{cluster}] {event.severity.upper()}: {event.text}"


def when(event: Event) -> str:
    """The event's time in UTC, as ISO 8601."""
    moment = datetime.datetime.fromtimestamp(event.at, datetime.timezone.utc)
    return moment.isoformat(timespec="seconds")


def document(event: Event, cluster: str, node: str) -> dict[str, str]:
    """The event as it is posted to a webhook. *node*: who tells it."""
    return {
        "cluster": cluster,
        "node": node,
        "kind": event.kind,
        "subject": event.subject,
        "severity": event.severity,
        "text": event.text,
        "time": when(event),
    }


def mail(event: Event, cluster: str, node: str, sink: Mail) -> email.message.EmailMessage:
    """The event as a message."""
    message = email.message.EmailMessage()
    message["Subject"] = " ".join(headline(event, cluster).split())[:200]
    message["From"] = sink.sender
    message["To"] = ", ".join(sink.to)
    message["Date"] = email.utils.formatdate(event.at)
    message["Auto-Submitted"] = "auto-generated"
    rows = [f"{name:<9} {value}" for name, value in document(event, cluster, node).items()]
    message.set_content("\n".join([event.text, "", *rows]) + "\n")
    return message


def trap(event: Event, cluster: str, node: str, sink: Snmp) -> list[str]:
    """The argv of net-snmp's ``snmptrap``; the secrets are in its own file, see snmp_conf."""
    values: list[str] = []
    for number, value in enumerate(document(event, cluster, node).values(), 1):
        values += [f"{sink.oid}.{number}", "s", value]
    options = _INFORM if sink.inform else ()
    host = f"udp6:[{sink.manager}]" if ":" in sink.manager else f"udp:{sink.manager}"
    # The empty word is the uptime, which snmptrap then fills in.
    return ["snmptrap", *options, f"{host}:{sink.port}", "", sink.oid, *values]


def snmp_conf(sink: Snmp) -> str:
    """The file ``snmp.conf`` with what must not stand on a command line."""
    lines = [("defVersion", sink.version)]
    if sink.version == "2c":
        lines.append(("defCommunity", sink.community))
    else:
        level = ("authPriv" if sink.privacy_password else "authNoPriv") if sink.auth_password else "noAuthNoPriv"
        lines += [("defSecurityName", sink.user), ("defSecurityLevel", level)]
        lines += [("defAuthType", "SHA"), ("defAuthPassphrase", sink.auth_password)] if sink.auth_password else []
        lines += [("defPrivType", "AES"), ("defPrivPassphrase", sink.privacy_password)] if sink.privacy_password else []
    # No quotes: not every word takes them ("Unknown version specification"), and no value needs them.
    return "".join(f"{name} {value}\n" for name, value in lines)
