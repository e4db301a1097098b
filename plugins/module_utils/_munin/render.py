# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Graphs and values -> what Munin reads (protocol of Munin 2.0: config, fetch, multigraph)."""

from __future__ import annotations

import typing as t

from .model import DERIVE, Field, Graph, Values

# Munin's own category for storage area networks.
_CATEGORY = "san"
_LEVELS = ("warning", "critical")


def config_lines(plugin: str, graphs: t.Sequence[Graph], environ: t.Mapping[str, str]) -> t.Iterator[str]:
    """The answer to ``config``. *environ*: settings of the plugin, see ``threshold``."""
    for graph in graphs:
        yield from _graph(plugin, graph)
        for field in graph.fields:
            yield from _field(field, environ)


def value_lines(plugin: str, graphs: t.Sequence[Graph], values: Values) -> t.Iterator[str]:
    """The answer to ``fetch``; ``U`` for each field that nobody knows the value of."""
    for graph in graphs:
        known = values.get(graph.name, {})
        yield _heading(plugin, graph)
        for field in graph.fields:
            yield f"{field.name}.value {_number(known.get(field.name))}"


def threshold(field: Field, level: str, environ: t.Mapping[str, str]) -> str:
    """The range of *level* (``warning``, ``critical``): that of this field, else of the plugin, else its own.

    A setting of the plugin is for those fields that have a range of their own.
    """
    own: str = getattr(field, level)
    return environ.get(f"{field.name}_{level}", environ.get(level, own) if own else own)


def _heading(plugin: str, graph: Graph) -> str:
    return f"multigraph {plugin}_{graph.name}" if graph.name else f"multigraph {plugin}"


def _graph(plugin: str, graph: Graph) -> t.Iterator[str]:
    yield _heading(plugin, graph)
    yield f"graph_title {graph.title}"
    yield f"graph_vlabel {graph.unit}"
    yield f"graph_args --base {graph.base} --lower-limit 0"
    yield f"graph_category {_CATEGORY}"
    if graph.info:
        yield f"graph_info {graph.info}"


def _field(field: Field, environ: t.Mapping[str, str]) -> t.Iterator[str]:
    yield f"{field.name}.label {field.label}"
    if field.kind == DERIVE:
        yield f"{field.name}.type {DERIVE}"
        yield f"{field.name}.min 0"
    if field.draw:
        yield f"{field.name}.draw {field.draw}"
    if field.info:
        yield f"{field.name}.info {field.info}"
    for level in _LEVELS:
        found = threshold(field, level, environ)
        if found:
            yield f"{field.name}.{level} {found}"


def _number(value: float | None) -> str:
    """Counters are whole, however large."""
    if value is None:
        return "U"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
