# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Targets for tests, drawn from a small world in which they often collide, and a system around the fake kernel."""

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import (
    NO_CHAP,
    Acl,
    Chap,
    Config,
    Discovery,
    Lun,
    Mapping,
    Portal,
    Target,
    Wanted,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.spec import TPG_ATTRIBUTES
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.system import LioSystem
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.kernel import Kernel
from hypothesis import strategies as st

IQN = "iqn.2026-11.com.example:san0"
SAVED = "/etc/quorate/targets/san0.json"
PORTALS = (Portal("10.0.0.1"),)
SECRETS = ("onewaysecret1", "onewaysecret2", "mutualsecret1")
INITIATORS = tuple(f"iqn.2026-11.com.example:esx{number}" for number in (1, 2, 3))
SERIALS = tuple(f"{digit}f1b0c39-6c4e-5d8a-9a64-6f2f3d1a7b1{digit}" for digit in range(4))


class MemoryFiles:
    """Files without a disk; every folder exists."""

    def __init__(self) -> None:
        self.texts: dict[str, tuple[str, int]] = {}
        self.links: dict[str, str] = {}

    def path(self, name: str) -> str:
        return "/"

    def names(self, folder: str) -> list[str]:
        return [name[len(folder) + 1 :] for name in self.texts if name.startswith(folder + "/")]

    def read_text(self, name: str):
        return self.texts[name][0] if name in self.texts else None

    def link(self, name: str) -> str:
        return self.links.get(name, "")

    def make_link(self, name: str, goal: str) -> None:
        self.links[name] = goal

    def mode(self, name: str):
        return self.texts[name][1] if name in self.texts else None

    def write_atomic(self, name: str, text: str, mode: int, generations: int) -> None:
        assert generations == 5
        self.texts[name] = (text, mode)

    def remove(self, name: str) -> None:
        self.texts.pop(name, None)
        self.links.pop(name, None)


def no_command(argv, **_options):
    raise AssertionError(f"unplanned command: {argv}")


def system(kernel, wanted, files=None) -> LioSystem:
    return LioSystem(wanted, tree=kernel, files=files or MemoryFiles(), runner=no_command)


def wanted(config, **more) -> Wanted:
    return Wanted(**{"iqn": IQN, "config": config, "saved": SAVED, "take_luns_away": True, **more})


class World:
    """A kernel and a disk; *bring* makes a config true."""

    def __init__(self, config: Config | None = None) -> None:
        self.kernel, self.files = Kernel(), MemoryFiles()
        if config is not None:
            self.bring(config)

    def bring(self, config: Config | None, **more):
        goal = wanted(config, **more)
        return bring(system(self.kernel, goal, self.files), goal, plan, check_mode=False)

    def plan(self, config: Config | None, **more):
        goal = wanted(config, **more)
        return plan(system(self.kernel, goal, self.files).read(), goal)

    def log_in(self, initiator: str) -> None:
        self.kernel.files[f"iscsi/{IQN}/tpgt_1/acls/{initiator}/info"] = f"InitiatorName: {initiator}"


def lun(number: int, name: str = "", device: str = "", serial: str = "", **more) -> Lun:
    more.setdefault("attributes", {"emulate_model_alias": "1"})
    return Lun(name or f"san0-lun{number}", number, device or f"/dev/vg/lun{number}", serial or SERIALS[number], **more)


def target(luns, acls=(), portals=PORTALS, **more) -> Target:
    authentication = "1" if any(acl.chap != NO_CHAP for acl in acls) else "0"
    more.setdefault("attributes", {**TPG_ATTRIBUTES, "authentication": authentication})
    return Target(IQN, tuple(portals), tuple(luns), tuple(acls), **more)


def everything_mapped(iqn: str, luns, chap: Chap = NO_CHAP) -> Acl:
    return Acl(iqn, chap, tuple(Mapping(item.number, item.number) for item in luns))


def two_luns(**more) -> Config:
    luns = (lun(0), lun(1, **more))
    return Config(target(luns, [everything_mapped(INITIATORS[0], luns)]))


@st.composite
def configs(draw) -> Config:
    """Any config that the checks of the options let through, with few names, so that two of them often collide."""
    count = draw(st.integers(0, 3))
    names = draw(st.permutations(["a", "b", "c", "d"]))
    numbers = draw(st.permutations([0, 1, 2, 7]))
    serials = draw(st.permutations(SERIALS))
    devices = draw(st.permutations(["/dev/vg/a", "/dev/vg/b", "/dev/vg/c", "/dev/vg/d"]))
    luns = tuple(
        Lun(names[at], numbers[at], devices[at], serials[at], draw(st.booleans()), draw(_lun_attributes))
        for at in range(count)
    )
    chap = draw(st.booleans())
    acls = tuple(draw(_acl(iqn, luns, chap)) for iqn in draw(st.lists(st.sampled_from(INITIATORS), unique=True)))
    portals = draw(st.lists(st.sampled_from(["10.0.0.1", "10.0.0.2", "fd00::1"]), unique=True, min_size=1))
    return Config(
        target(
            luns,
            acls,
            sorted((Portal(ip) for ip in portals), key=lambda portal: portal.folder),
            parameters=draw(st.sampled_from([{}, {"MaxBurstLength": "1048576"}])),
        ),
        draw(st.sampled_from([None, Discovery(False), Discovery(True, Chap("d", SECRETS[0]))])),
    )


_lun_attributes = st.sampled_from(
    [{"emulate_model_alias": "1"}, {"emulate_model_alias": "1", "emulate_tpu": "1"}, {"emulate_model_alias": "0"}]
)


@st.composite
def _acl(draw, iqn: str, luns, chap: bool) -> Acl:
    numbers = draw(st.permutations([0, 1, 2, 3]))
    chosen = draw(st.lists(st.sampled_from(luns), unique_by=lambda item: item.number)) if luns else []
    mappings = (Mapping(number, item.number, draw(st.booleans())) for number, item in zip(numbers, chosen))
    secrets = Chap(
        "user", draw(st.sampled_from(SECRETS[:2])), *draw(st.sampled_from([("", ""), ("target", SECRETS[2])]))
    )
    return Acl(
        iqn,
        secrets if chap else NO_CHAP,
        tuple(sorted(mappings, key=lambda mapping: mapping.number)),
        draw(st.sampled_from([{}, {"nopin_timeout": "20"}])),
    )


@st.composite
def subsets(draw) -> Config:
    """Some LUNs, initiators and portals of a fixed world: two of these differ by what is there, never by what it is."""
    luns = tuple(lun(number) for number in sorted(draw(st.sets(st.sampled_from([0, 1, 2])))))
    acls = [everything_mapped(iqn, luns) for iqn in sorted(draw(st.sets(st.sampled_from(INITIATORS))))]
    ips = sorted(draw(st.sets(st.sampled_from(["10.0.0.1", "10.0.0.2"]), min_size=1)))
    return Config(target(luns, acls, (Portal(ip) for ip in ips)))


@st.composite
def neighbours(draw) -> tuple[Config, Config]:
    """A config and one that was edited here and there: LUNs with another device, name or attribute, or gone."""
    before = draw(subsets())
    kept = tuple(draw(_edited(item)) for item in before.target.luns if draw(st.sampled_from([True, True, True, False])))
    numbers = {item.number for item in kept}
    chap = draw(st.sampled_from([NO_CHAP, Chap("user", SECRETS[0])]))
    acls = [
        dataclasses.replace(acl, chap=chap, luns=tuple(item for item in acl.luns if item.lun in numbers))
        for acl in before.target.acls
    ]
    if draw(st.booleans()):
        acls.append(everything_mapped("iqn.2026-11.com.example:esx9", kept, chap))
    return before, Config(target(kept, acls, before.target.portals))


def _edited(item: Lun):
    return st.sampled_from(
        [
            item,
            dataclasses.replace(item, device=item.device + "-new"),
            dataclasses.replace(item, name=item.name + "-new"),
            dataclasses.replace(item, readonly=True),
            dataclasses.replace(item, attributes={"emulate_model_alias": "0"}),
        ]
    )
