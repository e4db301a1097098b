# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which plugins munin-node runs: links in its folder, those of this collection and those that nobody wants.

The verb ``links`` of the program: ``links /etc/munin/plugins /usr/share/munin/plugins [--check] [--unwanted NAME]...``
"""

from __future__ import annotations

import argparse
import fnmatch
import sys
import typing as t

from .model import Plugin, Unusable
from .system import Host

OURS = "quorate_"


def main(words: t.Sequence[str], plugins: t.Mapping[str, Plugin], host: Host) -> int:
    """0; prints a line for each link that changes, or would with ``--check``."""
    given = _read(words)
    present = {name: host.files.link(f"{given.folder}/{name}") for name in host.files.names(given.folder)}
    wanted = {
        name: f"{given.programs}/{kind}"
        for kind, plugin in plugins.items()
        if kind not in given.no
        for name in installed_as(kind, plugin, host)
    }
    add, remove = changes(present, wanted, given.unwanted)
    for name in remove:
        sys.stdout.write(f"remove {name}\n")
        if not given.check:
            host.files.remove(f"{given.folder}/{name}")
    for name in add:
        sys.stdout.write(f"add {name}\n")
        if not given.check:
            host.files.make_link(f"{given.folder}/{name}", wanted[name])
    return 0


def installed_as(kind: str, plugin: Plugin, host: Host) -> list[str]:
    """The names under which a plugin has something to show on *host*."""
    try:
        plugin.require(host)
    except Unusable:
        return []
    return [kind + instance for instance in plugin.instances(host)] if kind.endswith("_") else [kind]


def changes(
    present: t.Mapping[str, str], wanted: t.Mapping[str, str], unwanted: t.Sequence[str]
) -> tuple[list[str], list[str]]:
    """The names to add, and those to remove. Plugins of others stay, unless *unwanted* has a pattern for them.

    present -- the goals of links by name; "" for a file that is no link
    """
    remove = [
        name
        for name in present
        if name not in wanted
        and (name.startswith(OURS) or any(fnmatch.fnmatchcase(name, pattern) for pattern in unwanted))
    ]
    return sorted(name for name, goal in wanted.items() if present.get(name) != goal), sorted(remove)


def _read(words: t.Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="links")
    parser.add_argument("folder", help="where munin-node looks")
    parser.add_argument("programs", help="where the plugins are")
    parser.add_argument("--check", action="store_true", help="changes nothing")
    parser.add_argument("--unwanted", action="append", default=[], help="a pattern of names that must not be there")
    parser.add_argument("--no", action="append", default=[], help="a plugin of ours that is not to be run")
    return parser.parse_args(list(words))
