# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reader meets: provenance of fixtures, no traces of one workplace, a README whose commands exist."""

from __future__ import annotations

import pathlib
import re

from . import checkout

# Written in halves, so that this file does not find itself.
TRACES = re.compile(
    "|".join(["/" + "work/", "/" + "farm/", "pypi" + r"\.org", r"deb\." + "debian", "files.python" + "hosted"])
)
UNFINISHED = re.compile(r"\b(TO" + "DO|FIX" + "ME|X" + "XX|HA" + "CK)\\b")


def lines() -> list[tuple[str, str]]:
    """(place, line) of every text file."""
    found = []
    for path in checkout.everything():
        data = (checkout.TOP / path).read_bytes()
        if b"\0" not in data and path.name != "LICENSE":
            text = data.decode(errors="replace")
            found += [(f"{path}:{number}", line) for number, line in enumerate(text.splitlines(), 1)]
    return found


def test_no_traces_of_a_workplace_and_nothing_unfinished() -> None:
    assert [(place, line) for place, line in lines() if TRACES.search(line) or UNFINISHED.search(line)] == []


def test_each_folder_of_fixtures_names_its_source() -> None:
    folders = {path.parent for path in checkout.files("tests/unit/fixtures/*") if path.name != "SOURCE.md"}
    tops = {pathlib.Path(*folder.parts[:4]) for folder in folders}
    assert [str(folder) for folder in tops if not (checkout.TOP / folder / "SOURCE.md").is_file()] == []


def make_targets() -> set[str]:
    """The targets that the Makefile explains."""
    return set(re.findall(r"^([a-z-]+):.*## ", checkout.read(pathlib.Path("Makefile")), re.MULTILINE))


def test_every_make_command_in_the_documentation_exists() -> None:
    told = set()
    for path in checkout.files("*.md"):
        told |= set(re.findall(r"`make ([a-z-]+)|^ *make ([a-z-]+)", checkout.read(path), re.MULTILINE))
    assert {one or other for one, other in told} - make_targets() == set()
    assert {"demo", "test", "lint", "unit", "sanity", "molecule", "bench"} <= make_targets()


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    readme = checkout.read(pathlib.Path("README.md"))
    assert len(readme.splitlines()) <= 150
    for path in checkout.files("*.md"):
        folder = (checkout.TOP / path).parent
        links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", checkout.read(path))
        assert [link for link in links if not (folder / link).exists()] == [], path
