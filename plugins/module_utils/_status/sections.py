# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the status page, one function each; what they take is told by ``page.status_page``."""

from __future__ import annotations

import typing as t

from .drawing import MARKS, topology
from .markup import Content, Element, clipped, tag
from .plot import plot

Data = t.Dict[str, t.Any]
# Rows of all tables of LUNs together, problems, and names in a list: pages of large sites stay below 300 kB.
MOST_LUNS, MOST_PROBLEMS, MOST_NAMES, MOST_PAUSES = 300, 60, 12, 60
NUMBERS = ("LUN", "disks", "seconds", "I/O errors")
WORDS = {"up": "well", "warn": "look", "down": "down", "note": "to do"}


def badge(verdict: str, words: str = "", more: str = "") -> Element:
    """A verdict, by colour, by its mark and in words."""
    return tag("span", f"{MARKS[verdict]} {words or WORDS[verdict]}", class_=f"badge {verdict} {more}".strip())


def section(name: str, title: str, *content: Content) -> Element:
    """A part of the page with its heading."""
    return tag("section", tag("h2", title, id=name), *content, aria_labelledby=name)


def table(titles: t.Sequence[str], rows: t.Iterable[t.Sequence[Content]], label: str) -> Element:
    """A table that scrolls by itself where the screen is narrow; numbers stand at the right."""
    body = [
        tag("tr", [tag("td", cell, class_="number" if isinstance(cell, (int, float)) else None) for cell in row])
        for row in rows
    ]
    head = tag(
        "thead",
        tag("tr", [tag("th", title, scope="col", class_="number" if title in NUMBERS else None) for title in titles]),
    )
    return tag(
        "div", tag("table", head, tag("tbody", body)), class_="scroll", tabindex=0, role="region", aria_label=label
    )


def tiles(page: Data) -> Element:
    """The few figures that one looks for first."""
    site, found = page["site"], []
    if site:
        nodes, well = site["nodes"], [node for node in site["nodes"] if node["verdict"] == "up"]
        votes = len(site["quorum"])
        arbiter = site["arbiter"]
        voice = "no arbiter" if not arbiter else f"arbiter votes for {len(arbiter['votes'])} of {len(nodes)}"
        found.append(_tile("Quorum", f"{votes} of {len(nodes)}", voice, _all(votes == len(nodes) == len(well))))
        copies = [copy for service in site["details"] for copy in service["copies"]]
        synced = sum(copy["well"] for copy in copies)
        behind = sum(max((copy["behind"] for copy in service["copies"]), default=0) for service in site["details"])
        words = f"{_bytes(behind)} to copy" if behind else "nothing to copy"
        found.append(_tile("Copies in sync", f"{synced} of {len(copies)}", words, _all(synced == len(copies) > 0)))
        found.append(_fencing_tile(site))
    if page["pauses"]:
        last = page["pauses"][-1]
        found.append(_tile("Last pause", f"{last['seconds']:.1f} s", f"{last['what']}, {last['at'][:10]}"))
    if page["copies"]:
        lags = [copy["lag_seconds"] for copy in page["copies"] if copy["lag_seconds"] is not None]
        value = span(max(lags)) if lags else "unknown"
        verdict = _all(all(copy["verdict"] == "up" for copy in page["copies"]))
        found.append(_tile("Longest lag", value, f"of {len(page['copies'])} copies elsewhere", verdict))
    return tag("div", found, class_="tiles")


def _all(well: bool) -> str:
    return "up" if well else "warn"


def _fencing_tile(site: Data) -> Element:
    fencing, proofs = site["fencing"], site["proofs"]
    if not (fencing["on"] and fencing["means"]):
        return _tile("Fencing", "off", f"method {fencing['method']}", "warn")
    proven = [proof["days"] for proof in proofs if proof["at"]]
    words = "a node was never drilled" if len(proven) < len(proofs) else f"oldest proof {max(proven)} days ago"
    verdict = "up" if all(proof["fresh"] for proof in proofs) else "note"
    return _tile("Fencing", "armed", words, verdict)


def _tile(title: str, value: str, words: str, verdict: str = "") -> Element:
    mark = tag("span", f" {MARKS[verdict]}", class_=f"mark {verdict}", aria_hidden="true") if verdict else None
    told = tag("dd", tag("span", value, mark, class_="value"))
    return tag("dl", tag("dt", title), told, tag("dd", words, class_="soft"), class_="tile")


def problems(found: t.Sequence[Data]) -> Element:
    """What to do, the worst first."""
    if not found:
        return section("problems", "What to do", tag("p", badge("up", "nothing"), " No warning is open."))
    more = len(found) - MOST_PROBLEMS
    rest = tag("p", f"and {more} more, all of them in the JSON file", class_="soft") if more > 0 else None
    items = [
        tag(
            "li",
            badge(each["verdict"]),
            tag("span", tag("strong", clipped(each["text"], 400)), f" ({each['where']})", class_="what"),
            tag("span", each["way_out"], class_="way") if each["way_out"] else None,
        )
        for each in found[:MOST_PROBLEMS]
    ]
    return section("problems", "What to do", tag("ul", items, class_="problems"), rest)


def drawing(site: Data, paths: t.Sequence[Data]) -> Element:
    """The topology."""
    return section("topology", "Topology", topology(site, paths))


def services(site: Data) -> Element:
    """A card for each service."""
    cards, left = [], MOST_LUNS
    for service in site["details"]:
        cards.append(_card(service, service["luns"][:left]))
        left -= len(service["luns"][:left])
    return section("services", "Services", tag("div", cards, class_="cards"))


def _card(service: Data, luns: t.Sequence[Data]) -> Element:
    whole = service["served"] == len(service["luns"])
    well = bool(service["node"]) and whole and all(copy["well"] for copy in service["copies"])
    verdict = "up" if well else "warn" if service["node"] and whole else "down"
    home = "at home" if service["node"] == service["home"] else f"prefers {service['home']}"
    where = f"on {service['node']}, {home}" if service["node"] else "on no node"
    served = f"{service['served'] or 0} of {len(service['luns'])} LUNs at {', '.join(service['portals'])}"
    who = [iqn.rpartition(":")[2] for iqn in service["sessions"]]
    more = len(service["luns"]) - len(luns)
    return tag(
        "article",
        tag("div", tag("h3", service["name"]), badge(verdict)),
        tag("p", where),
        tag("ul", [tag("li", _copy(copy)) for copy in service["copies"]]),
        tag("p", served),
        tag("p", tag("code", service["iqn"])),
        tag("p", f"logged in: {_names(who)}", class_="soft"),
        _luns(service["name"], luns, more) if luns else None,
        class_="card",
    )


def _copy(copy: Data) -> list[Content]:
    parts = [copy["role"], copy["disk"], copy["link"]]
    # The one that serves says the same of its peer.
    if copy["role"] != "Primary":
        parts += ["" if copy["percent"] in (None, 100.0) else f"{copy['percent']:.1f} % in sync"]
        parts += [f"{_bytes(copy['behind'])} behind" if copy["behind"] else ""]
    words = f" {copy['node']}: {', '.join(part for part in parts if part)}"
    verdict = "up" if copy["well"] else "warn"
    return [tag("span", MARKS[verdict], class_=f"mark {verdict}", aria_hidden="true"), words]


def _luns(service: str, luns: t.Sequence[Data], more: int) -> Element:
    rows = [(lun["number"], lun["name"], lun["size"], tag("code", lun["serial"])) for lun in luns]
    rest = tag("p", f"and {more} more, all of them in the JSON file", class_="soft") if more else None
    shown = table(("LUN", "name", "size", "serial"), rows, f"LUNs of {service}")
    return tag("details", tag("summary", counted(len(luns) + more, "LUN")), shown, rest)


def _names(names: t.Sequence[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "") or "nobody"


def pauses(found: t.Sequence[Data]) -> Element:
    """The plot, and the same as a table."""
    if not found:
        empty = "None was measured yet. Each switchover, patch and fence drill measures one."
        return section("pauses", "Measured pauses", tag("p", empty, class_="soft"))
    rows = [
        (each["at"][:16].replace("T", " "), each["what"], each["way"], each["seconds"], each["errors"], each["by"])
        for each in reversed(found[-MOST_PAUSES:])
    ]
    titles = ("when", "what", "way", "seconds", "I/O errors", "measured by")
    listed = tag("details", tag("summary", "As a table"), table(titles, rows, "Measured pauses as a table"))
    return section("pauses", "Measured pauses", plot(found), _legend(), listed)


def _legend() -> Element:
    def entry(shape: Element, words: str) -> Element:
        return tag("span", tag("svg", shape, viewBox="0 0 14 14", aria_hidden="true"), words)

    return tag(
        "p",
        entry(tag("circle", cx=7, cy=7, r=5, class_="switchover"), "switchover"),
        entry(tag("path", d="M7 1 l6 6 l-6 6 l-6 -6 z", class_="drill"), "fence drill"),
        entry(tag("circle", cx=7, cy=7, r=5, class_="switchover errors"), "with I/O errors"),
        class_="legend",
    )


def fencing(site: Data) -> Element:
    """When it was proven for each node that it can be fenced."""
    rows = [
        (
            proof["node"],
            badge("up", f"{proof['days']} days ago") if proof["fresh"] else badge("note", _age(proof)),
            _seconds(proof["fenced_seconds"]),
            _seconds(proof["back_seconds"]),
        )
        for proof in site["proofs"]
    ]
    means = ", ".join(site["fencing"]["means"]) or "nothing"
    words = f"By {means}, method {site['fencing']['method']}."
    titles = ("node", "proven", "fenced in", "back in")
    return section("fencing", "Fencing", tag("p", words), table(titles, rows, "Fence drills"))


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} s"


def counted(count: int, noun: str) -> str:
    """``1 LUN``, ``2 LUNs``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _age(proof: Data) -> str:
    return f"{proof['days']} days ago" if proof["at"] else "never"


def paths(found: t.Sequence[Data]) -> Element:
    """What managed initiators see."""
    rows: list[t.Sequence[Content]] = []
    for path in found:
        if not path["sessions"]:
            rows.append((path["host"], "silent" if path["silent"] else "no session", "", "", ""))
        for each in path["sessions"]:
            state = badge("up", "logged in") if each["well"] else badge("warn", "lost")
            rows.append((path["host"], each["service"], each["portal"], state, each["disks"]))
    titles = ("initiator", "service", "portal", "session", "disks")
    return section("paths", "Paths of managed initiators", table(titles, rows, "Paths"))


def copies(found: t.Sequence[Data]) -> Element:
    """3PAR and ZFS."""
    rows = [
        (
            badge(each["verdict"]),
            f"{each['kind']} {each['name']}",
            f"{each['source']} → {each['target']}" if each["source"] else f"{' ? '.join(each['ends'])}",
            each["words"],
            _lag(each),
        )
        for each in found
    ]
    return section("copies", "Copies elsewhere", table(("state", "copy", "way", "what", "behind"), rows, "Copies"))


def _lag(copy: Data) -> str:
    limit = f" (limit {span(copy['most_seconds'])})" if copy["most_seconds"] else ""
    return "unknown" if copy["lag_seconds"] is None else f"{span(copy['lag_seconds'])}{limit}"


def span(seconds: float) -> str:
    """Seconds for people, in the largest unit of which there are at least two."""
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _bytes(count: float) -> str:
    for unit in ("B", "KiB", "MiB", "GiB"):
        if count < 1024:
            return f"{count:.0f} {unit}"
        count /= 1024
    return f"{count:.1f} TiB"
