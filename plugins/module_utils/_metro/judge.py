# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether two sites are fit to be one storage, by what ``metro_info`` told on both nodes. Pure."""

from __future__ import annotations

import ipaddress
import typing as t

from .model import Limits

Data = t.Mapping[str, t.Any]
Facts = t.Mapping[str, Data]
Lines = t.Iterator[str]
WHERE = "ha_storage_metro"
# Sites differ by more than this share of the larger one's memory: one of them was not sized for both.
UNEVEN = 0.2


class Findings(t.NamedTuple):
    """What forbids two sites, and what is only worth knowing; each with its reason and the way out."""

    problems: list[str]
    warnings: list[str]


def findings(site: Data, facts: Facts, window: tuple[float, float], limits: Limits) -> Findings:
    """All there is to say.

    facts -- by the node's name, what ``metro_info`` told there
    window -- the controller's time before the first and after the last node was asked, in seconds
    """
    problems: list[str] = []
    warnings: list[str] = []
    for name, fact in facts.items():
        near = [*_distances(site, name, fact, limits), *_lost(fact)]
        warnings += [f"{name}: {line}" for severe, line in near if not severe]
        lines = [line for severe, line in near if severe]
        lines += [*_shared_networks(site, name, fact, limits), *_clock(fact, window, limits), *_memory(fact, limits)]
        problems += [f"{name}: {line}" for line in lines]
    return Findings(problems, [*warnings, *_uneven(facts)])


def _distances(site: Data, name: str, fact: Data, limits: Limits) -> t.Iterator[tuple[bool, str]]:
    """Whether each is refused, and the words. The shortest trip counts: load adds to it, and nothing takes away."""
    for node in site["cluster"]["nodes"]:
        for address in dict.fromkeys([*node["links"], node["replication"]]) if node["name"] != name else ():
            trip = _trip(fact, address)
            allowed = limits.round_trip_ms if trip > limits.round_trip_ms else limits.round_trip_warn_ms
            if trip > allowed:
                yield (
                    trip > limits.round_trip_ms,
                    f"{node['name']} at {address} is {trip:g} ms away and back, more than {allowed:g} ms: every write "
                    f"waits for that (a shorter link, or another {WHERE}.{_limit(trip, limits)})",
                )
    arbiter = site["cluster"]["arbiter"]
    trip = _trip(fact, arbiter["address"]) if arbiter else 0
    if trip > limits.arbiter_round_trip_ms:
        yield (
            True,
            f"the arbiter {arbiter['name']} at {arbiter['address']} is {trip:g} ms away and back, more than "
            f"{limits.arbiter_round_trip_ms:g} ms: its vote may come too late (another link or place for it, or "
            f"another {WHERE}.arbiter_round_trip_ms)",
        )


def _limit(trip: float, limits: Limits) -> str:
    return "round_trip_ms" if trip > limits.round_trip_ms else "round_trip_warn_ms"


def _trip(fact: Data, address: str) -> float:
    """The shortest round trip in ms; 0 where nobody answered, which ``site_problems`` tells."""
    return fact["peers"].get(address, {}).get("min_ms") or 0.0


def _lost(fact: Data) -> t.Iterator[tuple[bool, str]]:
    for address, peer in fact["peers"].items():
        lost = peer["sent"] - peer["received"]
        if lost and peer["received"]:
            yield False, f"{lost} of {peer['sent']} echoes from {address} were lost (look at the link)"


def _shared_networks(site: Data, name: str, fact: Data, limits: Limits) -> Lines:
    owners: dict[str, str] = {}
    for purpose, networks in _networks(site, name, fact).items():
        for network in sorted(networks) if purpose in limits.separate else ():
            if network in owners:
                yield (
                    f"{owners[network]} and {purpose} share the network {network}: one fault there takes both away "
                    f"(give {purpose} a network of its own, or take it out of {WHERE}.separate)"
                )
            owners.setdefault(network, purpose)


def _networks(site: Data, name: str, fact: Data) -> dict[str, set[str]]:
    """The node's networks by purpose; a portal's is the one that holds it, the arbiter's the one that leads there."""
    here = [ipaddress.ip_interface(f"{each['address']}/{each['prefix']}") for each in fact["networks"]]
    cluster = site["cluster"]
    node = next((each for each in cluster["nodes"] if each["name"] == name), None)
    portals = [portal["ip"] for service in site["services"] for portal in service["target"]["portals"]]
    arbiter = cluster["arbiter"] and fact["peers"].get(cluster["arbiter"]["address"], {}).get("source")
    return {
        "replication": _around(here, [node["replication"]] if node else []),
        "iscsi": _around(here, portals),
        "management": _around(here, [link for link in node["links"] if link != node["replication"]] if node else []),
        "arbiter": _around(here, [arbiter] if arbiter else []),
    }


def _around(here: t.Sequence[t.Any], addresses: t.Iterable[str]) -> set[str]:
    """The networks of the interfaces *here* that hold the *addresses*."""
    found = [ipaddress.ip_address(address) for address in addresses]
    return {str(own.network) for own in here if any(address in own.network for address in found)}


def _clock(fact: Data, window: tuple[float, float], limits: Limits) -> Lines:
    begin, end = window
    # When within the window the node was asked is not known: only what is outside is certainly wrong.
    off = fact["time"] - (begin if fact["time"] < begin else end)
    if not begin <= fact["time"] <= end and abs(off) > limits.clock_seconds:
        yield (
            f"the clock is at least {abs(off):.0f} s {'ahead' if off > 0 else 'behind'}, more than "
            f"{limits.clock_seconds:g} s: logs and certificates need the time (set up chrony or systemd-timesyncd, or "
            f"another {WHERE}.clock_seconds)"
        )


def _memory(fact: Data, limits: Limits) -> Lines:
    if fact["memory_mib"] < limits.memory_mib:
        yield (
            f"has {fact['memory_mib']} MiB of memory, less than {limits.memory_mib} MiB: each site carries all "
            f"services while the other is lost (add memory, or another {WHERE}.memory_mib)"
        )


def _uneven(facts: Facts) -> Lines:
    sizes = {name: fact["memory_mib"] for name, fact in facts.items()}
    small = min(sizes, key=lambda name: sizes[name], default="")
    large = max(sizes, key=lambda name: sizes[name], default="")
    if small and sizes[small] < (1 - UNEVEN) * sizes[large]:
        yield (
            f"{small} has {sizes[small]} MiB of memory and {large} {sizes[large]} MiB: is the smaller one enough for "
            "all services?"
        )
