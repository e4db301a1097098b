# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reservations outside the kernel: what it writes, where, and how they come back to a LUN that is made anew."""

from __future__ import annotations

import dataclasses
import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.actions import Discard, Keep
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.reservation import (
    NONE,
    astray,
    homeless,
    registrations,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.state import Kept, Live
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import (
    INITIATORS,
    SERIALS,
    Config,
    World,
    everything_mapped,
    lun,
    target,
    two_luns,
    wanted,
)

FIXTURES = next(each for each in pathlib.Path(__file__).parents if each.name == "unit") / "fixtures" / "lio"
TWO = (FIXTURES / "aptpl_two_registrations").read_text()
FOLDER = "/run/quorate/reservations/san0"
LINK, FILE = f"/etc/target/pr/aptpl_{SERIALS[0]}", f"{FOLDER}/aptpl_{SERIALS[0]}"


class TestTheKernelsFile:
    def test_each_registration_comes_back_with_its_reservation(self):
        holder, other = registrations(TWO, "file")
        assert "initiator_node=iqn.2026-11.com.example:initiator" in holder.split(",")
        assert {"sa_res_key=2748", "res_holder=1", "res_type=5", "res_scope=0"} <= set(holder.split(","))
        assert {"sa_res_key=3567", "res_holder=0"} <= set(other.split(","))
        assert "PR_REG" not in holder + other

    def test_type_8_is_no_octal_number(self):
        (first, _second) = registrations(TWO.replace("res_type=05", "res_type=08"), "file")
        assert "res_type=8" in first.split(",")

    def test_no_registration(self):
        assert registrations(f"{NONE}\n\0", "file") == ()

    @pytest.mark.parametrize("length", range(len(TWO.rstrip("\0"))))
    def test_a_part_of_it_is_never_taken_for_the_whole(self, length):
        with pytest.raises(Unparsable, match="file"):
            registrations(TWO[:length], "file")

    @pytest.mark.parametrize(
        "text", ["{}", TWO.replace("END: 0", "END: 7"), TWO.replace("tpgt=1", "tpgt=1,wwn=x"), TWO.replace("=1", " 1")]
    )
    def test_what_the_kernel_does_not_write_is_not_given_to_it(self, text):
        with pytest.raises(Unparsable):
            registrations(text, "file")


def keeps(plan):
    return [each.action for each in plan.operations if isinstance(each.action, Keep)]


class TestTheFolder:
    def test_the_kernel_writes_into_it_before_a_lun_is_there(self):
        world = World()
        plan = world.plan(two_luns(), reservations=FOLDER)
        assert keeps(plan) == [
            Keep(LINK.replace(SERIALS[0], serial), FILE.replace(SERIALS[0], serial)) for serial in SERIALS[:2]
        ]
        summaries = [each.summary for each in plan.operations]
        first = f"keep the reservations of LUN 0 (san0-lun0) in {FOLDER}"
        assert summaries.index(first) < summaries.index("export /dev/vg/lun0 as LUN 0 (san0-lun0)")

    def test_what_is_so_is_left(self):
        world = World()
        world.bring(two_luns(), reservations=FOLDER)
        assert world.plan(two_luns(), reservations=FOLDER).operations == ()

    def test_a_folder_that_is_not_there_is_refused_where_the_target_would_be_started(self):
        live, goal = Live(folder=False, kept={SERIALS[0]: Kept(LINK)}), wanted(two_luns(), reservations=FOLDER)
        (refusal,) = homeless(live, goal)
        assert str(refusal) == f"{FOLDER}, where reservations shall be kept, does not exist (make or mount it first)"
        in_a_cluster = dataclasses.replace(goal, live="if_present")
        assert not list(homeless(live, in_a_cluster)) and not list(astray(live, in_a_cluster))

    def test_without_a_folder_a_link_of_before_goes(self):
        world = World()
        world.bring(two_luns(), reservations=FOLDER)
        assert [keep.goal for keep in keeps(world.plan(two_luns()))] == ["", ""]
        world.bring(two_luns())
        assert world.files.links == {}

    def test_a_lun_that_goes_takes_its_reservations_along(self):
        world = World()
        world.bring(two_luns(), reservations=FOLDER)
        world.files.texts[FILE] = (TWO, 0o600)
        left = lun(1)
        config = Config(target([left], [everything_mapped(INITIATORS[0], [left])]))
        discards = [
            each.action
            for each in world.plan(config, reservations=FOLDER).operations
            if isinstance(each.action, Discard)
        ]
        assert discards == [Discard((LINK, FILE))]
        world.bring(config, reservations=FOLDER)
        assert FILE not in world.files.texts and LINK not in world.files.links

    def test_a_target_that_is_removed_leaves_them_for_the_next_node(self):
        world = World()
        world.bring(two_luns(), reservations=FOLDER)
        world.files.texts[FILE] = (TWO, 0o600)
        world.bring(None, saved="")
        assert FILE in world.files.texts and LINK in world.files.links


class TestComingBack:
    def writes(self, world):
        return [step for step in world.kernel.calls if step.path.endswith("/res_aptpl_metadata")]

    def start(self, text, **more):
        world = World()
        if text is not None:
            world.files.texts[FILE] = (text, 0o600)
        world.bring(two_luns(), **more)
        return world

    def test_before_the_lun_is_exported(self):
        world = self.start(TWO, reservations=FOLDER)
        assert [step.value for step in self.writes(world)] == list(registrations(TWO, ""))
        verbs = [(step.verb, step.path.rpartition("/")[2]) for step in world.kernel.calls]
        store = self.writes(world)[0].path.split("/pr/")[0]
        exports = [at for at, step in enumerate(world.kernel.calls) if step.verb == "link" and step.value == store]
        assert verbs.index(("write", "res_aptpl_metadata")) < exports[0]

    def test_not_to_a_lun_that_is_there(self):
        world = self.start(TWO, reservations=FOLDER)
        assert world.plan(two_luns(), reservations=FOLDER).operations == ()

    @pytest.mark.parametrize(("text", "more"), [(None, {"reservations": FOLDER}), (TWO, {})])
    def test_only_from_the_folder(self, text, more):
        assert self.writes(self.start(text, **more)) == []

    def test_half_a_file_stops_the_start(self):
        with pytest.raises(Unparsable, match=f"aptpl_{SERIALS[0]}"):
            self.start(TWO[:100], reservations=FOLDER)
