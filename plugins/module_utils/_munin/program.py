# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each plugin of Munin runs: ``munin.pyz NAME [config | autoconf | suggest]``, and ``munin.pyz links ...``.

A plugin shows the same graphs wherever its service runs. What cannot be measured here and now is unknown (``U``), with
the reason in the log of munin-node: a plugin that fails would lose what the others of its graphs know.
"""

from __future__ import annotations

import importlib
import sys
import typing as t

from .._core.errors import HaStorageError
from .model import Graph, Plugin, Unusable, Values
from .render import config_lines, value_lines
from .system import Host

# The module of each plugin, by its name; one that ends with "_" is installed once for each of its instances.
PLUGINS = {
    "quorate_drbd_": "drbd",
    "quorate_lio_": "lio",
    "quorate_quorum": "quorum",
    "quorate_constraints": "constraints",
    "quorate_switchover": "switchover",
    "quorate_rcg": "rcg",
    "quorate_zfs": "zfs",
}


def main(argv: t.Sequence[str] | None = None, host: Host | None = None) -> int:
    """The exit code; 2 for what is no plugin."""
    words, host = list(sys.argv if argv is None else argv)[1:], host or Host()
    if words[:1] == ["links"]:
        links = importlib.import_module(".links", __package__)
        return int(links.main(words[1:], {name: load(name) for name in PLUGINS}, host))
    kind = next((kind for kind in PLUGINS if words and (words[0] == kind or _is_of(words[0], kind))), "")
    if not kind:
        host.complain(f"there is no plugin {' '.join(words[:1])}; there are {', '.join(PLUGINS)}")
        return 2
    verb = words[1] if len(words) > 1 else ""
    for line in _answer(load(kind), words[0], words[0][len(kind) :], verb, host):
        sys.stdout.write(f"{line}\n")
    return 0


def load(name: str) -> Plugin:
    """The module of the plugin *name*; only what is asked for is read, for each costs time."""
    return t.cast(Plugin, importlib.import_module(f".{PLUGINS[name]}", __package__))


def _is_of(name: str, kind: str) -> bool:
    return kind.endswith("_") and name.startswith(kind)


def _answer(plugin: Plugin, name: str, instance: str, verb: str, host: Host) -> t.Iterator[str]:
    if verb == "autoconf":
        yield _usable(plugin, host)
    elif verb == "suggest":
        yield from plugin.instances(host)
    elif verb == "config":
        graphs = plugin.graphs(host, instance)
        yield from config_lines(name, graphs, host.environ)
        # The master takes both at once, and the node is asked half as often.
        if host.environ.get("MUNIN_CAP_DIRTYCONFIG") == "1":
            yield from _values(plugin, name, instance, graphs, host)
    else:
        yield from _values(plugin, name, instance, plugin.graphs(host, instance), host)


def _usable(plugin: Plugin, host: Host) -> str:
    try:
        plugin.require(host)
    except Unusable as reason:
        return f"no ({reason})"
    return "yes"


def _values(plugin: Plugin, name: str, instance: str, graphs: t.Sequence[Graph], host: Host) -> t.Iterator[str]:
    found: Values = {}
    try:
        found = plugin.values(host, instance)
    except (HaStorageError, OSError) as error:
        host.complain(f"{name}: {error}")
    yield from value_lines(name, graphs, found)
