# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of all resources from ``drbdsetup events2 --now --statistics all``, which 8.4 and 9 print in one form."""

from __future__ import annotations

import typing as t

from .._core.errors import Unparsable
from .model import Live, LiveVolume, Peer, PeerVolume

_Fields = t.Mapping[str, str]


def parse_events(text: str) -> dict[str, Live]:
    """Resources by name. Unknown kinds of objects and unknown keys are passed over.

    Raises Unparsable where a line that is understood lacks what it always has.
    """
    rows = event_rows(text)
    try:
        return {
            fields["name"]: _live(fields, [row for row in rows if row[1].get("name") == fields["name"]])
            for kind, fields in rows
            if kind == "resource"
        }
    except (KeyError, ValueError) as error:
        raise Unparsable("drbdsetup events2", "output", f"a line lacks or has a wrong {error}") from error


def event_rows(text: str) -> list[tuple[str, _Fields]]:
    """The objects that exist: kind, and fields by their keys."""
    return [row for row in map(_row, text.splitlines()) if row]


def _row(line: str) -> tuple[str, _Fields] | None:
    words = line.split()
    if len(words) < 3 or words[0] != "exists":
        return None
    return words[1], dict(word.split(":", 1) for word in words[2:] if ":" in word)


def _live(resource: _Fields, rows: t.Sequence[tuple[str, _Fields]]) -> Live:
    return Live(
        name=resource["name"],
        role=resource["role"],
        suspended=resource.get("suspended", "no") != "no",
        volumes=tuple(_volume(fields) for kind, fields in rows if kind == "device"),
        peers=tuple(_peer(fields, rows) for kind, fields in rows if kind == "connection"),
    )


def _volume(fields: _Fields) -> LiveVolume:
    return LiveVolume(int(fields["volume"]), int(fields["minor"]), fields["disk"], int(fields.get("size", 0)) << 10)


def _peer(connection: _Fields, rows: t.Sequence[tuple[str, _Fields]]) -> Peer:
    volumes = [
        _peer_volume(fields)
        for kind, fields in rows
        if kind == "peer-device" and fields.get("conn-name") == connection.get("conn-name")
    ]
    return Peer(connection.get("conn-name", ""), connection["connection"], connection["role"], tuple(volumes))


def _peer_volume(fields: _Fields) -> PeerVolume:
    return PeerVolume(
        number=int(fields["volume"]),
        replication=fields["replication"],
        disk_state=fields["peer-disk"],
        out_of_sync=int(fields.get("out-of-sync", 0)) << 10,
        done=float(fields["done"]) if "done" in fields else None,
    )
