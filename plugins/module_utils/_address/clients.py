# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of clients that the nodes keep for each other, for the day when one takes an address over from another."""

from __future__ import annotations

import os
import re
import time
import typing as t

from .._core import ocf
from .._core.errors import HaStorageError
from .._core.runner import run
from .parse import Connection, recorded
from .render import record

# The cluster's attributes are a help, not a condition: nothing may wait for them long.
ATTRIBUTES = 3.0
# A peer that was away has forgotten what it was told.
TELL_AGAIN = 60.0
FOLDER = "/run/quorate"


def remember(name: str, known: t.Sequence[Connection], peers: t.Iterable[str]) -> None:
    """The *peers* hold the list *known* of the resource *name*.

    It is an attribute of each peer, not of this node: the cluster forgets the attributes of a node that is lost. It is
    private: not in the CIB, where each change would have the cluster work out its whole state anew.
    """
    others = sorted(set(peers) - {os.uname().nodename})
    text = record(known)
    path = f"{FOLDER}/{_attribute(name)}"
    if not others or _told_recently(path, text):
        return
    try:
        for peer in others:
            update = ["attrd_updater", "--private", "--name", _attribute(name), "--node", peer, "--update", text]
            run(update, timeout=ATTRIBUTES)
        os.makedirs(FOLDER, mode=0o755, exist_ok=True)
        with open(path, "w", encoding="ascii") as stream:
            stream.write(text)
    except (HaStorageError, OSError) as error:
        ocf.log(f"cannot tell the other node who is connected: {error}", ocf.WARNING)


def recall(name: str) -> list[Connection]:
    """What a peer has told this node; nothing, where none has."""
    query = ["attrd_updater", "--name", _attribute(name), "--query"]
    try:
        said = run(query, timeout=ATTRIBUTES, ok=range(256)).stdout
    except HaStorageError as error:
        ocf.log(f"cannot find out who was connected: {error}", ocf.WARNING)
        return []
    return recorded(" ".join(re.findall(r'value="([^"]*)"', said)))


def _attribute(name: str) -> str:
    return f"quorate-clients-{name}"


def _told_recently(path: str, text: str) -> bool:
    try:
        with open(path, encoding="ascii") as stream:
            return stream.read() == text and 0 <= time.time() - os.stat(path).st_mtime < TELL_AGAIN
    except OSError:
        return False
