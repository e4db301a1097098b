# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened, and whom to tell."""

from __future__ import annotations

import dataclasses
import typing as t

# From what nobody needs to be told at once to what somebody must look at now; "ok" ends a trouble.
SEVERITIES = ("info", "ok", "warning", "critical")


@dataclasses.dataclass(frozen=True)
class Event:
    """Something that happened.

    kind -- ``node``, ``fencing``, ``role``, ``failure``, ``quorum``, ``arbiter``, ``replication``, ``disk``,
      ``resync``, ``split_brain``, ``verify``, ``snapshot``, ``held`` or ``test``
    subject -- the node, service or resource that it is about
    text -- a sentence; two events with the same one are the same thing happening again
    at -- when, in seconds since 1970
    """

    kind: str
    subject: str
    severity: str
    text: str
    at: float = 0


@dataclasses.dataclass(frozen=True)
class Mail:
    """A relay that takes mail by SMTP. *tls*: ``none``, ``starttls`` or ``tls``."""

    relay: str
    port: int
    tls: str
    sender: str
    to: tuple[str, ...]
    user: str = ""
    password: str = ""


@dataclasses.dataclass(frozen=True)
class Snmp:
    """A manager that takes traps. *inform*: it acknowledges them; *version*: ``2c`` or ``3``."""

    manager: str
    port: int
    version: str
    oid: str
    inform: bool = False
    community: str = ""
    user: str = ""
    auth_password: str = ""
    privacy_password: str = ""


@dataclasses.dataclass(frozen=True)
class Webhook:
    """A URL that takes JSON by POST."""

    url: str
    token: str = ""


Sink = t.Union[Mail, Snmp, Webhook]


@dataclasses.dataclass(frozen=True)
class Settings:
    """Whom to tell what, and how often.

    level -- the least severity that is told; the end of a trouble is told where its beginning was
    repeat -- seconds within which the same text is told once
    """

    cluster: str
    level: str = "info"
    repeat: float = 300
    sinks: t.Mapping[str, Sink] = dataclasses.field(default_factory=dict)

    def wants(self, event: Event) -> bool:
        """Whether *event* is severe enough."""
        severity = "warning" if event.severity == "ok" else event.severity
        return SEVERITIES.index(severity) >= SEVERITIES.index(self.level)
