# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ``.res`` file of a resource, in the dialect of its kernel module."""

from __future__ import annotations

import re
import typing as t

from .model import DIALECT_9, Host, Options, Resource, Volume

HEADER = "# Managed by quorate.ha_storage.drbd_resource: changes made here are lost.\n"
_PLAIN = re.compile(r"[A-Za-z0-9_./%-]+")


def render(resource: Resource) -> str:
    """The whole file. It holds the secret: give it mode 0600."""
    nine = resource.dialect == DIALECT_9
    net: dict[str, str] = dict(resource.net, protocol=resource.protocol)
    disk = dict(resource.disk)
    if resource.secret:
        net["shared-secret"] = resource.secret
    if resource.fencing:
        # Each dialect rejects the other's place.
        (net if nine else disk)["fencing"] = resource.fencing
    sections = [
        _section("options", resource.options),
        _section("handlers", resource.handlers, always_quoted=True),
        _section("disk", sorted(disk.items())),
        _section("net", sorted(net.items())),
        *(_volume(volume) for volume in resource.volumes),
        *(_host(host, nine) for host in resource.hosts),
    ]
    if nine and len(resource.hosts) > 2:
        names = " ".join(quoted(host.name) for host in resource.hosts)
        sections.append(["connection-mesh {", f"  hosts {names};", "}"])
    lines = [f"  {line}" for section in sections for line in section]
    return "\n".join([f"{HEADER}resource {quoted(resource.name)} {{", *lines, "}", ""])


def masked(resource: Resource, secret: str) -> list[str]:
    """The lines of the file for a diff, with the word *secret* in place of the secret."""
    hidden = {**vars(resource), "secret": secret if resource.secret else ""}
    return render(Resource(**hidden)).splitlines()


def quoted(value: str, always: bool = False) -> str:
    """*value* as one token; the lexer takes a backslash before any character away."""
    if _PLAIN.fullmatch(value) and not always:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _section(name: str, options: t.Iterable[tuple[str, str]], always_quoted: bool = False) -> list[str]:
    lines = [f"  {key} {quoted(value, always_quoted or key == 'shared-secret')};" for key, value in options]
    return [f"{name} {{", *lines, "}"] if lines else []


def _volume(volume: Volume) -> list[str]:
    return [
        f"volume {volume.number} {{",
        f"  device minor {volume.minor};",
        f"  disk {quoted(volume.disk, True)};",
        "  meta-disk internal;",
        "}",
    ]


def _host(host: Host, nine: bool) -> list[str]:
    node_id = [f"  node-id {host.node_id};"] if nine else []
    address = f"ipv6 [{host.address}]" if ":" in host.address else host.address
    return [f"on {quoted(host.name)} {{", *node_id, f"  address {address}:{host.port};", "}"]


def as_options(values: t.Mapping[str, str]) -> Options:
    """*values* as the sorted pairs of the model."""
    return tuple(sorted(values.items()))
