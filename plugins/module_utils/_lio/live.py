# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What configfs holds of one target. Reads no more than the model needs: everything would be 200 files a LUN."""

from __future__ import annotations

import typing as t

from . import parse
from .model import HBA_FILES, Acl, Chap, Config, Discovery, Lun, Target, Values
from .render import link_name
from .state import Backstore, Live, LiveAcl, LiveLun, LiveMapping, LiveTarget


class Tree(t.Protocol):
    """Reads below the configfs root; what is not there is empty or None."""

    def names(self, path: str) -> list[str]:
        """The names in the folder *path*."""

    def text(self, path: str) -> str | None:
        """The stripped text of the file *path*."""

    def link(self, path: str) -> str | None:
        """Where the symbolic link *path* points to."""


def read_live(tree: Tree, iqn: str, like: Config | None) -> Live:
    """The kernel's side of the target *iqn*; attributes are read as far as *like* names them."""
    target = _target(tree, iqn, like.target if like else Target(iqn))
    linked = {lun.backstore for lun in target.luns.values() if lun.link} if target else set()
    wanted = {lun.name: lun for lun in like.target.luns} if like else {}
    backstores = {path: _backstore(tree, path, wanted, iqn) for path in linked}
    indexes = frozenset(int(hba[7:]) for hba in tree.names("core") if hba.startswith("iblock_"))
    empty = set()
    for index in indexes - {int(path.split("/")[1][7:]) for path in linked}:
        hba = f"core/iblock_{index}"
        held = [name for name in tree.names(hba) if name not in HBA_FILES]
        if not held:
            empty.add(index)
        for name in held:
            owner = tree.text(f"{hba}/{name}/alias") or ""
            if name in wanted or owner == iqn:
                backstores[f"{hba}/{name}"] = _backstore(tree, f"{hba}/{name}", wanted, owner)
    return Live(True, target, backstores, indexes, frozenset(empty), _discovery(tree, like))


def _backstore(tree: Tree, path: str, wanted: dict[str, Lun], owner: str) -> Backstore:
    _core, hba, name = path.split("/")
    names = wanted[name].attributes if name in wanted else ()
    # One file instead of three: reading is most of a run without changes.
    device, readonly, enabled = parse.info(tree.text(f"{path}/info") or "")
    return Backstore(
        index=int(hba.rpartition("_")[2]),
        name=name,
        device=device,
        serial=parse.serial(tree.text(f"{path}/wwn/vpd_unit_serial") or ""),
        readonly=readonly,
        enabled=enabled,
        owner=owner,
        attributes=_values(tree, f"{path}/attrib", names),
    )


def _values(tree: Tree, folder: str, names: t.Iterable[str]) -> Values:
    read = ((name, tree.text(f"{folder}/{name}")) for name in names)
    return {name: value for name, value in read if value is not None}


def _target(tree: Tree, iqn: str, like: Target) -> LiveTarget | None:
    groups = [name for name in tree.names(f"iscsi/{iqn}") if name.startswith("tpgt_")]
    if not groups:
        return LiveTarget() if iqn in tree.names("iscsi") else None
    foreign = tuple(name for name in groups if name != "tpgt_1")
    if len(foreign) == len(groups):
        return LiveTarget(foreign=foreign)
    tpg = f"iscsi/{iqn}/tpgt_1"
    links = {lun.number: link_name(lun.serial) for lun in like.luns}
    acls = {acl.iqn: acl for acl in like.acls}
    return LiveTarget(
        tpg=True,
        enabled=tree.text(f"{tpg}/enable") == "1",
        portals=tuple(sorted(tree.names(f"{tpg}/np"))),
        luns={lun.number: lun for lun in _luns(tree, tpg, links)},
        acls={name: _acl(tree, f"{tpg}/acls", name, acls.get(name), links) for name in tree.names(f"{tpg}/acls")},
        attributes=_values(tree, f"{tpg}/attrib", like.attributes),
        parameters=_values(tree, f"{tpg}/param", like.parameters),
        foreign=foreign,
    )


def _linked(tree: Tree, folder: str, guess: str) -> tuple[str, str]:
    """The link in *folder* and its goal; the usual name is tried first, which saves listing the folder."""
    if guess:
        goal = tree.link(f"{folder}/{guess}")
        if goal:
            return guess, goal
    for name in tree.names(folder):
        goal = tree.link(f"{folder}/{name}")
        if goal:
            return name, goal
    return "", ""


def _luns(tree: Tree, tpg: str, links: dict[int, str]) -> t.Iterator[LiveLun]:
    for name in tree.names(f"{tpg}/lun"):
        number = int(name[4:])
        link, goal = _linked(tree, f"{tpg}/lun/{name}", links.get(number, ""))
        yield LiveLun(number, link, "/".join(goal.split("/")[-3:]))


def _acl(tree: Tree, acls: str, iqn: str, like: Acl | None, links: dict[int, str]) -> LiveAcl:
    folder = f"{acls}/{iqn}"
    guesses = {mapping.number: links.get(mapping.lun, "") for mapping in like.luns} if like else {}
    mappings = {}
    for name in tree.names(folder):
        if name.startswith("lun_"):
            mapping = _mapping(tree, f"{folder}/{name}", int(name[4:]), guesses)
            mappings[mapping.number] = mapping
    return LiveAcl(
        iqn=iqn,
        chap=_chap(tree, f"{folder}/auth"),
        luns=mappings,
        attributes=_values(tree, f"{folder}/attrib", like.attributes if like else ()),
        session=parse.session(tree.text(f"{folder}/info") or ""),
        gate=tree.text(f"{folder}/attrib/authentication"),
    )


def _mapping(tree: Tree, folder: str, number: int, guesses: dict[int, str]) -> LiveMapping:
    link, goal = _linked(tree, folder, guesses.get(number, ""))
    if not link:
        return LiveMapping(number)
    return LiveMapping(number, link, int(goal.rpartition("_")[2]), tree.text(f"{folder}/write_protect") == "1")


def _chap(tree: Tree, folder: str) -> Chap:
    files = ("userid", "password", "userid_mutual", "password_mutual")
    return Chap(*(parse.secret(tree.text(f"{folder}/{name}") or "") for name in files))


def _discovery(tree: Tree, like: Config | None) -> Discovery | None:
    if like is None or like.discovery is None:
        return None
    folder = "iscsi/discovery_auth"
    return Discovery(tree.text(f"{folder}/enforce_discovery_auth") == "1", _chap(tree, folder))
