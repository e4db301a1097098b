# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both dialects before the real parsers of drbd-utils, which need no kernel module."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import SEARCH_PATH
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.parse import parse_adjust
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.render import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.spec import resource_for

from .worlds import desired

VERSIONS = {"8.4": "8.4.11", "9": "9.1.0"}


@pytest.fixture(scope="module")
def drbdadm():
    """Runs drbdadm as if that kernel module were loaded, on node1; the configuration goes in by stdin."""
    path = shutil.which("drbdadm", path=SEARCH_PATH)
    if path is None:
        pytest.fail("drbdadm is needed to check what is rendered: apt install drbd-utils", pytrace=False)

    def run(dialect, text, *words):
        environment = {**os.environ, "DRBD_DRIVER_VERSION_OVERRIDE": VERSIONS[dialect], "__DRBD_NODE__": "node1"}
        return subprocess.run(
            [path, "-c", "-", *words],
            input=text,
            capture_output=True,
            text=True,
            env=environment,
            timeout=20,
            check=False,
        )

    return run


SITES = {
    "as it comes": {},
    "no secret, no fencing": {"secret": None, "fencing": "dont-care"},
    "two volumes": {
        "volumes": [
            {"number": 0, "minor": 0, "disk": "/dev/vg0/san0"},
            {"number": 7, "minor": 12, "disk": "/dev/disk/by-id/scsi-0:0:0:1"},
        ]
    },
    "IPv6": {"hosts": [{"name": "node1", "address": "fd00::1"}, {"name": "node2", "address": "fd00::2"}]},
    "names with dots": {
        "hosts": [{"name": "node1", "address": "10.0.0.1"}, {"name": "b.example.com", "address": "10.0.0.2"}]
    },
    "the articles' options": {
        "disk": {"al-extents": 6433, "c-delay-target": 100, "c-max-rate": "100M"},
        "net": {
            "max-buffers": "128k",
            "sndbuf-size": 0,
            "rcvbuf-size": 0,
            "cram-hmac-alg": "sha1",
            "congestion-fill": "100M",
            "congestion-extents": 2000,
            "csums-alg": "md5",
            "verify-alg": "md5",
            "use-rle": True,
        },
        "handlers": {"pri-on-incon-degr": 'logger -t drbd "primary, $DRBD_RESOURCE"; reboot -f', "split-brain": None},
    },
}


@pytest.mark.parametrize("dialect", VERSIONS)
@pytest.mark.parametrize("name", SITES)
def test_the_parser_of_the_dialect_takes_it(drbdadm, dialect, name):
    text = render(resource_for(desired(**SITES[name]), dialect))
    done = drbdadm(dialect, text, "sh-nop")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("dialect, other", [("8.4", "9"), ("9", "8.4")])
def test_the_parser_of_the_other_dialect_does_not(drbdadm, dialect, other):
    text = render(resource_for(desired(), dialect))
    assert drbdadm(other, text, "sh-nop").returncode == 10


def test_three_hosts_are_meshed_in_dialect_9(drbdadm):
    hosts = [{"name": f"node{n}", "address": f"10.0.0.{n}"} for n in (1, 2, 3)]
    text = render(resource_for(desired(hosts=hosts), "9"))
    done = drbdadm("9", text, "-d", "adjust", "san0")
    assert done.returncode == 0, done.stderr
    assert parse_adjust(done.stdout).count("new-peer") == 2


@pytest.mark.parametrize("dialect", VERSIONS)
@pytest.mark.parametrize("secret", ["plain", "two words", "quote\"s and 'ticks'", "back\\slash", "$HOME;#{}", "x" * 63])
def test_drbd_reads_the_secret_that_was_meant(drbdadm, dialect, secret):
    text = render(resource_for(desired(secret=secret), dialect))
    done = drbdadm(dialect, text, "-d", "adjust", "san0")
    assert f"--shared-secret={secret}" in shlex.split(done.stdout)


@pytest.mark.parametrize("dialect", VERSIONS)
def test_two_resources_on_one_minor_are_noticed(drbdadm, dialect):
    text = render(resource_for(desired(), dialect))
    second = render(resource_for(desired(name="san1", port=7789), dialect))
    assert drbdadm(dialect, text + second, "sh-nop").returncode == 10


def test_dialect_9_gets_explicit_node_ids(drbdadm):
    hosts = [{"name": "node1", "address": "10.0.0.1", "node_id": 4}, {"name": "a", "address": "10.0.0.2", "node_id": 2}]
    done = drbdadm("9", render(resource_for(desired(hosts=hosts), "9")), "-d", "adjust", "san0")
    assert "new-resource san0 4" in done.stdout and "new-peer san0 2" in done.stdout
