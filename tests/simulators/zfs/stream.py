# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Streams: a line of JSON for the header, one for each place that was written or freed, and one for the end."""

from __future__ import annotations

import json
import typing as t
import zlib

from .state import Failed

Header = t.Dict[str, t.Any]
Record = t.List[t.Any]
_MAGIC = "zfs-simulator-stream"


def write_stream(header: Header, records: t.Sequence[Record]) -> bytes:
    """A whole stream."""
    lines = [{"magic": _MAGIC, **header}, *records, {"end": len(records)}]
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def read_stream(data: bytes) -> tuple[Header, list[Record], bool]:
    """Header, the records that came, and whether that is all. Raises Failed where there is not even a header."""
    lines = data.split(b"\n")
    try:
        header = json.loads(lines[0])
    except ValueError:
        header = None
    if not isinstance(header, dict) or header.get("magic") != _MAGIC or len(lines) < 2:
        raise Failed("cannot receive: failed to read from stream")
    records: list[Record] = []
    for line in lines[1:-1]:
        found = json.loads(line)
        if isinstance(found, dict):
            return header, records, found["end"] == len(records)
        records.append(found)
    return header, records, False


def differences(before: dict[str, str], after: dict[str, str]) -> list[Record]:
    """What makes *after* of *before*: [place, what] each, None for what is freed."""
    places = sorted({**before, **after})
    return [[place, after.get(place)] for place in places if before.get(place) != after.get(place)]


def applied(before: dict[str, str], records: t.Iterable[Record]) -> dict[str, str]:
    """*before* with *records*."""
    after = dict(before)
    for place, what in records:
        after[place] = what
    return {place: what for place, what in after.items() if what is not None}


def token_of(header: Header, count: int) -> str:
    """A resume token: opaque, and sealed with a checksum."""
    data = zlib.compress(json.dumps({"header": header, "count": count}).encode())
    return f"1-{zlib.crc32(data):x}-{len(data):x}-{data.hex()}"


def read_token(token: str) -> tuple[Header, int]:
    """Header of the stream, and how many of its records came. Raises Failed."""
    parts = token.split("-")
    try:
        data = bytes.fromhex(parts[3])
        if parts[0] != "1" or int(parts[1], 16) != zlib.crc32(data):
            raise ValueError
        found = json.loads(zlib.decompress(data))
    except (IndexError, ValueError, zlib.error) as error:
        raise Failed("cannot resume send: resume token is corrupt (decompression failed)", 255) from error
    return found["header"], found["count"]
