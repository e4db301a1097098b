# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""ZFS replication: how far the copies that this host has are behind.

Measured where the copy lies, by the age of its newest snapshot, with local commands alone: so it goes on while the
other side is lost, which is when one wants to know. On the side that is primary it is unknown.
"""

from __future__ import annotations

import json
import typing as t

from .._core.errors import HaStorageError
from .._zfs.model import ROLE, SOURCE, Dataset, Wanted
from .._zfs.roles import REPLICA
from .._zfs.spec import read_wanted
from .._zfs.system import ZfsSystem
from .model import Field, Graph, Unusable
from .names import unique
from .system import Host

# What the role zfs has described: for each replication, the options with which this host would send.
_FOLDER = "/etc/quorate/zfs"
_GATE = "gate.json"


def require(host: Host) -> None:
    """Raises Unusable where nothing is replicated."""
    if not _replications(host):
        raise Unusable(f"no replication in {_FOLDER}")


def instances(_host: Host) -> tuple[str, ...]:
    """It is installed once."""
    return ()


def graphs(host: Host, _instance: str) -> list[Graph]:
    """One with a field for each data set of this host."""
    found = _replications(host)
    names = unique(_datasets(found))
    fields = tuple(Field(names[name], name, warning="7200", critical="86400") for name in names)
    return [Graph("", "ZFS: time that the copies here are behind", "Seconds", fields)]


def values(host: Host, _instance: str) -> dict[str, dict[str, float | None]]:
    """Ages of the copies; one that nothing has arrived of yet is unknown."""
    replications = _replications(host)
    names = unique(_datasets(replications))
    found: dict[str, float | None] = {}
    for title, wanted in replications.items():
        try:
            datasets = ZfsSystem(wanted, runner=host.run).datasets(SOURCE, [own for own, _other in wanted.pairs])
        except (HaStorageError, OSError) as error:
            host.complain(f"{title}: {error}")
            continue
        found.update({names[name]: _age(each, wanted) for name, each in datasets.items()})
    return {"": found}


def _age(dataset: Dataset, wanted: Wanted) -> float | None:
    if dataset.value(ROLE) != REPLICA:
        return None
    moments = [each.created for each in dataset.snapshots if wanted.options.match.fullmatch(each.name)]
    return float(max(0, wanted.now - max(moments))) if moments else None


def _datasets(replications: t.Mapping[str, Wanted]) -> list[str]:
    return [own for wanted in replications.values() for own, _other in wanted.pairs]


def _replications(host: Host) -> dict[str, Wanted]:
    now = int(host.clock())
    found = {}
    for name in host.files.names(_FOLDER):
        if name.endswith(".json") and name != _GATE:
            try:
                found[name] = read_wanted(json.loads(host.files.read_text(f"{_FOLDER}/{name}") or ""), now)
            except (HaStorageError, ValueError, KeyError) as error:
                host.complain(f"{_FOLDER}/{name}: {error}")
    return found
