# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the hosts are fit for the site. Silent on bare hosts, and on those where the site runs already."""

from __future__ import annotations

import typing as t

from .preflight_storage import storage_problems

Data = t.Dict[str, t.Any]
Lines = t.Iterator[str]


def site_problems(
    site: Data,
    facts: t.Mapping[str, Data],
    allow_full_sync_to: t.Sequence[str] = (),
    allow_existing_metadata_on: t.Sequence[str] = (),
) -> list[str]:
    """All that is wrong, as ``host: path: what (way out)``.

    facts -- by inventory name, what ``site_info`` found
    allow_full_sync_to -- nodes whose storage was lost and may be overwritten from the peer
    allow_existing_metadata_on -- nodes that were installed anew around disks that are kept
    """
    found = list(_names(site["cluster"], facts))
    for host, fact in facts.items():
        lines = [*_cluster(site["cluster"], fact), *_drbd(site, fact), *_network(site["cluster"], fact)]
        lines += storage_problems(site, fact, fact["name"] in allow_existing_metadata_on)
        lines += [f"could not be looked at: {error}" for error in fact["errors"]]
        found += [f"{host}: {line}" for line in lines]
    return found + list(_lost_sides(site, facts, allow_full_sync_to))


def _names(cluster: Data, facts: t.Mapping[str, Data]) -> Lines:
    members = [node["name"] for node in cluster["nodes"]]
    said: dict[str, str] = {}
    for host, fact in facts.items():
        name = fact["name"]
        if name not in members:
            yield (
                f"{host}: ha_storage_cluster.nodes: uname -n says '{name}', which is none of {', '.join(members)} "
                "(hostnamectl hostname, or correct the description)"
            )
        elif host in members and host != name:
            yield f"{host}: ha_storage_cluster.nodes: uname -n says '{name}' (the inventory mixes the nodes up)"
        elif name in said:
            yield f"{host}: ha_storage_cluster.nodes: uname -n says '{name}', as on {said[name]} (rename one)"
        said.setdefault(name, host)


def _cluster(cluster: Data, fact: Data) -> Lines:
    corosync = fact["corosync"]
    if not corosync or not corosync["nodes"]:
        return
    members = [node["name"] for node in cluster["nodes"]]
    if corosync["cluster"] != cluster["name"]:
        yield (
            f"ha_storage_cluster.name: the host is a member of the cluster '{corosync['cluster']}' "
            "(take it out there first and remove /etc/corosync/corosync.conf)"
        )
    elif sorted(corosync["nodes"]) != sorted(members):
        names = ", ".join(corosync["nodes"])
        yield f"ha_storage_cluster.nodes: corosync.conf names the nodes {names} (correct the description)"


def _drbd(site: Data, fact: Data) -> Lines:
    members = [node["name"] for node in site["cluster"]["nodes"]]
    ours = {service["drbd"]["resource"]: service["drbd"] for service in site["services"]}
    for resource in fact["drbd"]["resources"]:
        name, config = resource["name"], resource["config"] or {}
        hosts = [host["name"] for host in config.get("hosts", [])]
        if name in ours:
            if hosts and sorted(hosts) != sorted(members):
                yield (
                    f"ha_storage_cluster.nodes: DRBD resource {name} has the hosts {', '.join(hosts)} "
                    f"(correct the description, or remove /etc/drbd.d/{name}.res)"
                )
            continue
        yield from _foreign_resource(site, resource)


def _foreign_resource(site: Data, resource: Data) -> Lines:
    volumes = [*(resource["config"] or {}).get("volumes", []), *(resource["live"] or {}).get("volumes", [])]
    minors = {volume["minor"] for volume in volumes}
    ports = {host.get("port") for host in (resource["config"] or {}).get("hosts", [])}
    for index, service in enumerate(site["services"]):
        for key, taken in (("minor", minors), ("port", ports)):
            value = service["drbd"][key]
            if value in taken:
                yield (
                    f"ha_storage_services[{index}].drbd.{key}: {value} is taken by the DRBD resource "
                    f"{resource['name']} (give another one)"
                )


def _network(cluster: Data, fact: Data) -> Lines:
    for address, here in fact["own_addresses"].items():
        if not here:
            yield f"ha_storage_cluster.nodes: the host does not have the address {address} (configure it first)"
    owners = {node["replication"]: node["name"] for node in cluster["nodes"]}
    owners.update({link: node["name"] for node in cluster["nodes"] for link in node["links"]})
    if cluster["arbiter"]:
        owners[cluster["arbiter"]["address"]] = cluster["arbiter"]["name"]
    for address, answers in fact["peer_addresses"].items():
        if not answers:
            owner = owners.get(address, "a peer")
            yield f"ha_storage_cluster: {owner} does not answer at {address} (check links, routes and firewalls)"


def _lost_sides(site: Data, facts: t.Mapping[str, Data], allowed: t.Sequence[str]) -> Lines:
    """Hosts without data whose peer has some: a first run would be one, and the wrong disk would be one too."""
    for index, service in enumerate(site["services"]):
        states = {host: replica_state(service, fact) for host, fact in facts.items()}
        holders = [host for host, state in states.items() if state == "data"]
        for host, state in states.items():
            if state == "empty" and holders and facts[host]["name"] not in allowed:
                yield (
                    f"{host}: ha_storage_services[{index}].drbd: {service['drbd']['resource']} has data on "
                    f"{', '.join(holders)} and nothing here (after a rebuild of this node set "
                    f"ha_storage_allow_full_sync_to: [{facts[host]['name']}])"
                )


def replica_state(service: Data, fact: Data) -> str:
    """What a host has of a service: ``data``, ``fresh`` (metadata without history), ``empty`` or ``unknown``."""
    drbd, path = fact["drbd"], service["backing"]["device"]
    for resource in drbd["resources"]:
        if resource["name"] == service["drbd"]["resource"] and resource["live"] and resource["live"]["volumes"]:
            return "data" if resource["has_data"] else "fresh"
    backing = next((item for item in fact["backings"] if item["device"] == path), None)
    disk = next((item for item in drbd["disks"] if item["path"] == path), None)
    if disk and disk["metadata"]:
        return "fresh" if disk["metadata"]["fresh"] else "data"
    if backing is None or (backing["exists"] and backing["signature"]) or (disk and disk["busy"]):
        return "unknown"
    if not backing["exists"]:
        groups = fact["volume_groups"]
        made = [v["name"] for g in groups or [] if g["name"] == backing["vg"] for v in g["volumes"]]
        # A volume that is there but inactive cannot be looked into.
        return "unknown" if groups is None or backing["volume"] in made else "empty"
    return "empty"
