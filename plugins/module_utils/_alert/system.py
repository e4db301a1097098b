# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The node and the sinks: what is read, and what is sent. Each delivery is bounded in time."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import smtplib
import ssl
import stat
import typing as t

from .._core.errors import HaStorageError
from .._core.files import Files
from .._core.runner import Runner, run
from .._drbd.events import parse_events
from .._pacemaker.quorum import parse_quorum
from . import render
from .model import Event, Mail, Settings, Sink, Snmp, Webhook
from .parse import event_of, read_exported, replica_of
from .spec import URL, read_settings
from .watch import Point

SETTINGS = "/etc/quorate/alerts.json"
SPOOL = "/run/quorate/alerts"
_SNMP = "/run/quorate/snmp"
# Seconds for each step of a conversation with a sink; who calls bounds the whole.
STEP = 8.0
_LARGEST = 1 << 16


class Host:
    """The node that it runs on."""

    def __init__(self, files: Files | None = None, runner: Runner = run) -> None:
        self.files, self._run = files or Files(), runner
        self.name = os.uname().nodename
        self._last: dict[str, dict[Point, str]] = {}

    def settings(self) -> Settings:
        """What the role has written. Raises HaStorageError."""
        text = self.files.read_text(SETTINGS)
        if text is None:
            raise HaStorageError(f"there is no {SETTINGS}")
        try:
            return read_settings(json.loads(text))
        except ValueError as error:
            raise HaStorageError(f"{SETTINGS} is no JSON: {error}") from error

    def spooled(self) -> t.Iterator[Event]:
        """What programs that Pacemaker and DRBD called have left, which is gone then."""
        # What has a dot is being written.
        names = [name for name in self.files.names(SPOOL) if not name.startswith(".")]
        paths = [self.files.path(f"{SPOOL}/{name}") for name in names]
        for path in sorted(paths, key=lambda each: os.lstat(each).st_mtime):
            try:
                event = self._read(path)
            except (OSError, ValueError):
                event = None
            os.unlink(path)
            if event:
                yield event

    def _read(self, path: str) -> Event | None:
        # The cluster's user may write into the folder, too: a link would be read with our rights.
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), encoding="utf-8") as stream:
            found = os.fstat(stream.fileno())
            if not stat.S_ISREG(found.st_mode):
                return None
            return event_of(read_exported(stream.read(_LARGEST)), self.name, found.st_mtime)

    def sight(self) -> dict[Point, str]:
        """How quorum, arbiter and replication are, as far as they can be told."""
        for look in (self._votes, self._replicas):
            try:
                self._last[look.__name__] = look()
            except HaStorageError:
                # No answer in time, as from DRBD while it promotes. The next look will tell.
                continue
        return {point: state for part in self._last.values() for point, state in part.items()}

    def _votes(self) -> dict[Point, str]:
        # 1: corosync does not run; 2: no quorum.
        said = self._run(["corosync-quorumtool", "-s"], timeout=3, ok=(0, 1, 2)).stdout
        if "Quorate:" not in said:
            return {}
        quorum = parse_quorum(said)
        votes = {} if quorum.arbiter is None else {("arbiter", self.name): "votes" if quorum.arbiter else "silent"}
        return {("quorum", self.name): "yes" if quorum.quorate else "no", **votes}

    def _replicas(self) -> dict[Point, str]:
        if not os.path.isdir(self.files.path("/sys/module/drbd")):
            return {}
        seen: dict[Point, str] = {}
        said = self._run(["drbdsetup", "events2", "--now"], timeout=3).stdout
        for name, live in parse_events(said).items():
            seen["replication", name], seen["disk", name] = replica_of(live)
        return seen

    def deliver(self, sink: Sink, event: Event, cluster: str) -> None:
        """*event* has arrived at *sink*. Raises HaStorageError or OSError."""
        if isinstance(sink, Mail):
            send_mail(sink, render.mail(event, cluster, self.name, sink))
        elif isinstance(sink, Webhook):
            post(sink, render.document(event, cluster, self.name))
        else:
            self._trap(sink, render.trap(event, cluster, self.name, sink))

    def _trap(self, sink: Snmp, argv: t.Sequence[str]) -> None:
        self.files.write_atomic(f"{_SNMP}/snmp.conf", render.snmp_conf(sink), 0o600)
        # Numbers need no descriptions (MIBS), and /var is read-only for the service.
        os.environ.update(SNMPCONFPATH=self.files.path(_SNMP), SNMP_PERSISTENT_DIR=self.files.path(_SNMP), MIBS="")
        self._run(argv, timeout=STEP)


def send_mail(sink: Mail, message: t.Any) -> None:
    """The relay has taken the *message*."""
    secure = ssl.create_default_context() if sink.tls != "none" else None
    connect: t.Any = smtplib.SMTP_SSL if sink.tls == "tls" else smtplib.SMTP
    options = {"context": secure} if sink.tls == "tls" else {}
    relay = connect(sink.relay, sink.port, timeout=STEP, **options)
    try:
        if sink.tls == "starttls":
            relay.starttls(context=secure)
        if sink.user:
            relay.login(sink.user, sink.password)
        relay.send_message(message)
        # It has taken the message: however it says farewell, that is not to be sent again.
        with contextlib.suppress(OSError):
            relay.quit()
    finally:
        relay.close()


def post(sink: Webhook, document: t.Mapping[str, str]) -> None:
    """The server has answered that it took the *document*. No redirect is followed: that place would get the token."""
    found = URL.fullmatch(sink.url)
    if not found:
        raise HaStorageError("the webhook's URL is wrong")
    scheme, host, port, path = found.groups()
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    headers = {"Content-Type": "application/json", "User-Agent": "quorate-alerts"}
    if sink.token:
        headers["Authorization"] = f"Bearer {sink.token}"
    connection = kind(host.strip("[]"), int(port) if port else None, timeout=STEP)
    try:
        connection.request("POST", path or "/", json.dumps(document).encode(), headers)
        status = connection.getresponse().status
    except http.client.HTTPException as error:
        raise HaStorageError(f"the webhook's server does not speak HTTP: {error!r}") from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise HaStorageError(f"the webhook's server answered {status}")
