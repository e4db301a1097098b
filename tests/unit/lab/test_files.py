# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""What the lab writes: command lines, seed archive, inventory, ssh_config, package index."""

import io
import os
import subprocess
import tarfile

import pytest
import yaml

from lab.lib import create, image, inventory, kernel, node, repository, topology

RAW = {
    "networks": {"mgmt": {"subnet": "10.77.10.0/24"}, "iscsi": {"subnet": "10.77.30.0/24"}},
    "nodes": {
        "node1": {"address": 11, "networks": ["mgmt", "iscsi"], "data_disks": ["1G"], "groups": ["ha_nodes"]},
        "client": {"address": 21, "networks": ["iscsi"]},
    },
}
LAB = topology.parse("t", RAW)
KERNEL = {"binary": "/k/linux.uml", "seccomp": True, "release": "7.2.7"}


def test_kernel_command_line(tmp_path):
    machine = LAB.node("node1")
    argv = node.argv(machine, KERNEL, node.disk_letters(machine, tmp_path, "/c/repo.img"), "/u")
    assert argv[0] == "/k/linux.uml"
    assert "seccomp=on" in argv
    assert f"ubda={tmp_path}/root.img" in argv
    assert f"ubdb={tmp_path}/data-b.img" in argv
    assert f"ubdor={tmp_path}/seed.tar" in argv
    assert "ubdpr=/c/repo.img" in argv
    wires = [word for word in argv if word.startswith("vec")]
    assert [word.split(":")[0] for word in wires] == ["vec0", "vec1", "vec2"]
    assert all("transport=raw" in word and "gro=1" in word for word in wires)
    assert "ifname=u0.iscsi," in wires[2]


def test_old_kernel_is_started_without_seccomp(tmp_path):
    machine = LAB.node("client")
    argv = node.argv(machine, dict(KERNEL, seccomp=False), node.disk_letters(machine, tmp_path, ""), "/u")
    assert "seccomp=on" not in argv
    assert not [word for word in argv if word.startswith(("ubdb", "ubdp"))]


def test_a_node_stays_on_one_cpu_and_the_nodes_are_spread():
    pairs = [[node.on_one_cpu(lab, LAB.node(name), [4, 6])[-1] for name in ("node1", "client")] for lab in "abcdefgh"]
    assert all(sorted(pair) == ["4", "6"] for pair in pairs)
    assert {pair[0] for pair in pairs} == {"4", "6"}
    assert {node.on_one_cpu("a", machine, [3])[-1] for machine in LAB.nodes} == {"3"}


def test_seed_is_readable_by_tar_and_in_whole_sectors():
    files = node.seed_files(LAB.node("node1"), LAB, ("PRIVATE", "PUBLIC"), "CLIENT")
    data = node.seed_archive(files)
    assert len(data) % 512 == 0
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        modes = {entry.name: entry.mode for entry in archive if entry.isfile()}
        assert {entry.uid for entry in archive} == {0}
        assert archive.extractfile("etc/hostname").read() == b"node1\n"
    assert modes["etc/ssh/ssh_host_ed25519_key"] == 0o600
    assert modes["root/.ssh/authorized_keys"] == 0o600


def test_a_reseeded_disk_differs_in_one_file(tmp_path):
    files = node.seed_files(LAB.node("node1"), LAB, ("PRIVATE", "PUBLIC"), "CLIENT")
    (tmp_path / node.SEED).write_bytes(node.seed_archive(files))
    node.reseed(tmp_path / node.SEED, node.LATENCY, "a line\n")
    assert (tmp_path / node.SEED).read_bytes() == node.seed_archive({**files, node.LATENCY: ("a line\n", 0o644)})


def test_hosts_file_prefers_management():
    lines = node.hosts_file(LAB).splitlines()
    assert "10.77.10.11 node1" in lines
    assert "10.77.30.11 node1-iscsi" in lines
    assert "10.77.30.21 client" in lines, "never the lab's own network"


def test_interfaces_file_names_every_network():
    names = [line.split()[1] for line in node.interfaces_file(LAB.node("node1")).splitlines()]
    assert names == ["lab0", "mgmt0", "iscsi0"]


def test_inventory_holds_connection_facts_only():
    text = inventory.inventory(LAB, "/s/ssh_config")
    tree = yaml.safe_load(text)
    assert inventory.MARK in text
    assert set(tree["all"]["children"]) == {"ha_nodes", "lab_nodes"}
    facts = tree["all"]["children"]["ha_nodes"]["hosts"]["node1"]
    assert facts["lab_networks"] == {"mgmt": "10.77.10.11", "iscsi": "10.77.30.11"}
    assert facts["lab_data_devices"] == ["/dev/ubdb"]
    assert facts["ansible_ssh_common_args"] == "-F /s/ssh_config"
    assert all(key.startswith(("ansible_", "lab_")) for key in facts)


def test_ssh_understands_the_config(tmp_path):
    path = tmp_path / "ssh_config"
    path.write_text(
        inventory.ssh_config(LAB, "/usr/bin/python3", "/p/proxy.py", "/s/control.sock", "/s/key", "/s/known"),
        encoding="utf-8",
    )
    done = subprocess.run(["ssh", "-F", str(path), "-G", "node1"], capture_output=True, text=True, check=True)
    settings = dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)
    assert settings["hostname"] == "10.77.0.11"
    assert settings["user"] == "root"
    assert settings["hostkeyalias"] == "node1"
    assert settings["proxyusefdpass"] == "yes"
    assert settings["stricthostkeychecking"] in ("true", "yes")
    assert '"/s/control.sock" %h %p' in settings["proxycommand"] or "10.77.0.11 22" in settings["proxycommand"]


def test_package_index_entry():
    assert repository.stanza("Package: x\nVersion: 1\n", "x_1_all.deb", 7, "ab") == (
        "Package: x\nVersion: 1\nFilename: ./x_1_all.deb\nSize: 7\nSHA256: ab\n"
    )


def test_package_index_is_announced():
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    lines = repository.release_file("").splitlines()
    assert lines == ["Suite: lab", "Date: Thu, 01 Jan 2026 00:00:00 UTC", "SHA256:", f" {digest} 0 Packages"]


@pytest.mark.parametrize("release", ["12", "13"])
def test_warm_holds_what_bare_holds_and_more(release):
    warm, bare = set(image.packages(release, "warm")), set(image.packages(release, "bare"))
    assert bare < warm
    assert {"openssh-server", "python3", "python3-apt"} <= bare
    assert {"corosync", "pacemaker", "drbd-utils", "targetcli-fb", "open-iscsi", "lvm2", "sbd"} <= warm - bare


@pytest.mark.parametrize("release", ["12", "13"])
def test_bootstrap_keeps_the_downloads_and_uses_the_mirror(release, tmp_path):
    argv = image.bootstrap_argv(release, "bare", "https://m.example/debian", tmp_path / "debs", tmp_path / "out")
    assert argv[0] == "mmdebstrap"
    assert f"--mode={'root' if os.geteuid() == 0 else 'unshare'}" in argv
    assert any(word == f"--customize-hook=sync-out /var/cache/apt/archives {tmp_path}/debs" for word in argv)
    assert argv[-3:-1] == [image.RELEASES[release], str(tmp_path / "out")]
    assert not any("--download-only" in word for word in argv)
    assert "https://m.example/debian" in argv[-1]


def test_the_repository_alone_has_what_tests_install(tmp_path):
    argv = image.bootstrap_argv("13", "warm", "https://m.example/debian", tmp_path / "debs", tmp_path / "out")
    hooks = [word for word in argv if word.startswith("--customize-hook=")]
    downloaded = hooks.index(next(word for word in hooks if "--download-only" in word and " munin " in word))
    assert downloaded < hooks.index(f"--customize-hook=sync-out /var/cache/apt/archives {tmp_path}/debs")
    assert set(image.downloads("13", "warm")) - set(image.packages("13", "warm")) >= {"munin", "munin-node", "apache2"}
    assert image.downloads("13", "bare") == image.packages("13", "bare")


def test_another_recipe_kernel_or_list_is_another_image(tmp_path, monkeypatch):
    first = image.location(tmp_path, "13", "warm", KERNEL)
    assert image.location(tmp_path, "13", "warm", KERNEL) == first
    assert image.location(tmp_path, "13", "warm", dict(KERNEL, release="7.3.0")) != first
    assert image.location(tmp_path, "13", "bare", KERNEL) != first
    monkeypatch.setattr(image, "recipe", lambda: "changed")
    assert image.location(tmp_path, "13", "warm", KERNEL) != first


@pytest.mark.parametrize(
    ("version", "expected"),
    [("7.2um1", (7, 2)), ("6.12um1+b21", (6, 12)), ("1:6.16um2", (6, 16)), ("2.36", (2, 36)), ("odd", (0, 0))],
)
def test_versions(version, expected):
    assert kernel.number(version) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [("bookworm", ["bookworm", "forky", "sid"]), ("sid", ["sid", "forky"]), ("", ["forky", "sid"])],
)
def test_where_the_kernel_is_looked_for(host, expected):
    assert kernel.suites(host) == expected


def test_new_disks_hold_nothing_of_the_old(tmp_path):
    (tmp_path / "image").write_bytes(b"image")
    (tmp_path / "root.img").write_bytes(b"longer than the image")
    (tmp_path / "data-b.img").write_bytes(b"data")
    create.new_disks(tmp_path, LAB.node("node1"), str(tmp_path / "image"))
    assert (tmp_path / "root.img").read_bytes() == b"image"
    assert (tmp_path / "data-b.img").stat().st_size == 1 << 30
    assert (tmp_path / "data-b.img").stat().st_blocks == 0
