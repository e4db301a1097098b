# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a take-over without the other array can lose at most, and which acts need to be asked for by name."""

from __future__ import annotations

import dataclasses

from .model import Mode, View
from .times import format_moment
from .wish import No, Wish, no, together


@dataclasses.dataclass(frozen=True)
class Bound:
    """Everything that was written before *last_sync* (seconds since 1970) is on this side. None: nothing is known."""

    last_sync: int | None
    now: int

    @property
    def seconds(self) -> int | None:
        """The age of the copy. A clock that is behind the array's makes it no younger than 0."""
        return None if self.last_sync is None else max(0, self.now - self.last_sync)

    def __str__(self) -> str:
        return "an unknown moment" if self.last_sync is None else format_moment(self.last_sync)


def bound(view: View) -> Bound:
    """The bound of a take-over by the local array as it is now.

    Nothing is known of a side that takes writes itself: the other one may have taken over from it, and have newer ones.
    Nor of a synchronous group: what arrays tell as its last synchronization is when it stopped, which need
    not be when the other side stopped sending.
    """
    group = view.local.group
    told = group is not None and group.mode is Mode.PERIODIC and not group.role.primary
    return Bound(group.last_sync if group is not None and told else None, view.now)


def unaccepted(view: View, wish: Wish) -> No | None:
    """What is missing of the leave to lose what the bound does not cover."""
    limit = bound(view)
    young = wish.max_sync_age is not None and limit.seconds is not None and limit.seconds <= wish.max_sync_age
    return together(declared(wish), None if wish.accept_data_loss or young else no("data_loss", last_sync=str(limit)))


def declared(wish: Wish) -> No | None:
    """What is missing of the declaration that the other array is lost."""
    return together(None if wish.disaster else no("disaster_not_declared"), unconfirmed(wish, "a disaster take-over"))


def discarding(wish: Wish, *, peer: bool) -> No | None:
    """What is missing of the leave to discard changes of the peer, or of this side."""
    allowed = wish.discard_peer_changes if peer else wish.discard_local_changes
    return together(
        None if allowed else no("discards_peer_changes" if peer else "discards_local_changes"),
        unconfirmed(wish, "discarding changes"),
    )


def unconfirmed(wish: Wish, act: str) -> No | None:
    """The refusal where the name of the group was not typed once more for *act*."""
    return None if wish.confirmed else no("confirm_missing", act=act, group=wish.name)
