# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The site as a drawing: arbiter, nodes with their services and copies, initiators, and what lies between them.

Drawn for the width of a telephone: what is 12 units high here can be read there. Colour never says anything alone.
"""

from __future__ import annotations

import typing as t

from .markup import Element, clipped, tag

Data = t.Dict[str, t.Any]
BOX, GAP, LEFT = 164, 52, 6
RIGHT, WIDTH = LEFT + BOX + GAP, 2 * (LEFT + BOX) + GAP
TOP, HEAD, ROW = 92, 50, 38
MOST_ROWS = 8
MARKS = {"up": "●", "warn": "▲", "down": "■", "note": "◆"}


def topology(site: Data, paths: t.Sequence[Data]) -> Element:
    """The drawing of ``site`` and ``paths`` of the status page."""
    shown = site["details"][:MOST_ROWS]
    more = len(site["details"]) - len(shown)
    bottom = TOP + HEAD + ROW * len(shown) + (26 if more else 8)
    initiators = _initiators(site, paths)
    height = bottom + (96 if initiators else 12)
    left, right = site["nodes"]
    places = {left["name"]: LEFT, right["name"]: RIGHT}
    return tag(
        "svg",
        tag("title", f"Topology of {site['name']}", id="topology-title"),
        tag("desc", _told(site), id="topology-desc"),
        _arbiter(site, places),
        [_node(node, places[node["name"]], bottom) for node in site["nodes"]],
        [_service(service, places, TOP + HEAD + ROW * row) for row, service in enumerate(shown)],
        tag("text", f"and {more} more services", x=WIDTH / 2, y=bottom - 9, class_="small mid") if more else None,
        _clients(site, initiators, places, bottom) if initiators else None,
        viewBox=f"0 0 {WIDTH} {height}",
        role="img",
        aria_labelledby="topology-title topology-desc",
        class_="topology",
    )


def _told(site: Data) -> str:
    """The same in words."""
    where = [f"{each['name']} runs on {each['node'] or 'no node'}" for each in site["details"][:MOST_ROWS]]
    nodes = [f"{node['name']} is {node['state']}" for node in site["nodes"]]
    arbiter = site["arbiter"]
    votes = [f"the arbiter votes for {' and '.join(arbiter['votes']) or 'nobody'}"] if arbiter else []
    return "; ".join([*nodes, *votes, *where]) + "."


def _line(x1: float, y1: float, x2: float, y2: float, well: bool) -> Element:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_="line" if well else "line cut")


def _arbiter(site: Data, places: t.Mapping[str, int]) -> list[Element]:
    arbiter = site["arbiter"]
    if not arbiter:
        return [tag("text", "no arbiter", x=WIDTH / 2, y=40, class_="small mid")]
    lines = [_line(WIDTH / 2, 54, x + BOX / 2, TOP, name in arbiter["votes"]) for name, x in places.items()]
    words = [
        tag(
            "text",
            "vote" if name in arbiter["votes"] else "✕ no vote",
            x=x + BOX / 2 + (22 if x == LEFT else -22),
            y=TOP - 26,
            class_="small end" if x == LEFT else "small",
        )
        for name, x in places.items()
    ]
    box = tag("rect", x=WIDTH / 2 - 76, y=8, width=152, height=46, rx=10, class_="box")
    name = tag("text", clipped(arbiter["name"], 18), x=WIDTH / 2, y=28, class_="name mid")
    role = tag("text", "arbiter", x=WIDTH / 2, y=45, class_="small mid")
    return [*lines, *words, box, name, role]


def _node(node: Data, x: int, bottom: int) -> Element:
    verdict = node["verdict"]
    return tag(
        "g",
        tag("rect", x=x, y=TOP, width=BOX, height=bottom - TOP, rx=12, class_=f"box {verdict}"),
        tag("text", clipped(node["name"], 16), x=x + 14, y=TOP + 22, class_="name"),
        tag("text", f"{MARKS[verdict]} {clipped(node['state'], 20)}", x=x + 14, y=TOP + 40, class_=f"small {verdict}"),
    )


def _service(service: Data, places: t.Mapping[str, int], y: int) -> list[Element]:
    copies = {copy["node"]: copy for copy in service["copies"]}
    drawn = [_chip(service, name, copies.get(name), x, y) for name, x in places.items()]
    return [*drawn, *_mirror(service, list(copies.values()), y)]


def _chip(service: Data, node: str, copy: Data | None, x: int, y: int) -> Element:
    serves = service["node"] == node
    kind = "serves" if serves else "copy"
    verdict = "up" if copy and copy["well"] else "warn"
    title = f"{MARKS[verdict]} {clipped(service['name'], 10)}"
    luns = len(service["luns"])
    words = f"{luns} LUN{'' if luns == 1 else 's'}" if serves else _state(copy)
    return tag(
        "g",
        tag("rect", x=x + 8, y=y, width=BOX - 16, height=ROW - 7, rx=7, class_=f"chip {kind} {verdict}"),
        tag("text", title, x=x + 16, y=y + 20, class_=f"label {kind}"),
        tag("text", words, x=x + BOX - 16, y=y + 20, class_=f"small end {kind}"),
    )


def _state(copy: Data | None) -> str:
    if copy is None:
        return "unknown"
    if copy["percent"] not in (None, 100.0):
        return f"{copy['percent']:.0f} % done"
    if copy["well"]:
        return "in sync"
    words = {"UpToDate": "cut off", "Inconsistent": "incomplete", "Diskless": "no disk", "Outdated": "outdated"}
    return words.get(copy["disk"], clipped(copy["disk"], 10))


def _mirror(service: Data, copies: t.Sequence[Data], y: int) -> t.Iterator[Element]:
    """The replication, with its arrow at the copy."""
    middle, first, last = y + (ROW - 7) / 2, LEFT + BOX - 8, RIGHT + 8
    linked = len(copies) == 2 and all(copy["link"] == "Connected" for copy in copies)
    yield _line(first + 6, middle, last - 6, middle, linked)
    if not linked:
        yield tag("text", "✕", x=WIDTH / 2, y=middle + 5, class_="cross mid")
        return
    active = [copy["node"] for copy in copies].index(service["node"]) if service["node"] else -1
    if active >= 0:
        x, step = (last - 2, -9) if active == 0 else (first + 2, 9)
        yield tag("path", d=f"M{x} {middle} l{step} -5 v10 z", class_="arrow")


def _initiators(site: Data, paths: t.Sequence[Data]) -> list[str]:
    """Names of who is logged in: of hosts that are managed their names, of others the end of their IQN."""
    names = {path["iqn"]: path["host"] for path in paths}
    seen = sorted({iqn for service in site["details"] for iqn in service["sessions"]})
    return [names.get(iqn) or iqn.rpartition(":")[2] for iqn in seen]


def _clients(site: Data, names: t.Sequence[str], places: t.Mapping[str, int], bottom: int) -> list[Element]:
    serving = [x for name, x in places.items() if any(service["node"] == name for service in site["details"])]
    lines = [_line(x + BOX / 2, bottom, WIDTH / 2, bottom + 38, True) for x in serving]
    count = len(names)
    title = f"{count} initiator{'' if count == 1 else 's'} logged in"
    return [
        *lines,
        tag("rect", x=WIDTH / 2 - 150, y=bottom + 38, width=300, height=48, rx=10, class_="box"),
        tag("text", title, x=WIDTH / 2, y=bottom + 58, class_="name mid"),
        tag("text", clipped(", ".join(names), 40), x=WIDTH / 2, y=bottom + 76, class_="small mid"),
    ]
