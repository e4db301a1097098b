# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of the next stream is kept on both sides: by a hold on each, and by a bookmark at the source."""

from __future__ import annotations

import typing as t

from .model import SOURCE, TARGET, Dataset, Options, Snapshot
from .steps import Hold, Mark, Release, Step, Unmark


def bookmark_name(tag: str, snapshot: str) -> str:
    """What our bookmark of *snapshot* is called; the tag tells whose it is."""
    return f"{tag}_{snapshot}"


def secure(source: Dataset, target: Dataset, base: Snapshot, copy: str, options: Options) -> t.Iterator[Step]:
    """First the new base is kept, then the former ones are let go.

    base -- the newest common snapshot, as the source has it or will have it; copy -- its name at the target
    """
    tag = options.tag
    if not tag:
        return
    if not base.bookmark:
        yield from _hold(SOURCE, source, base.name, tag)
    yield from _hold(TARGET, target, copy, tag)
    mark = bookmark_name(tag, base.name)
    if options.bookmark and not base.bookmark and not any(each.name == mark for each in source.bookmarks):
        yield Mark(source.name, base.name, mark)
    yield from _let_go(SOURCE, source, base.name, tag)
    yield from _let_go(TARGET, target, copy, tag)
    if options.bookmark and not base.bookmark:
        prefix = bookmark_name(tag, "")
        for each in source.bookmarks:
            if each.name.startswith(prefix) and each.name != mark:
                yield Unmark(source.name, each.name)


def _hold(side: str, dataset: Dataset, name: str, tag: str) -> t.Iterator[Step]:
    if not any(each.name == name and tag in each.tags for each in dataset.snapshots):
        yield Hold(side, dataset.name, name, tag)


def _let_go(side: str, dataset: Dataset, name: str, tag: str) -> t.Iterator[Step]:
    for each in dataset.snapshots:
        if tag in each.tags and each.name != name:
            yield Release(side, dataset.name, each.name, tag)
