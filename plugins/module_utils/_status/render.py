# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The status page as HTML: one file, nothing to fetch, nothing that runs but the telling of its age."""

from __future__ import annotations

import base64
import hashlib
import typing as t

from . import sections
from .markup import Element, document, tag
from .style import SCRIPT, STYLE

Data = t.Dict[str, t.Any]
TITLES = {"up": "All is well", "warn": "Look at this", "down": "Something is down"}


def status_html(page: Data) -> str:
    """The document of ``page.status_page`` as a page of its own, below 300 kB for 64 services with 256 LUNs each."""
    name, verdict = page["name"], page["verdict"]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("title", f"{TITLES[verdict]} · {name}"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy()),
        # Without it, browsers ask for /favicon.ico.
        tag("link", rel="icon", href="data:,"),
        tag("style", STYLE),
    )
    return document(
        tag("html", head, tag("body", _header(page), _main(page), _footer(), tag("script", SCRIPT)), lang="en")
    )


def _policy() -> str:
    """Nothing from anywhere, even if somebody got markup in; the script is known by its hash."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'; base-uri 'none'"
    )


def _header(page: Data) -> Element:
    moment = page["at"][:16].replace("T", " ") + " UTC"
    return tag(
        "header",
        tag("h1", page["name"]),
        sections.badge(page["verdict"], TITLES[page["verdict"]], "big"),
        tag("time", moment, datetime=page["at"], title=moment),
    )


def _main(page: Data) -> Element:
    site = page["site"]
    drawn = sections.drawing(site, page["paths"]) if site else None
    return tag(
        "main",
        sections.tiles(page),
        tag("div", sections.problems(page["problems"]), drawn, class_="wide"),
        sections.services(site) if site else None,
        tag(
            "div",
            sections.pauses(page["pauses"]) if site else None,
            sections.fencing(site) if site else None,
            class_="wide",
        )
        if site
        else None,
        sections.paths(page["paths"]) if page["paths"] else None,
        sections.copies(page["copies"]) if page["copies"] else None,
    )


def _footer() -> Element:
    command = tag("code", "ansible-playbook quorate.ha_storage.status -e status_html=FILE")
    return tag("footer", tag("p", "Made by ", command, ". A page does not change by itself: make it anew by a timer."))
