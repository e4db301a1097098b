# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""LIO: bytes and commands of a target, of its LUNs, of its initiators, and of each LUN by each initiator.

What is shown comes from the saved target, which lies on both nodes; numbers come from the kernel of the one that
serves.
"""

from __future__ import annotations

import typing as t

from .._core.errors import Unparsable
from .._lio.model import FOLDER, Config
from .._lio.parse import saved_config
from .._lio.statistics import Statistics, Traffic
from .model import DERIVE, Field, Graph, Unusable
from .names import of_iqns, short
from .system import Host

# What a graph shows of a Traffic: its name, its title, its unit, its base.
_KINDS = {
    "read": ("read", "Bytes per ${graph_period}", 1024),
    "written": ("written", "Bytes per ${graph_period}", 1024),
    "commands": ("commands", "Commands per ${graph_period}", 1000),
}
# A setting of the plugin: "no" leaves out the graphs of each LUN by each initiator, most of its fields.
_PAIRS = "by_initiator_and_lun"
_Found = t.Dict[str, t.Dict[str, t.Optional[float]]]


class Shape(t.NamedTuple):
    """What a target consists of: its IQN, labels of LUNs by number, and numbers of LUNs by initiator."""

    iqn: str
    luns: dict[int, str]
    initiators: dict[str, tuple[int, ...]]


def require(host: Host) -> None:
    """Raises Unusable where no target was ever described, nor is served."""
    if not _shapes(host):
        raise Unusable(f"no target in {FOLDER} nor in the kernel")


def instances(host: Host) -> list[str]:
    """The names of the targets."""
    return sorted(_shapes(host))


def graphs(host: Host, instance: str) -> list[Graph]:
    """Of the target *instance*: for each kind of number one of the whole, and more below it."""
    shape = _shapes(host).get(instance)
    if shape is None:
        return []
    found = []
    for kind, (words, unit, base) in _KINDS.items():
        title = f"LIO {short(shape.iqn)}: {words}"
        found.append(Graph(kind, title, unit, (Field("total", words, DERIVE),), base))
        for name, (what, labels) in _below(shape, host).items():
            fields = tuple(Field(field, label, DERIVE) for field, label in labels.items())
            if fields:
                found.append(Graph(f"{kind}.{name}", f"{title} {what}", unit, fields, base))
    return found


def values(host: Host, instance: str) -> _Found:
    """The counters; {} where the target is not served."""
    shape, kernel = _shapes(host).get(instance), Statistics(host.files)
    if shape is None or shape.iqn not in kernel.targets():
        return {}
    found: _Found = {}
    luns = kernel.luns(shape.iqn)
    whole = Traffic(*map(sum, zip(*luns.values()))) if luns else None
    _note(found, "", {"total": whole})
    _note(found, "luns", {_lun(number): traffic for number, traffic in luns.items()})
    names = of_iqns(shape.initiators)
    _note(found, "initiators", {name: kernel.session(shape.iqn, iqn) for iqn, name in names.items()})
    if _pairs(host):
        for iqn, name in names.items():
            mapped = kernel.mapped(shape.iqn, iqn)
            _note(found, f"by_{name}", {_lun(number): traffic for number, traffic in mapped.items()})
    return found


def _below(shape: Shape, host: Host) -> dict[str, tuple[str, dict[str, str]]]:
    """By graph below that of the whole: a title, and labels by field."""
    names = of_iqns(shape.initiators)
    below = {
        "luns": ("by LUN", {_lun(number): label for number, label in sorted(shape.luns.items())}),
        "initiators": ("by initiator", {name: short(iqn) for iqn, name in sorted(names.items())}),
    }
    for iqn, name in sorted(names.items()) if _pairs(host) else ():
        labels = {_lun(number): f"LUN {number}" for number in shape.initiators[iqn]}
        below[f"by_{name}"] = (f"by {short(iqn)}", labels)
    return below


def _note(found: _Found, name: str, traffic: t.Mapping[str, Traffic | None]) -> None:
    for kind in _KINDS:
        graph = f"{kind}.{name}" if name else kind
        found[graph] = {field: getattr(each, kind) if each else None for field, each in traffic.items()}


def _pairs(host: Host) -> bool:
    return host.environ.get(_PAIRS, "yes") != "no"


def _lun(number: int) -> str:
    return f"lun{number}"


def _shapes(host: Host) -> dict[str, Shape]:
    """The targets by the names of their plugins; what is served and was not saved is seen on the active node alone."""
    found = {}
    for name in host.files.names(FOLDER):
        if name.endswith(".json"):
            try:
                config = saved_config(host.files.read_text(f"{FOLDER}/{name}") or "", name)
            except Unparsable as error:
                host.complain(str(error))
                continue
            found[config.target.iqn] = _saved(config)
    kernel = Statistics(host.files)
    for iqn in kernel.targets():
        if iqn not in found:
            found[iqn] = _served(kernel, iqn)
    return {name: found[iqn] for iqn, name in of_iqns(found).items()}


def _saved(config: Config) -> Shape:
    target = config.target
    return Shape(
        target.iqn,
        {lun.number: f"LUN {lun.number} {lun.name}" for lun in target.luns},
        {acl.iqn: tuple(sorted(mapping.number for mapping in acl.luns)) for acl in target.acls},
    )


def _served(kernel: Statistics, iqn: str) -> Shape:
    luns = {number: f"LUN {number}" for number in kernel.luns(iqn)}
    return Shape(iqn, luns, {name: tuple(kernel.mapped(iqn, name)) for name in kernel.initiators(iqn)})
