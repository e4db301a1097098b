# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration was kept by the run; what differs is shown, put back where it is safe, refused where it is not."""

from __future__ import annotations

import re

import pytest

FOLDER = "/var/lib/quorate/backups"
COMMON = "/etc/drbd.d/global_common.conf"


@pytest.fixture(name="standby")
def _standby(hosts, places):
    return hosts[places()[1]]


def archives(host):
    """The names of its archives, oldest first."""
    return host.check_output(f"ls {FOLDER}").split()


def restore(playbook, host, *options, check=True):
    """What the playbook said."""
    name = host.check_output("uname -n")
    done = playbook("restore.yml", "-e", f"restore_host={name}", *options, check=check)
    return done.stdout + done.stderr


def allowed(archive, parts):
    return (
        "-e",
        f"restore_archive={archive}",
        "-e",
        f"restore_parts={parts}",
        "-e",
        "restore_overwrite_configuration=true",
    )


def test_every_host_has_an_archive_that_only_root_reads(hosts):
    for host in hosts.values():
        assert host.file(FOLDER).mode == 0o700
        newest = host.file(f"{FOLDER}/{archives(host)[-1]}")
        assert newest.mode == 0o600 and newest.user == "root"


def test_what_is_kept(nodes, standby):
    held = standby.check_output(f"tar -tzf {FOLDER}/{archives(standby)[-1]}").split()
    assert {"cib.xml", "volume-groups/vg0", "etc/corosync/authkey", "etc/drbd.d/san0.res"} <= set(held)
    assert "etc/quorate/targets/san0.json" in held


def test_what_differs_is_shown_and_not_touched(playbook, standby):
    standby.check_output(f"echo '# by hand' >>{COMMON}")
    assert COMMON in restore(playbook, standby)
    assert "by hand" in standby.file(COMMON).content_string


def test_without_names_nothing_is_put_back(playbook, standby):
    said = restore(playbook, standby, "-e", "restore_overwrite_configuration=true", check=False)
    assert "needs restore_host" in said and "by hand" in standby.file(COMMON).content_string


def test_it_is_put_back_and_what_was_there_is_kept(playbook, standby):
    archive, many = archives(standby)[-1], len(archives(standby))
    restore(playbook, standby, *allowed(archive, "drbd"))
    assert "by hand" not in standby.file(COMMON).content_string and len(archives(standby)) == many + 1
    again = restore(playbook, standby, *allowed(archive, "drbd"))
    assert re.search(r"changed=[01] .*failed=0", again)


def test_a_running_cluster_keeps_its_key_and_its_members(playbook, standby):
    config = "/etc/corosync/corosync.conf"
    standby.check_output(f"cp -a {config} /run/kept.conf; echo '# by hand' >>{config}")
    try:
        said = restore(playbook, standby, *allowed(archives(standby)[-1], "cluster"), check=False)
        assert "corosync and sbd runs here" in " ".join(said.split())
        assert "by hand" in standby.file(config).content_string
    finally:
        standby.check_output(f"mv /run/kept.conf {config}")


def test_the_archives_can_be_fetched(playbook, tmp_path, hosts):
    playbook("backup.yml", "-e", f"backup_fetch_to={tmp_path}/kept")
    for name in hosts:
        (fetched,) = (tmp_path / "kept" / name).iterdir()
        assert fetched.stat().st_mode & 0o777 == 0o600 and fetched.parent.stat().st_mode & 0o777 == 0o700
