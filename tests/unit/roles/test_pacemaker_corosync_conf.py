# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The template of corosync.conf: what it says, and that corosync's line-wise parser can read it."""

from __future__ import annotations

import pathlib
import typing as t

import jinja2
import pytest
import yaml
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.render import render_site
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.spec import read_site

ROLE = pathlib.Path(__file__).resolve().parents[3] / "roles" / "pacemaker"
NODES = [
    {"name": "node1", "links": ["10.77.10.11", "10.77.20.11"]},
    {"name": "node2", "links": ["10.77.10.12", "10.77.20.12"]},
]
ARBITER = {"name": "arbiter", "address": "10.77.10.13"}


def render(cluster: dict[str, t.Any], **variables: t.Any) -> str:
    """corosync.conf of *cluster*, with the role's defaults except for *variables*."""
    site = render_site(read_site([], cluster, []))
    environment = jinja2.Environment(trim_blocks=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    environment.filters["comment"] = lambda text: f"# {text}"
    values = {
        **yaml.safe_load((ROLE / "defaults" / "main.yml").read_text()),
        **yaml.safe_load((ROLE / "vars" / "Debian_13.yml").read_text()),
        "_pacemaker_site": site,
        "_pacemaker_arbiter": site["cluster"]["arbiter"],
        "ansible_managed": "Ansible managed",
        **variables,
    }
    return environment.from_string((ROLE / "templates" / "corosync.conf.j2").read_text()).render(values)


def parse(text: str) -> dict[str, t.Any]:
    """Sections and values as corosync reads them: a section may repeat, so each is a list."""
    stack: list[dict[str, t.Any]] = [{}]
    for line in map(str.strip, text.splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.endswith("{"):
            section: dict[str, t.Any] = {}
            stack[-1].setdefault(line[:-1].strip(), []).append(section)
            stack.append(section)
        elif line == "}":
            stack.pop()
        else:
            name, value = line.split(": ", 1)
            assert name not in stack[-1], f"{name} twice"
            stack[-1][name] = value
    assert len(stack) == 1
    return stack[0]


def cluster(**changes: t.Any) -> dict[str, t.Any]:
    """Two nodes and an arbiter."""
    return {"name": "lab", "nodes": NODES, "arbiter": ARBITER, **changes}


def test_the_whole_file() -> None:
    link = {"knet_ping_interval": "200", "knet_ping_timeout": "500", "knet_pong_count": "2"}
    assert parse(render(cluster())) == {
        "totem": [
            {
                "version": "2",
                "cluster_name": "lab",
                "transport": "knet",
                "link_mode": "passive",
                "crypto_cipher": "aes256",
                "crypto_hash": "sha256",
                "token": "1000",
                "consensus": "1200",
                "interface": [{"linknumber": "0", **link}, {"linknumber": "1", **link}],
            }
        ],
        "nodelist": [
            {
                "node": [
                    {"ring0_addr": "10.77.10.11", "ring1_addr": "10.77.20.11", "name": "node1", "nodeid": "1"},
                    {"ring0_addr": "10.77.10.12", "ring1_addr": "10.77.20.12", "name": "node2", "nodeid": "2"},
                ]
            }
        ],
        "quorum": [
            {
                "provider": "corosync_votequorum",
                "device": [
                    {
                        "model": "net",
                        "votes": "1",
                        "timeout": "1500",
                        "sync_timeout": "2000",
                        "net": [
                            {"host": "10.77.10.13", "port": "5403", "algorithm": "ffsplit", "tls": "required"},
                        ],
                    }
                ],
            }
        ],
        "logging": [
            {
                "to_stderr": "no",
                "to_syslog": "yes",
                "to_logfile": "yes",
                "logfile": "/var/log/corosync/corosync.log",
                "timestamp": "hires",
            }
        ],
    }


@pytest.mark.parametrize("links", [1, 3])
def test_one_interface_and_one_address_for_each_link(links: int) -> None:
    nodes = [{"name": f"node{n}", "links": [f"10.0.{link}.{n}" for link in range(links)]} for n in (1, 2)]
    said = parse(render(cluster(nodes=nodes)))
    assert [link["linknumber"] for link in said["totem"][0]["interface"]] == [str(n) for n in range(links)]
    assert said["nodelist"][0]["node"][1][f"ring{links - 1}_addr"] == f"10.0.{links - 1}.2"


def test_two_node_mode_only_without_an_arbiter() -> None:
    """Corosync refuses both together; without either, two nodes stop when one is lost."""
    agents = {"method": "agents", "devices": [{"name": "bmc", "agent": "fence_ipmilan", "options": {}}]}
    alone = parse(render(cluster(arbiter=None, fencing=agents)))["quorum"][0]
    assert alone == {"provider": "corosync_votequorum", "two_node": "1"}
    assert "two_node" not in parse(render(cluster()))["quorum"][0]


def test_variables_reach_the_file() -> None:
    given = {"pacemaker_token": 3000, "pacemaker_qdevice_sync_timeout": 8000, "pacemaker_qdevice_port": 5404}
    said = parse(render(cluster(), **given))
    assert said["totem"][0]["token"] == "3000"
    assert said["quorum"][0]["device"][0]["sync_timeout"] == "8000"
    assert said["quorum"][0]["device"][0]["net"][0]["port"] == "5404"


def test_the_defaults_respect_the_watchdog() -> None:
    """sbd fences a node that waits for the arbiter's vote longer than the watchdog's timeout (ClusterLabs/sbd#114)."""
    device = parse(render(cluster()))["quorum"][0]["device"][0]
    fencing = render_site(read_site([], cluster(), []))["cluster"]["fencing"]
    assert int(device["timeout"]) < int(device["sync_timeout"]) < fencing["watchdog_timeout"] * 1000
