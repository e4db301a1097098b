# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a plugin of Munin shows: graphs, their fields, and numbers for them."""

from __future__ import annotations

import dataclasses
import typing as t

# How Munin takes the numbers of a field: as they are, or as a counter of which the rate is shown. A counter begins at 0
# again with each switchover; with a minimum of 0 that is a gap, and no negative rate.
GAUGE, DERIVE = "GAUGE", "DERIVE"
# A line that is seen below another one with the same values.
WIDE = "LINE3"
# By graph and field. What is not in it is unknown, and shown as a gap.
Values = t.Mapping[str, t.Mapping[str, t.Optional[float]]]


@dataclasses.dataclass(frozen=True)
class Field:
    """A line of a graph.

    name -- of letters, digits and ``_``; the history belongs to it
    warning, critical -- ranges as Munin writes them: ``5`` is "at most 5", ``3:`` is "at least 3"; "" for none
    draw -- how, as Munin names it; "" for a line as it draws them
    """

    name: str
    label: str
    kind: str = GAUGE
    info: str = ""
    warning: str = ""
    critical: str = ""
    draw: str = ""


@dataclasses.dataclass(frozen=True)
class Graph:
    """A picture.

    name -- what is added to the plugin's name; with a dot, it is a graph below the one before the dot
    base -- 1024 where the unit is bytes
    """

    name: str
    title: str
    unit: str
    fields: tuple[Field, ...]
    base: int = 1000
    info: str = ""


class Unusable(Exception):
    """There is nothing here for the plugin to show; the text says why."""


class Plugin(t.Protocol):
    """A module of this package; *instance* is what stands behind the name of a plugin that ends with ``_``, else ""."""

    def require(self, host: t.Any) -> None:
        """Raises Unusable. It does not depend on whether this node is the active one."""

    def instances(self, host: t.Any) -> t.Sequence[str]:
        """What it can be installed for; () where its name does not end with ``_``."""

    def graphs(self, host: t.Any, instance: str) -> t.Sequence[Graph]:
        """The same on the active and on the standby node, and while everything is stopped."""

    def values(self, host: t.Any, instance: str) -> Values:
        """What there is to measure; less, or nothing, on a standby node. Raises HaStorageError, OSError."""
