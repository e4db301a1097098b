# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is declared of a cluster, and what a cluster says about itself."""

from __future__ import annotations

import dataclasses
import typing as t

from .tree import Element

Values = t.Mapping[str, str]
NOTHING: Values = {}


@dataclasses.dataclass(frozen=True)
class Action:
    """A recurring or one-time action of a primitive; *options* as in the CIB (``timeout``, ``role``, ``on-fail``)."""

    name: str
    interval: str = "0s"
    options: Values = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Primitive:
    """One resource; *agent* is ``ocf:heartbeat:IPaddr2`` or ``stonith:fence_ipmilan``.

    secrets -- names of attributes whose values nobody may print
    """

    id: str
    agent: str
    attributes: Values = dataclasses.field(default_factory=dict)
    meta: Values = dataclasses.field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    secrets: frozenset[str] = dataclasses.field(default=frozenset(), compare=False)


@dataclasses.dataclass(frozen=True)
class Group:
    """Primitives that start in order on one node, and stop in reverse."""

    id: str
    members: tuple[str, ...]
    meta: Values = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Clone:
    """A primitive or a group on several nodes."""

    id: str
    resource: str
    meta: Values = dataclasses.field(default_factory=dict)


Resource = t.Union[Primitive, Group, Clone]


@dataclasses.dataclass(frozen=True)
class Constraint:
    """``location``, ``colocation`` or ``order`` without rules or sets; *values* have the CIB's attribute names."""

    id: str
    kind: str
    values: Values


@dataclasses.dataclass(frozen=True)
class Alert:
    """A program that Pacemaker runs on events of the kinds in *select* (``nodes``, ``fencing``, ``resources``,
    ``attributes``); with none of them Pacemaker chooses: all but attributes.
    """

    id: str
    path: str
    select: frozenset[str] = frozenset()
    attributes: Values = dataclasses.field(default_factory=dict)
    meta: Values = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class FencingLevel:
    """The *devices* that stop *node* together, once those of the level before have failed."""

    node: str
    level: int
    devices: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its id in the CIB."""
        return f"fencing-{self.node}-{self.level}"


@dataclasses.dataclass(frozen=True)
class Declaration:
    """All that one *owner* declares. *adopt* takes over what somebody else made under the same ids."""

    owner: str
    properties: Values = dataclasses.field(default_factory=dict)
    resource_defaults: Values = dataclasses.field(default_factory=dict)
    operation_defaults: Values = dataclasses.field(default_factory=dict)
    resources: tuple[Resource, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    alerts: tuple[Alert, ...] = ()
    fencing_levels: tuple[FencingLevel, ...] = ()
    adopt: bool = False
    stop_removed: bool = False

    @property
    def objects(self) -> tuple[Resource | Constraint | Alert | FencingLevel, ...]:
        """Everything declared that has an id of its own."""
        return (*self.resources, *self.constraints, *self.alerts, *self.fencing_levels)


@dataclasses.dataclass(frozen=True)
class State:
    """What crm_mon tells: whether a DC is elected, who is online, and where each active resource runs."""

    dc: bool = False
    online: frozenset[str] = frozenset()
    active: t.Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Cluster:
    """The CIB and the state beside it.

    live -- False for the cluster that is not there yet
    """

    root: Element
    state: State = State()
    live: bool = True

    @property
    def configuration(self) -> Element:
        """What people and tools configure; the rest is status."""
        return self.root.first("configuration")


ABSENT = Cluster(Element("cib", {}, (Element("configuration"),)), live=False)
