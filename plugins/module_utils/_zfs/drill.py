# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A clone of a copy at a chosen moment, to be presented as a LUN while the replication goes on.

The copy itself is never presented, and a clone is never promoted: the copy would depend on it. A clone with the
identity of the original is made only where nothing is presented under that identity.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .._comstar.metadata import decode_property
from .._core.errors import Unparsable
from .._core.plan import Operation, Plan
from .model import GROUP, IDENTITY, LUN, OWNER, SERIAL, SOURCE, UNIT, Conflict, Dataset, Drill, Snapshot
from .properties import assignments
from .roles import PRIMARY, claim_of
from .steps import Clone, Hold, Release, Remove, Step


@dataclasses.dataclass(frozen=True)
class Stage:
    """The copy and the clone as they are; *presented*: identities (see ``identity_of``) under which LUNs are served."""

    dataset: Dataset
    clone: Dataset
    presented: frozenset[str] = frozenset()


def plan_drill(current: Stage, wanted: Drill) -> Plan:
    """The steps, or why none is taken."""
    steps = list(_present(current, wanted) if wanted.present else _absent(current, wanted))
    conflicts = tuple(each for each in steps if isinstance(each, Conflict))
    chosen = choose(current.dataset, wanted)
    after = f"{wanted.dataset}@{chosen.name}" if wanted.present and chosen else ""
    return Plan(
        before={wanted.clone: current.clone.value("origin")},
        after={wanted.clone: after},
        operations=() if conflicts else tuple(Operation(str(each), each) for each in steps),
        refusals=conflicts,
    )


def choose(dataset: Dataset, wanted: Drill) -> Snapshot | None:
    """The snapshot that is wanted."""
    fitting = [
        each
        for each in dataset.snapshots
        if (not wanted.snapshot or each.name == wanted.snapshot)
        and (not wanted.not_after or each.created <= wanted.not_after)
    ]
    return fitting[-1] if fitting else None


def tag_of(clone: str) -> str:
    """The tag of the hold on the snapshot of a clone."""
    return f"quorate_clone_{clone.replace('/', ':')}"


def identity_of(dataset: Dataset) -> dict[str, t.Any]:
    """``guid`` (COMSTAR), ``serial`` (LIO), ``lun`` and ``host_group`` of the LUN; None where unknown.

    Raises Unparsable.
    """
    unit = dataset.value(UNIT)
    return {
        "guid": decode_property(unit).guid if unit else None,
        "serial": dataset.value(SERIAL) or None,
        "lun": int(dataset.value(LUN)) if dataset.value(LUN).isdigit() else None,
        "host_group": dataset.value(GROUP) or None,
    }


def _present(current: Stage, wanted: Drill) -> t.Iterator[Step | Conflict]:
    chosen = choose(current.dataset, wanted)
    problems = [*_unfit(current.dataset, wanted, chosen), *_foreign(current, wanted)]
    if problems or chosen is None:
        yield from problems
        return
    origin, goal = current.clone.value("origin"), f"{wanted.dataset}@{chosen.name}"
    fits = current.clone.exists and origin == goal and _same_identity(current, wanted)
    if current.clone.exists and not fits:
        yield from _replaced(current, wanted, origin)
    tag = tag_of(wanted.clone)
    if tag not in chosen.tags:
        yield Hold(SOURCE, wanted.dataset, chosen.name, tag)
    if fits:
        yield from assignments(current.clone, (("readonly", "off"),), SOURCE)
    else:
        yield from _served(current, wanted)
        yield Clone(wanted.dataset, chosen.name, wanted.clone, _properties(current.dataset, wanted))
    yield from _let_go(current.dataset, wanted, chosen)


def _absent(current: Stage, wanted: Drill) -> t.Iterator[Step | Conflict]:
    problems = [*_foreign(current, wanted)]
    yield from problems or _removal(current, wanted, current.clone.value("origin"))
    yield from _let_go(current.dataset, wanted, None)


def _replaced(current: Stage, wanted: Drill, origin: str) -> t.Iterator[Step | Conflict]:
    if not wanted.replace:
        reason = f"it is a clone of {origin}, or has another identity"
        yield Conflict(reason, "replace=true removes it with all that was written to it", "exists", wanted.clone)
    yield from _removal(current, wanted, origin)


def _removal(current: Stage, wanted: Drill, origin: str) -> t.Iterator[Step | Conflict]:
    if not current.clone.exists:
        return
    if current.clone.snapshots:
        yield Conflict("it has snapshots of its own", "destroy them by hand", "in_use", wanted.clone)
    if _keys(current.clone) & current.presented:
        yield Conflict("a LUN is presented under its identity", "take that away first", "presented", wanted.clone)
    yield Remove(wanted.clone, origin)


def _let_go(dataset: Dataset, wanted: Drill, chosen: Snapshot | None) -> t.Iterator[Release]:
    """Holds of other snapshots go last; also those that a run which broke off has left."""
    tag = tag_of(wanted.clone)
    for each in dataset.snapshots:
        if tag in each.tags and each != chosen:
            yield Release(SOURCE, wanted.dataset, each.name, tag)


def _unfit(dataset: Dataset, wanted: Drill, chosen: Snapshot | None) -> t.Iterator[Conflict]:
    if not dataset.exists:
        yield Conflict("it does not exist", "correct its name", "source_missing", wanted.dataset)
    elif chosen is None:
        yield Conflict("it has no such snapshot", "choose another one", "no_snapshot", wanted.dataset)
    if dataset.exists and dataset.encrypted and not dataset.key_loaded:
        yield Conflict("its key is not loaded", "zfs load-key", "key", wanted.dataset)
    try:
        primary = wanted.same and claim_of(dataset).role == PRIMARY
        identity_of(dataset)
    except (ValueError, Unparsable) as error:
        yield Conflict(str(error), "set it to what it is", "identity", wanted.dataset)
        return
    if primary:
        reason = "it is the primary, and its own LUN has this identity"
        yield Conflict(reason, "identity=none, or a copy on another host", "presented", wanted.dataset)


def _foreign(current: Stage, wanted: Drill) -> t.Iterator[Conflict]:
    """Nothing is touched that is not a clone of this data set, made here."""
    clone = current.clone
    ours = clone.value(OWNER) == wanted.dataset and clone.value("origin").startswith(f"{wanted.dataset}@")
    if clone.exists and not ours:
        yield Conflict("it is no clone that was made here", "give another name", "foreign", wanted.clone)
    elif wanted.present and not clone.exists and not clone.parent_exists:
        parent = wanted.clone.rpartition("/")[0]
        yield Conflict(f"there is no {parent}", f"zfs create -p {parent}", "no_parent", wanted.clone)


def _served(current: Stage, wanted: Drill) -> t.Iterator[Conflict]:
    taken = sorted(_keys(current.dataset) & current.presented) if wanted.same and not current.clone.exists else []
    if taken:
        reason = f"a LUN is presented here under its identity {taken[0]}"
        yield Conflict(reason, "take that away first, or identity=none", "presented", wanted.dataset)


def _properties(dataset: Dataset, wanted: Drill) -> tuple[tuple[str, str], ...]:
    identity = [(name, dataset.value(name)) for name in IDENTITY if wanted.same and dataset.value(name)]
    return (("readonly", "off"), (OWNER, wanted.dataset), *identity)


def _same_identity(current: Stage, wanted: Drill) -> bool:
    """Whether the clone has the identity that it shall have. One that is there cannot be taken away (it crashes the
    kernel), and COMSTAR gives one to whatever it presents, and rewrites the rest of the property as it likes.
    """
    if wanted.same:
        return identity_of(current.clone) == identity_of(current.dataset)
    return not _keys(current.clone) & _keys(current.dataset)


def _keys(dataset: Dataset) -> frozenset[str]:
    """By what the identity of a data set is told from others."""
    found = identity_of(dataset)
    return frozenset(found[name].lower() for name in ("guid", "serial") if found[name])
