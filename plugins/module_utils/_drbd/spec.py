# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From parameters to the desired model; defaults that differ by dialect are filled in by resource_for."""

from __future__ import annotations

import ipaddress
import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .model import DIALECT_8, DIALECT_9, Desired, Host, Resource, Volume
from .render import as_options

SECTIONS = ("net", "disk", "options", "handlers")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")
_OPTION = re.compile(r"[a-z][a-z0-9-]*")
_OWN_PLACE = {"fencing": "fencing", "protocol": "protocol", "shared-secret": "secret"}
# The kernel's limit is 64 bytes with the closing NUL.
_SECRET_MAX = 63

_NET = {
    "after-sb-0pri": "discard-zero-changes",
    # The automatic discard policies drop acknowledged writes without a word.
    "after-sb-1pri": "disconnect",
    "after-sb-2pri": "disconnect",
    "connect-int": "3",
    "csums-alg": "crc32c",
    "max-buffers": "8000",
    "ping-int": "3",
    "ping-timeout": "5",
    "timeout": "30",
    "verify-alg": "crc32c",
}
# Without the resync controller 8.4 resyncs with 250 kB/s.
_DISK = {
    "al-extents": "1237",
    "c-delay-target": "100",
    "c-fill-target": "0",
    "c-max-rate": "100M",
    "c-min-rate": "1M",
    "c-plan-ahead": "20",
    "on-io-error": "detach",
}
# The role drbd installs it.
HANDLER = "/usr/lib/quorate/drbd-handler"
_FENCE_HANDLERS = {
    # Ours: with Pacemaker 2.1.7 or newer, crm-fence-peer.sh of drbd-utils before 9.28 looks for a state that never
    # comes, 91 s long unless limited, with I/O frozen.
    DIALECT_8: {
        "fence-peer": f"{HANDLER} fence-peer",
        "unfence-peer": f"{HANDLER} unfence-peer",
    },
    DIALECT_9: {
        "fence-peer": "/usr/lib/drbd/crm-fence-peer.9.sh --timeout 12",
        "unfence-peer": "/usr/lib/drbd/crm-unfence-peer.9.sh",
    },
}


def desired_from(params: t.Mapping[str, t.Any], expect_disks: bool = True) -> Desired:
    """The desired state. *expect_disks*: a missing backing device is an error.

    Raises InvalidInput with every problem.
    """
    problems = list(_problems(params))
    if problems:
        raise InvalidInput(problems)
    port = params.get("port") or 0
    wait = params.get("wait") or {}
    return Desired(
        name=params["name"],
        state=params["state"],
        hosts=tuple(
            Host(h["name"], str(ipaddress.ip_address(h["address"])), h.get("port") or port, _node_id(h, i))
            for i, h in enumerate(params.get("hosts") or ())
        ),
        volumes=tuple(Volume(v["number"], v["minor"], v["disk"]) for v in params.get("volumes") or ()),
        protocol=params["protocol"],
        secret=params.get("secret") or "",
        fencing=params["fencing"],
        sections=tuple((kind, _pairs(params.get(kind))) for kind in SECTIONS),
        dialect=params["dialect"],
        max_peers=params.get("max_peers") or max(1, len(params.get("hosts") or ()) - 1),
        initial_sync=params["initial_sync"],
        sync_source=params.get("sync_source") or "",
        peers_with_data=tuple(params.get("peers_with_data") or ()),
        full_sync_from_peer=params["full_sync_from_peer"],
        use_existing_metadata=params["use_existing_metadata"],
        destroy_existing_metadata=params["destroy_existing_metadata"],
        destroy_existing_data=params["destroy_existing_data"],
        resize=params["resize"],
        expect_disks=expect_disks,
        sync_timeout=wait.get("timeout") or 60,
    )


def resource_for(desired: Desired, dialect: str) -> Resource:
    """The complete resource for *dialect*: the user's options over our defaults."""
    return Resource(
        name=desired.name,
        dialect=dialect,
        hosts=tuple(
            Host(host.name, host.address, host.port, host.node_id if dialect == DIALECT_9 else None)
            for host in desired.hosts
        ),
        volumes=desired.volumes,
        protocol=desired.protocol,
        secret=desired.secret,
        fencing=desired.fencing,
        **{kind: _merged(_defaults(desired, dialect, kind), dict(desired.sections).get(kind, ())) for kind in SECTIONS},
    )


def _defaults(desired: Desired, dialect: str, kind: str) -> dict[str, str]:
    nine = dialect == DIALECT_9
    if kind == "net":
        authentication = {"cram-hmac-alg": "sha256"} if desired.secret else {}
        return {**_NET, **authentication, "rr-conflict": "retry-connect" if nine else "disconnect"}
    if kind == "disk":
        return dict(_DISK)
    if kind == "options":
        return {"on-no-data-accessible": "suspend-io", **({"auto-promote": "no"} if nine else {})}
    return {} if desired.fencing == "dont-care" else dict(_FENCE_HANDLERS[dialect])


def _merged(defaults: t.Mapping[str, str], given: t.Sequence[tuple[str, str | None]]) -> tuple[tuple[str, str], ...]:
    both: dict[str, str | None] = {**defaults, **dict(given)}
    return as_options({key: value for key, value in both.items() if value is not None})


def _pairs(values: t.Mapping[str, t.Any] | None) -> tuple[tuple[str, str | None], ...]:
    """Option values as text: YAML makes ``yes`` a boolean and ``20`` a number."""
    words = {True: "yes", False: "no"}
    return tuple(
        (key, None if value is None else words[value] if isinstance(value, bool) else str(value))
        for key, value in sorted((values or {}).items())
    )


def _node_id(host: t.Mapping[str, t.Any], position: int) -> int:
    given = host.get("node_id")
    return position if given is None else int(given)


def _problems(params: t.Mapping[str, t.Any]) -> t.Iterator[Problem]:
    if not _NAME.fullmatch(params["name"]):
        yield Problem("name", f"'{params['name']}' is no name for a DRBD resource")
    if params["state"] == "absent":
        return
    yield from _host_problems(params)
    yield from _volume_problems(params)
    yield from _secret_problems(params.get("secret") or "")
    for kind in SECTIONS:
        yield from _option_problems(kind, params.get(kind) or {})
    names = [host["name"] for host in params.get("hosts") or ()]
    if params["initial_sync"] != "none" and params.get("sync_source") not in names:
        yield Problem("sync_source", f"must be one of the hosts {', '.join(names)}: its data become the valid ones")


def _host_problems(params: t.Mapping[str, t.Any]) -> t.Iterator[Problem]:
    hosts = params.get("hosts") or ()
    if len(hosts) < 2:
        yield Problem("hosts", "at least two hosts are needed")
    if len(hosts) > 2 and params["dialect"] == DIALECT_8:
        yield Problem("hosts", "DRBD 8.4 connects two hosts only")
    for at, host in enumerate(hosts):
        if not _NAME.fullmatch(host["name"]):
            yield Problem(f"hosts[{at}].name", f"'{host['name']}' is no host name")
        try:
            ipaddress.ip_address(host["address"])
        except ValueError:
            yield Problem(f"hosts[{at}].address", f"'{host['address']}' is no IP address")
        if not 1 <= (host.get("port") or params.get("port") or 0) <= 65535:
            yield Problem(f"hosts[{at}].port", "a port from 1 to 65535 is needed")
        if not 0 <= _node_id(host, at) <= 31:
            yield Problem(f"hosts[{at}].node_id", "a node id is 0 to 31")
    yield from _doubles("hosts", "name", [host["name"] for host in hosts])
    yield from _doubles("hosts", "address", [host["address"] for host in hosts])
    yield from _doubles("hosts", "node_id", [_node_id(host, at) for at, host in enumerate(hosts)])


def _volume_problems(params: t.Mapping[str, t.Any]) -> t.Iterator[Problem]:
    volumes = params.get("volumes") or ()
    if not volumes:
        yield Problem("volumes", "at least one volume is needed")
    for at, volume in enumerate(volumes):
        if not 0 <= volume["number"] <= 65535:
            yield Problem(f"volumes[{at}].number", "a volume number is 0 to 65535")
        if not 0 <= volume["minor"] < 1 << 20:
            yield Problem(f"volumes[{at}].minor", "a minor is 0 to 1048575")
        if not re.fullmatch(r"/dev/[!-~]+", volume["disk"]):
            yield Problem(f"volumes[{at}].disk", f"'{volume['disk']}' is no path below /dev")
    for key in ("number", "minor", "disk"):
        yield from _doubles("volumes", key, [volume[key] for volume in volumes])


def _secret_problems(secret: str) -> t.Iterator[Problem]:
    if len(secret) > _SECRET_MAX:
        yield Problem("secret", f"has {len(secret)} characters, DRBD takes at most {_SECRET_MAX}")
    if not re.fullmatch(r"[ -~]*", secret):
        yield Problem("secret", "holds characters that are not printable ASCII")


def _option_problems(kind: str, values: t.Mapping[str, t.Any]) -> t.Iterator[Problem]:
    for key, value in values.items():
        if key in _OWN_PLACE:
            yield Problem(f"{kind}.{key}", f"has an option of its own: {_OWN_PLACE[key]}")
        elif not _OPTION.fullmatch(key):
            yield Problem(f"{kind}.{key}", "is no option name")
        if isinstance(value, (dict, list)) or not re.fullmatch(r"[ -~]*", str(value)):
            yield Problem(f"{kind}.{key}", "is neither a number, nor a boolean, nor one line of printable ASCII")


def _doubles(path: str, key: str, values: t.Sequence[t.Any]) -> t.Iterator[Problem]:
    for value in sorted({value for value in values if list(values).count(value) > 1}):
        yield Problem(path, f"{key} {value} is there more than once")
