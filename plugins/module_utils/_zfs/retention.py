# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which snapshots may go: one stays for each hour, day, week, month and year, as many of each as a policy says.

Only periods that have snapshots count, so that nothing goes by the mere passing of time while no new ones come.
"""

from __future__ import annotations

import datetime
import functools
import operator
import typing as t

from .model import Dataset, Options, Policy, Snapshot

_HOUR, _DAY = 3600, 86400
# Days since 1970 count from a Thursday; weeks begin on Monday.
_THURSDAY = 3


def prune(snapshots: t.Sequence[Snapshot], policy: Policy, now: int) -> list[Snapshot]:
    """Those of *snapshots* (in the order in which they were made) that *policy* does not keep.

    Held and cloned ones stay, and those younger than its age or from the future.
    """
    kept = _kept(snapshots, policy)
    return [
        each
        for each in snapshots
        if each.txg not in kept and not each.holds and not each.clones and each.created <= now - policy.min_age
    ]


def surplus_at_source(source: Dataset, base: Snapshot | None, options: Options, now: int) -> list[Snapshot]:
    """What may go at the source: never the base of this or another target, nor anything newer."""
    if options.keep_source is None or base is None:
        return []
    limits = [base.txg, *(_newest_with(source.snapshots, tag) for tag in options.other_tags)]
    return _surplus(source.snapshots, min(limits), options.keep_source, options, now)


def surplus_at_target(target: Dataset, copy: Snapshot | None, options: Options, now: int) -> list[Snapshot]:
    """What may go at the target: never the base, nor what is newer there."""
    if options.keep_target is None or copy is None:
        return []
    return _surplus(target.snapshots, copy.txg, options.keep_target, options, now)


def _surplus(snapshots: t.Sequence[Snapshot], limit: int, policy: Policy, options: Options, now: int) -> list[Snapshot]:
    # The base stays in any case, and so is counted by no rule: when it was made does not matter.
    matches = options.match.fullmatch
    ours = [_without(each, options.tag) for each in snapshots if each.txg < limit and matches(each.name)]
    return prune(ours, policy, now)


def _without(snapshot: Snapshot, tag: str) -> Snapshot:
    """Our own hold is on the base alone, or about to be moved there."""
    return snapshot._replace(holds=snapshot.holds - 1) if tag and tag in snapshot.tags else snapshot


def _newest_with(snapshots: t.Sequence[Snapshot], tag: str) -> int:
    """The txg of the newest snapshot that another target holds; without any, nothing has gone there yet."""
    return max((each.txg for each in snapshots if tag in each.tags), default=0)


def _kept(snapshots: t.Sequence[Snapshot], policy: Policy) -> set[int]:
    """The txgs of what the rules keep."""
    kept = {each.txg for each in snapshots[-policy.last :]} if policy.last else set()
    rules = ((policy.hourly, _hour), (policy.daily, _day), (policy.weekly, _week))
    latest_first = sorted(snapshots, key=operator.attrgetter("created"), reverse=True)
    for count, period in (*rules, (policy.monthly, _month), (policy.yearly, _year)):
        if count:
            kept |= _representatives(latest_first, count, period, policy.newest)
    return kept


def _representatives(
    latest_first: t.Sequence[Snapshot], count: int, period: t.Callable[[int], int], newest: bool
) -> set[int]:
    """The txg of one snapshot for each of the last *count* periods that have any."""
    found: dict[int, int] = {}
    for each in latest_first:
        key = period(each.created)
        if key not in found and len(found) == count:
            break
        if key not in found or not newest:
            found[key] = each.txg
    return set(found.values())


def _hour(created: int) -> int:
    return created // _HOUR


def _day(created: int) -> int:
    return created // _DAY


def _week(created: int) -> int:
    return (created // _DAY + _THURSDAY) // 7


def _month(created: int) -> int:
    return _month_of_day(created // _DAY)


def _year(created: int) -> int:
    return _month(created) // 12


@functools.lru_cache(maxsize=None)
def _month_of_day(day: int) -> int:
    date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
    return date.year * 12 + date.month - 1
