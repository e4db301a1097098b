# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which event is told when: repeats are counted instead of told, and a sink that fails is tried again later."""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from .model import Event, Settings

# Different texts that are told within the time of a repeat; what comes on top is only counted.
MOST = 20
# Messages that wait for a sink; the oldest go first.
WAITING = 100
# Seconds: after a failed delivery, and until a message that could not be delivered is given up.
PAUSE = 30.0
GIVE_UP = 3600.0


@dataclasses.dataclass
class _Seen:
    event: Event
    since: float
    more: int = 0


class Outbox:
    """Events on their way to the sinks of *settings*. Times are seconds of any one clock."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._seen: dict[str, _Seen] = {}
        self._over = _Seen(Event("held", "", "warning", ""), 0)
        self._queues: dict[str, collections.deque[tuple[float, Event]]] = {
            name: collections.deque(maxlen=WAITING) for name in settings.sinks
        }
        self._pause_until = dict.fromkeys(settings.sinks, 0.0)

    def add(self, event: Event, now: float) -> None:
        """*event* happened."""
        if not self.settings.wants(event):
            return
        seen = self._seen.get(event.text)
        if seen:
            seen.event, seen.more = event, seen.more + 1
        elif len(self._seen) < MOST:
            self._seen[event.text] = _Seen(event, now)
            self._enqueue(event, now)
        else:
            if not self._over.more:
                self._over.since = now
            self._over.event, self._over.more = event, self._over.more + 1

    def tick(self, now: float) -> None:
        """What was only counted is told in one message each, once its time is over."""
        limit = self.settings.repeat
        for text, seen in list(self._seen.items()):
            if now - seen.since < limit:
                continue
            del self._seen[text]
            if seen.more:
                again = f"{text} (again, {seen.more} times within {now - seen.since:.0f} s)"
                self._enqueue(dataclasses.replace(seen.event, text=again), now)
                self._seen[text] = _Seen(seen.event, now)
        if self._over.more and now - self._over.since >= limit:
            text = f"{self._over.more} further events are only in the system log; the last one: {self._over.event.text}"
            self._enqueue(dataclasses.replace(self._over.event, kind="held", text=text), now)
            self._over.more = 0

    def due(self, now: float) -> list[tuple[str, Event]]:
        """For each sink that may be tried now, its oldest message."""
        for queue in self._queues.values():
            while queue and now - queue[0][0] > GIVE_UP:
                queue.popleft()
        ready = ((name, queue) for name, queue in self._queues.items() if queue and self._pause_until[name] <= now)
        return [(name, queue[0][1]) for name, queue in ready]

    def delivered(self, sink: str) -> None:
        """The oldest message of *sink* has arrived."""
        self._queues[sink].popleft()

    def failed(self, sink: str, now: float) -> None:
        """The oldest message of *sink* could not be delivered; it stays the next one."""
        self._pause_until[sink] = now + PAUSE

    def waiting(self) -> t.Mapping[str, int]:
        """How many messages wait, by sink."""
        return {name: len(queue) for name, queue in self._queues.items()}

    def _enqueue(self, event: Event, now: float) -> None:
        for queue in self._queues.values():
            queue.append((now, event))
