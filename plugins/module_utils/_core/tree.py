# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A state as a tree of lines, each with a verdict; the worst below a line is that of the line."""

from __future__ import annotations

import typing as t

# From good to bad.
VERDICTS = ("up", "warn", "down")


class Node(t.NamedTuple):
    """A line of the tree, and what hangs below it. *way_out* says what to do about a verdict that is not ``up``."""

    title: str
    verdict: str = "up"
    children: tuple[Node, ...] = ()
    way_out: str = ""


def worst(verdicts: t.Iterable[str]) -> str:
    """The worst of *verdicts*, ``up`` of none."""
    return max(verdicts, key=VERDICTS.index, default="up")


def plain(node: Node) -> dict[str, t.Any]:
    """``{title, verdict, children}``, for results of modules and filters."""
    return {"title": node.title, "verdict": node.verdict, "children": [plain(child) for child in node.children]}


def planted(data: t.Mapping[str, t.Any]) -> Node:
    """A node out of such data."""
    return Node(data["title"], data["verdict"], tuple(planted(child) for child in data["children"]))


def over(title: str, children: tuple[Node, ...]) -> Node:
    """A line over *children*, as bad as the worst of them."""
    return Node(title, worst(child.verdict for child in children), children)


def lines(node: Node, before: str = "", below: str = "") -> t.Iterator[str]:
    """The tree, drawn."""
    mark = "" if node.verdict == "up" else f" [{node.verdict}]"
    yield f"{before}{node.title}{mark}"
    for index, child in enumerate(node.children):
        last = index == len(node.children) - 1
        yield from lines(child, below + ("└ " if last else "├ "), below + ("  " if last else "│ "))


def problems(node: Node, where: str = "") -> t.Iterator[dict[str, str]]:
    """``{verdict, where, text, way_out}`` of each line that is not up for a reason of its own.

    where -- the line above it
    """
    if node.verdict != worst(child.verdict for child in node.children):
        yield {"verdict": node.verdict, "where": where, "text": node.title, "way_out": node.way_out}
    for child in node.children:
        yield from problems(child, node.title)
