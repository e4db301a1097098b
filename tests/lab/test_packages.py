# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A bare Debian 13 node whose mirror is out of reach gets everything from a folder that was fetched before."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess

import pytest
import yaml
from ansible_collections.quorate.ha_storage.bench import controller
from ansible_collections.quorate.ha_storage.bench.node import TOP, Node

PLAYBOOK = TOP / "tests/lab/packages.yml"
SITE = {
    "ha_storage_cluster": {
        "name": "lab",
        "nodes": [{"name": f"node{n}", "links": [f"10.77.20.1{n}"]} for n in (1, 2)],
        "arbiter": {"name": "arbiter", "address": "10.77.10.13"},
    },
    "ha_storage_services": [],
    "ha_storage_alerts": {},
}
# Nobody answers there, and the list of packages that was read from the node's repository is forgotten.
CUT = """umount /srv/lab-repo && rm -rf /var/lib/apt/lists/*
sed -i s,file:/srv/lab-repo,http://192.0.2.1/debian, /etc/apt/sources.list.d/lab.sources"""
ARBITER = {"arbiters": ["node1"]}
STATE = "dpkg-query --show; ls -R /var/lib/quorate /etc/apt; true"


class Site:
    """The node in the role of *groups*, and a folder for packages on the controller."""

    def __init__(self, node, folder):
        self.node, self.top, self.folder = node, folder, folder / "packages"

    def play(self, playbook, groups, *words, code=0, **variables):
        """What a playbook did. Hosts that are not the node are never reached."""
        told = yaml.safe_load(pathlib.Path(self.node.inventory()).read_text(encoding="utf-8"))
        connection = told["all"]["children"]["ha_nodes"]["hosts"]["node1"]
        children = {group: {"hosts": {host: {} for host in hosts}} for group, hosts in groups.items()}
        hosts = {"all": {"hosts": {"node1": connection}, "children": children}}
        inventory = self.top / "hosts.yml"
        inventory.write_text(json.dumps(hosts), encoding="utf-8")
        extra = json.dumps({**SITE, **variables})
        done = controller.run(["ansible-playbook", "-i", inventory, "-e", extra, playbook, *words])
        assert done.returncode == code, done.stdout[-3000:] + done.stderr
        return done.stdout

    def install(self, groups, *words, folder=None, **variables):
        """What the installation from the folder did."""
        folder = str(self.folder if folder is None else folder)
        return self.play(PLAYBOOK, groups, *words, ha_storage_packages_folder=folder, **variables)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Node(f"test-packages-{os.getpid()}", "--image", "bare") as node:
        site = Site(node, tmp_path_factory.mktemp("packages"))
        groups = {"arbiters": ["arbiter"], "initiators": ["initiator"]}
        options = {"packages_fetch_to": str(site.folder), "packages_fetch_on": "node1"}
        assert "new: open-iscsi_" in site.play(TOP / "playbooks/packages_fetch.yml", groups, **options)
        node.sh(CUT)
        assert node.rc("apt-get -o Acquire::Retries=0 update --error-on=any") == 100
        yield site


def test_the_folder_is_whole_for_other_tools(site):
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=site.folder, check=True)


def test_check_mode_tells_and_changes_nothing(site):
    before = site.node.sh(STATE)
    told = site.install(ARBITER, "--check")
    assert "to be installed from it: corosync-qnetd " in told and "take " in told
    assert site.node.sh(STATE) == before


def test_a_folder_without_what_a_host_needs_is_refused_with_all_that_is_missing(site):
    before = site.node.sh(STATE)
    told = " ".join(site.install({"ha_nodes": ["node1"]}, code=2).split())
    assert "refused, nothing was changed: with the folder alone: " in told
    assert "pacemaker is not there" in told and "sbd is not there" in told
    assert site.node.sh(STATE) == before


def test_site_yml_builds_an_arbiter_from_the_folder(site):
    site.play(TOP / "playbooks/site.yml", ARBITER, ha_storage_packages_folder=str(site.folder))
    assert site.node.sh("systemctl is-active corosync-qnetd").strip() == "active"
    assert site.node.sh("cd /var/lib/quorate/packages && sha256sum --check --quiet SHA256SUMS") == ""
    assert "changed=0 " in site.install(ARBITER)


def test_without_the_folder_nothing_of_it_is_left(site):
    site.install(ARBITER, folder="", ha_storage_refresh_package_lists=False, test_install=False)
    places = "/var/lib/quorate/packages* /run/quorate/packages /etc/apt/sources.list.d/quorate*"
    assert site.node.sh(f"ls -d {places} 2>/dev/null; true") == ""
    site.node.sh("dpkg-query --show corosync-qnetd")
