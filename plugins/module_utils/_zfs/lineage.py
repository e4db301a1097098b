# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a stream has to be made so that the target takes it: as the ones before.

ZFS does not tell how a data set has arrived, so that is recorded in a property of the target. With another kind of
stream a receive is refused at best, and at worst the copy cannot be continued any more.
"""

from __future__ import annotations

import typing as t

from .model import LINEAGE, VOLUME, Conflict, Dataset, Options, Pool
from .steps import Flags

PLAIN = "plain"
# Blocks up to this size are in every stream as they are.
_SMALL = 128 << 10


def lineage_text(flags: Flags) -> str:
    """What is recorded: ``raw``, ``large``, ``raw+large`` or ``plain``; compression may change at any time."""
    words = [word for word in ("raw", "large") if getattr(flags, word)]
    return "+".join(words) or PLAIN


def recorded(target: Dataset) -> Flags | None:
    """How *target* has arrived; None where nothing is recorded. Raises ValueError for what we do not know."""
    found = target.properties.get(LINEAGE)
    # User properties are inherited, and how the parent has arrived is another matter.
    if found is None or found.source != "local":
        return None
    text = found.value
    words = set(text.split("+")) - {PLAIN}
    if words - {"raw", "large"}:
        raise ValueError(f"{LINEAGE} is '{text}'")
    return Flags("raw" in words, "large" in words)


def flags_of(source: Dataset, target: Dataset, options: Options, pools: tuple[Pool, Pool]) -> Flags | list[Conflict]:
    """How the next stream is made, or why none can be made.

    On the way back, the target has never been a copy, and it is the source that has arrived by such streams.
    """
    try:
        before = recorded(target) or (recorded(source) if target.snapshots else None)
    except ValueError as error:
        way_out = "it is of a newer version, or was changed by hand"
        return [Conflict(str(error), way_out, "lineage", target.name)]
    if before is None and target.token and not target.snapshots:
        before = Flags(target.token.raw, target.token.large)
    raw = _raw(source, target, options, before)
    large = _large(source, target, options, before, pools)
    conflicts = [*_other_than_before(source, target, options, before), *_misfits(source, target)]
    conflicts += [] if raw else _decrypted(source, target, before)
    if large is None and not raw:
        reason = "nobody recorded whether it was made with large blocks (zfs send -L), and that must not change"
        conflicts.append(Conflict(reason, "say it by large_blocks", "lineage_unknown", target.name))
    return conflicts or Flags(raw, bool(large) and not raw, options.compressed and not raw)


def _raw(source: Dataset, target: Dataset, options: Options, before: Flags | None) -> bool:
    """A raw stream has large and compressed blocks anyway; of what is not encrypted there is none."""
    if not source.encrypted:
        return False
    if options.raw is not None:
        return options.raw
    if before is not None:
        return before.raw
    return target.encrypted if target.exists else True


def _large(
    source: Dataset, target: Dataset, options: Options, before: Flags | None, pools: tuple[Pool, Pool]
) -> bool | None:
    """None: it matters, and is not known."""
    if options.large_blocks is not None:
        return options.large_blocks
    if before is not None:
        return before.large
    if not target.exists:
        return all(pool.large_blocks for pool in pools)
    return False if source.kind == VOLUME and source.block_size <= _SMALL else None


def _other_than_before(
    source: Dataset, target: Dataset, options: Options, before: Flags | None
) -> t.Iterator[Conflict]:
    """Where an option says other than what was; it says nothing about streams that it does not concern."""
    if before is None:
        return
    raw = options.raw if source.encrypted else None
    large = None if before.raw else options.large_blocks
    for word, wanted, was in (("raw", raw, before.raw), ("large_blocks", large, before.large)):
        if wanted is not None and wanted != was:
            reason = f"its former streams were made with {word}={str(was).lower()}, and that must not change"
            yield Conflict(reason, f"leave {word} out, or begin with a new target", "lineage", target.name)


def _misfits(source: Dataset, target: Dataset) -> t.Iterator[Conflict]:
    if target.exists and target.kind != source.kind:
        reason = f"it is a {target.kind}, and {source.name} a {source.kind}"
        yield Conflict(reason, "give another target", "kind", target.name)
    elif target.exists and target.block_size != source.block_size and target.snapshots:
        reason = f"it has blocks of {target.block_size} bytes, and {source.name} of {source.block_size}"
        yield Conflict(reason, "give another target", "block_size", target.name)


def _decrypted(source: Dataset, target: Dataset, before: Flags | None) -> t.Iterator[Conflict]:
    """Why a stream that is not raw cannot be made, or be taken."""
    if source.encrypted and not source.key_loaded:
        yield Conflict("its key is not loaded", "zfs load-key, or raw=true for a new target", "key", source.name)
    if not (target.encrypted and target.snapshots):
        return
    if source.encrypted and before is None:
        # It would be taken if the key is loaded there, and no raw stream would be taken any more.
        reason = "it is encrypted, perhaps as the source is, and the stream would not be raw"
        yield Conflict(reason, "set raw=true, or give a target that is not encrypted", "raw", target.name)
    elif not target.key_loaded:
        yield Conflict("its key is not loaded, and the stream is not raw", "zfs load-key", "key", target.name)
