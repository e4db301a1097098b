# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The archive: a folder a day (UTC), a compressed file a run, and one file for all minutes of a day that is over."""

from __future__ import annotations

import datetime
import gzip
import json
import os
import typing as t

from .._core.files import Files, sync_folder

_DAY = "%Y-%m-%d"
# Of a day that is over.
_WHOLE = "statistics.jsonl.gz"
_MINUTE = "statistics-"


class Archive:
    """The archive in *folder*."""

    def __init__(self, folder: str) -> None:
        self.folder, self.files = folder, Files(folder)

    def keep(self, kind: str, at: float, values: t.Mapping[str, t.Any]) -> str:
        """The name of the file that *values* are in now; *kind* is ``statistics`` or ``full``."""
        moment = datetime.datetime.fromtimestamp(at, datetime.timezone.utc)
        name = f"{moment.strftime(_DAY)}/{kind}-{moment.strftime('%H%M')}.json.gz"
        text = json.dumps({"at": int(at), "values": values}, sort_keys=True) + "\n"
        self._folders(name)
        self.files.write_atomic(name, gzip.compress(text.encode(), mtime=0), 0o600)
        return name

    def days(self) -> list[str]:
        """The days that there is something of, as ``2026-11-23``."""
        return [name for name in self.files.names("/") if is_day(name)]

    def records(self, day: str) -> list[tuple[int, dict[str, int]]]:
        """The statistics of a day in order: a time, and counters by path. What is damaged is passed over."""
        found: dict[int, dict[str, int]] = {}
        for name in self.files.names(day):
            if name == _WHOLE or name.startswith(_MINUTE):
                for line in _lines(self.files.read_bytes(f"{day}/{name}") or b""):
                    found[line["at"]] = line["values"]
        return sorted(found.items())

    def pack(self, today: str) -> None:
        """The minutes of the days before *today* are in one file each: a year of small files would use up inodes."""
        for day in self.days():
            minutes = [name for name in self.files.names(day) if name.startswith(_MINUTE)]
            if day < today and minutes:
                # Members of gzip one after the other are one. After a crash a minute may be there twice: no harm.
                whole = [name for name in (_WHOLE, *minutes) if os.path.exists(self.files.path(f"{day}/{name}"))]
                data = b"".join(self.files.read_bytes(f"{day}/{name}") or b"" for name in whole)
                self.files.write_atomic(f"{day}/{_WHOLE}", data, 0o600)
                for name in minutes:
                    self.files.remove(f"{day}/{name}")

    def expire(self, today: str, keep: int) -> list[str]:
        """The days that were removed, those more than *keep* days before *today*."""
        last = datetime.datetime.strptime(today, _DAY) - datetime.timedelta(days=keep)
        gone = [day for day in self.days() if day < last.strftime(_DAY)]
        for day in gone:
            for name in self.files.names(day):
                self.files.remove(f"{day}/{name}")
            os.rmdir(self.files.path(day))
        return gone

    def _folders(self, name: str) -> None:
        path = os.path.dirname(self.files.path(name))
        if not os.path.isdir(path):
            os.makedirs(path, mode=0o700)
            sync_folder(self.folder)


def is_day(text: str) -> bool:
    """Whether *text* is a day such as ``2026-11-23``."""
    try:
        return datetime.datetime.strptime(text, _DAY).strftime(_DAY) == text
    except ValueError:
        return False


def day_of(at: float) -> str:
    """The day (UTC) of a moment."""
    return datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime(_DAY)


def _lines(data: bytes) -> t.Iterator[t.Any]:
    try:
        text = gzip.decompress(data).decode()
    except (OSError, EOFError, ValueError):
        return
    for line in text.splitlines():
        yield json.loads(line)
