# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Which Debian mirror this host uses: read from its own apt sources, in both formats. Pure."""

import re
from typing import Dict, List, NamedTuple

from lab.lib.errors import LabError

#: Debian's codenames; a mirror that carries one of these suites is a Debian mirror.
RELEASES = {"12": "bookworm", "13": "trixie"}
SUITES = {
    "bullseye",
    "bookworm",
    "trixie",
    "forky",
    "sid",
    "oldoldstable",
    "oldstable",
    "stable",
    "testing",
    "unstable",
}


class Source(NamedTuple):
    """One place packages come from."""

    uri: str
    suite: str
    components: str


def parse_one_line(text: str) -> List[Source]:
    """The binary sources of a sources.list."""
    found = []
    for line in text.splitlines():
        match = re.match(r"^\s*deb\s+(?:\[[^]]*\]\s+)?(\S+)\s+(\S+)\s+([^#]*)", line)
        if match:
            found.append(Source(match[1], match[2], match[3].strip()))
    return found


def parse_deb822(text: str) -> List[Source]:
    """The enabled binary sources of a *.sources file."""
    found = []
    # Comments may stand anywhere, also between the lines of a stanza; they never separate stanzas.
    plain = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for stanza in re.split(r"\n\s*\n", plain):
        fields = _fields(stanza)
        if "deb" not in fields.get("types", "").split() or fields.get("enabled", "yes").lower() in ("no", "false"):
            continue
        for uri in fields.get("uris", "").split():
            for suite in fields.get("suites", "").split():
                found.append(Source(uri, suite, fields.get("components", "")))
    return found


def _fields(stanza: str) -> Dict[str, str]:
    fields: Dict[str, str] = {}
    key = ""
    for line in stanza.splitlines():
        if line[:1] in " \t" and key:
            fields[key] += " " + line.strip()
        elif ":" in line:
            key, _rest, value = line.partition(":")
            key = key.strip().lower()
            fields[key] = value.strip()
    return fields


def mirror(sources: List[Source], override: str = "") -> str:
    """The address of the Debian archive for this host."""
    if override:
        return override.rstrip("/")
    for source in sources:
        if source.suite in SUITES and "main" in source.components.split():
            return source.uri.rstrip("/")
    raise LabError(
        "this host's apt sources name no Debian mirror (an Ubuntu host has none)",
        "say which one to use: LAB_MIRROR=https://MIRROR/debian lab/lab up",
    )


def host_suite(sources: List[Source]) -> str:
    """The Debian suite this host itself runs, or nothing if it is not Debian."""
    return next((s.suite for s in sources if s.suite in SUITES and "main" in s.components.split()), "")
