# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random walks of a service, its operators and everything that breaks, with an oracle that knows every write.

What the walk keeps to is what the modules ask of their users: hosts are off both arrays during a change of direction,
run where the group is primary, and after a disaster stay off the array that was given up. Everything else may happen at
any moment, and a run of the module may be killed before or after any command.
"""

from __future__ import annotations

import collections
import random

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, Refused
from hp3par.engine import tick
from hp3par.pair import PERSONALITIES, Fault, new_pair, write

from . import worlds

VERBS = ("primary", "primary", "primary", "failed_over", "failed_over", "recovered", "restored", "restored")
QUIET = ("started", "started", "stopped", "synced")  # hosts may go on meanwhile
COMMAND_FAULTS = ("lost", "dropped", "hang", "busy", "failed")


class Killed(BaseException):
    """The module got SIGKILL."""


class Violation(AssertionError):
    """What must never happen has happened."""


class Walk:
    """One service on one pair. *live*: the writes that its users count on."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        personality = self.random.choice(sorted(PERSONALITIES))
        self.pair = new_pair(personality, self.random.choice(["Sync", "Periodic"]))
        self.pair.resync_seconds = self.random.choice([3, 8, 30])
        self.group = self.pair.groups["svc1"]
        self.group.policies = self.random.sample(["auto_recover", "auto_synchronize", "over_per_alert"], k=2)
        self.live: set[int] = set()
        self.service: int | None = 0
        self.right = 0  # the side whose copy counts
        self.seen: collections.Counter[tuple[str, str]] = collections.Counter()
        self.story: list[str] = []

    def step(self) -> None:
        """Something happens; then nothing that must never happen has happened."""
        actions = (self.write, self.write, self.wait, self.breaks, self.mends, self.operate, self.operate)
        action = self.random.choice(actions)
        action()
        if self.pair.split:
            raise Violation(f"both sides were made primary while the links were up: {self.pair.split}")
        if not any(self.live <= self.held(side) for side in (0, 1)):
            raise Violation(f"no side holds all writes: {self.live - self.held(0)}, {self.live - self.held(1)}")

    def held(self, side: int) -> set[int]:
        """The writes that all volumes of a side have."""
        return set.intersection(*(volume.writes for volume in self.group.sides[side].volumes))

    def write(self) -> None:
        """The service writes, where it runs; or it starts again where that is clear."""
        if self.service is None:
            primaries = [side for side in (0, 1) if self.group.sides[side].primary and self.pair.arrays[side].up]
            if self.right in primaries:
                self.service = self.right
            elif len(primaries) == 1 and self.live <= self.held(primaries[0]):
                self.service = self.right = primaries[0]
        if self.service is not None and write(self.pair, self.service, self.group):
            self.live.add(self.pair.acknowledged[-1].number)

    def wait(self) -> None:
        """Time goes by."""
        tick(self.pair, self.random.choice([1, 1, 5, 20, 60, 400]))

    def breaks(self) -> None:
        """Something breaks."""
        pair, side = self.pair, self.random.randrange(2)
        what = self.random.choice(
            ["link", "links", "array", "management", "command", "command", "reading", "promotion"]
        )
        self.story.append(f"{what} {side} breaks")
        if what in ("link", "links"):
            pair.links = [False, what == "link"]
        elif what == "array":
            pair.arrays[side].up = False
            self.service = None if self.service == side else self.service
        elif what == "management":
            pair.arrays[side].answers = False
        elif what == "promotion":
            pair.promoting_until = pair.now + self.random.choice([5, 90])
        else:
            kind = "garbage" if what == "reading" else self.random.choice(COMMAND_FAULTS)
            pair.faults = [Fault(kind, what == "command")]

    def mends(self) -> None:
        """Something is repaired; most often everything."""
        pair, everything = self.pair, self.random.random() < 0.7
        self.story.append("mends")
        pair.links = [True, True]
        for array in pair.arrays:
            array.up = array.up or everything or self.random.random() < 0.5
            array.answers = True
        tick(pair, self.random.choice([0, 2, 40]))

    def operate(self) -> None:
        """An operator, or a role, runs the module."""
        side, verb = self.sensible() if self.random.random() < 0.5 else self.anything()
        changes_direction = verb in ("primary", "restored")
        if changes_direction:
            self.service = None
        before = set(self.live)
        made = worlds.system(self.pair, verb, side, **self.options(verb, side))
        ended = self.run(made)
        self.story.append(f"{verb} on {side}: {ended}")
        self.seen[(verb, ended.partition(":")[0])] += 1
        if verb == "failed_over" and side != self.right and (made.progress.steps or ended == "done"):
            self.given_up(side, made)
        if ended == "done":
            self.judge(verb, side, made, before)

    def anything(self) -> tuple[int, str]:
        """A side and a verb, whether they make sense or not."""
        return self.random.randrange(2), self.random.choice(QUIET if self.random.random() < 0.3 else VERBS)

    def sensible(self) -> tuple[int, str]:
        """What somebody would do who looks at the arrays."""
        sides = self.group.sides
        if not self.pair.joined:
            tick(self.pair, self.random.choice([0, 20]))
            survivors = [side for side in (0, 1) if self.pair.arrays[side].up and not sides[side].primary]
            return (survivors or [self.right])[0], "failed_over"
        if sides[self.right].role == "Primary-Rev":
            return self.right, self.random.choice(["recovered", "restored", "restored", "started"])
        return self.random.choice([(1 - self.right, "primary"), (self.right, "started"), (self.right, "synced")])

    def options(self, verb: str, side: int) -> dict:
        """What the operator allows. To discard is allowed only where the walk knows what that means."""
        options = {"resync_stopped": self.random.random() < 0.7, "resume": self.random.random() < 0.5}
        if verb == "failed_over":
            options.update(disaster=True, accept_data_loss=True, confirm=worlds.NAMES[side])
        if verb in ("recovered", "restored") and side == self.right:
            options.update(discard_peer_changes=True, confirm=worlds.NAMES[side])
        if verb == "primary":
            options["keep_natural"] = self.random.random() < 0.3
        return options

    def run(self, made: worlds.RcgSystem) -> str:
        """done, refused, error or killed."""
        left = self.random.choice([None, None, *range(12)])
        for transport in (made.arrays.local, made.arrays.peer):
            transport.run = self.deadly(transport.run, lives := [left]) if left is not None else transport.run
            left = lives[0] if left is not None else None
        try:
            bring(made, made.wish, made.plan, check_mode=False)
        except Killed:
            return "killed"
        except Refused as refused:
            return f"refused: {refused}"
        except HaStorageError as error:
            return f"error: {error}"
        return "done"

    def deadly(self, run, lives: list[int]):
        """*run*, until the lives are used up: then the module is killed, before or after the command."""
        late = self.random.random() < 0.5

        def deadly(*args, **more):
            lives[0] -= 1
            if lives[0] < 0 and not late:
                raise Killed
            heard = run(*args, **more)
            if lives[0] < 0:
                raise Killed
            return heard

        return deadly

    def judge(self, verb: str, side: int, made: worlds.RcgSystem, before: set[int]) -> None:
        """What a success means for the data."""
        acted = bool(made.commands)
        if verb == "primary" and not before <= self.held(side):
            raise Violation(f"the planned take-over has lost {before - self.held(side)}")
        if verb in ("recovered", "restored") and acted and not self.live <= self.held(0) & self.held(1):
            raise Violation(f"after {verb}, writes are missing")
        if verb == "synced" and acted and not before <= self.held(0) & self.held(1):
            raise Violation("synchronized, but writes are missing")
        if verb in ("primary", "failed_over"):
            self.right = side
        if verb == "restored" and self.group.sides[1 - side].primary:
            self.right = 1 - side
        self.service = self.service if verb in QUIET else self.right

    def given_up(self, side: int, made: worlds.RcgSystem) -> None:
        """After a disaster, only what the bound covers has to be there; the rest was announced as lost."""
        if not self.group.sides[side].primary:
            return  # killed, or in vain
        announced = made.loss_before or {}
        lost = self.live - self.held(side)
        times = {one.number: one.at for one in self.pair.acknowledged}
        if not announced.get("unknown") and any(times[number] < announced["last_sync"] for number in lost):
            raise Violation(f"lost {lost}, announced was {announced}")
        self.live -= lost
        self.service, self.right = None, side
