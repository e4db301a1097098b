# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``alerts watch`` tells the sinks what happens, for good; ``alerts test`` tries every sink now."""

from __future__ import annotations

import argparse
import os
import sys
import syslog
import time
import typing as t

from .._core.errors import HaStorageError
from .._core.ocf import Failure, bounded
from .model import SEVERITIES, Event, Settings, Sink
from .plan import Outbox
from .system import Host
from .watch import Watch

# Seconds between two looks at the spool, and at the node.
_SPOOL, _LOOK = 1.0, 5.0
# Seconds for one delivery as a whole, whatever the other side does.
_DELIVERY = 15.0
_PRIORITIES = dict(zip(SEVERITIES, (syslog.LOG_INFO, syslog.LOG_NOTICE, syslog.LOG_WARNING, syslog.LOG_CRIT)))


class Watcher:
    """One node's alerts. *deliver* raises where a delivery failed."""

    def __init__(self, host: Host, settings: Settings, clock: t.Callable[[], float] = time.monotonic) -> None:
        self.host, self.settings, self._clock = host, settings, clock
        self.outbox, self.watch = Outbox(settings), Watch(host.name)
        self._looked = clock() - _LOOK

    def round(self) -> None:
        """Everything was looked at that is due, and told where it can be."""
        for event in self.host.spooled():
            self._happened(event)
        if self._clock() - self._looked >= _LOOK:
            self._looked = self._clock()
            for event in self.watch.look(self.host.sight(), time.time()):
                self._happened(event)
        self.outbox.tick(self._clock())
        # One message for each sink, so that one that hangs does not keep the others waiting for long.
        for name, event in self.outbox.due(self._clock()):
            self._tell(name, event)

    def _happened(self, event: Event) -> None:
        syslog.syslog(_PRIORITIES[event.severity], f"{event.kind}: {event.text}")
        self.outbox.add(event, self._clock())

    def _tell(self, name: str, event: Event) -> None:
        try:
            deliver(self.host, self.settings.sinks[name], event, self.settings.cluster)
        except Failure as failure:
            syslog.syslog(syslog.LOG_WARNING, f"{name}: the delivery {failure}; tried again later: {event.text}")
            self.outbox.failed(name, self._clock())
        else:
            self.outbox.delivered(name)


def deliver(host: Host, sink: Sink, event: Event, cluster: str) -> None:
    """*event* has arrived at *sink*. Raises Failure, at the latest after 15 s."""
    bounded(lambda: host.deliver(sink, event, cluster), _DELIVERY)


def main(argv: t.Sequence[str] | None = None) -> int:
    """The exit code of the verb that *argv* names."""
    parser = argparse.ArgumentParser(
        prog="alerts", description="Tells people and programs what happens to the storage."
    )
    parser.add_argument("verb", choices=("watch", "test"))
    verb = parser.parse_args((argv or sys.argv)[1:]).verb
    syslog.openlog("quorate-alerts", syslog.LOG_PID, syslog.LOG_DAEMON)
    host = Host()
    try:
        settings = host.settings()
        if verb == "test":
            return _test(host, settings)
        watcher = Watcher(host, settings)
        while True:
            watcher.round()
            time.sleep(_SPOOL)
    except (HaStorageError, OSError) as error:
        syslog.syslog(syslog.LOG_ERR, str(error))
        sys.stderr.write(f"{error}\n")
        return 1


def _test(host: Host, settings: Settings) -> int:
    event = Event("test", host.name, "info", f"a test of the alerts on {host.name}, process {os.getpid()}", time.time())
    failures = 0
    for name, sink in settings.sinks.items():
        try:
            host.deliver(sink, event, settings.cluster)
            sys.stdout.write(f"{name}: delivered\n")
        except (HaStorageError, OSError) as error:
            failures += 1
            sys.stdout.write(f"{name}: {error}\n")
    return 1 if failures else 0
