# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A snapshot as an archive, and back. The same snapshot gives the same bytes but for the time in gzip's header."""

from __future__ import annotations

import io
import json
import tarfile
import typing as t

from .._core.errors import HaStorageError
from .model import Entry, Snapshot
from .parse import digest

_MANIFEST = "manifest.json"


class Damaged(HaStorageError):
    """An archive is not what was written."""


def pack(snapshot: Snapshot, host: str) -> bytes:
    """A gzipped tar of the files, with a manifest of their digests."""
    stream = io.BytesIO()
    digests = {path: entry.digest for path, entry in sorted(snapshot.items())}
    manifest = json.dumps({"format": 1, "host": host, "files": digests}, indent=1).encode()
    with tarfile.open(fileobj=stream, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        _add(archive, _MANIFEST, Entry(0o600, 0, 0, manifest))
        for path, entry in sorted(snapshot.items()):
            _add(archive, path.lstrip("/"), entry)
    return stream.getvalue()


def unpack(data: bytes) -> dict[str, Entry]:
    """The snapshot in an archive. Raises Damaged where it is not whole."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            files = {member.name: (member, archive.extractfile(member)) for member in archive.getmembers()}
            contents = {name: (member, stream.read()) for name, (member, stream) in files.items() if stream}
            wanted = json.loads(contents.pop(_MANIFEST)[1])["files"]
    except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as error:
        raise Damaged(f"the archive cannot be read: {error!r}") from error
    snapshot = {f"/{name}": _entry(f"/{name}", member, content) for name, (member, content) in contents.items()}
    wrong = sorted(
        path for path in {**wanted, **snapshot} if path not in snapshot or snapshot[path].digest != wanted.get(path)
    )
    if wrong:
        raise Damaged(f"the archive is damaged at {', '.join(wrong)}")
    return snapshot


def _add(archive: tarfile.TarFile, name: str, entry: Entry) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode, member.uid, member.gid = len(entry.content), entry.mode, entry.owner, entry.group
    archive.addfile(member, io.BytesIO(entry.content))


def _entry(path: str, member: t.Any, content: bytes) -> Entry:
    return Entry(member.mode, member.uid, member.gid, content, digest(path, content))
