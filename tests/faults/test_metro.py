# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two sites, both serving: one is lost, or a link between two of the three is. METRO_LAB names a lab that stays."""

from __future__ import annotations

import os
import re
import tempfile
import time

import pytest
from ansible_collections.quorate.ha_storage.tests.faults import metro
from ansible_collections.quorate.ha_storage.tests.faults.fault import GRACE

# Seconds: until a lost service is exported by the other node, and until its initiator has logged in there.
TAKEOVER, LOGIN = 15, 2

MEBIBYTE = 1 << 20
# Copies without the page cache, says what it reads back, and is done when that lies on the disk.
COPY = "dd if={source} of={copy} bs=1M iflag=direct oflag=direct conv=fsync"
DIGEST = "dd if={device} bs=1M iflag=direct status=none | sha256sum"


@pytest.fixture(scope="module", name="site")
def _site():
    kept = os.environ.get("METRO_LAB")
    site = metro.Metro(kept or f"metro-{os.getpid()}")
    if kept:
        yield site
        return
    with site:
        # A node that comes back shall find its place by itself.
        site.build(pacemaker_start_at_boot=True)
        yield site


@pytest.fixture(name="scene")
def _scene(site):
    with tempfile.TemporaryFile("w+") as output:
        scene = metro.MetroScene(site, output)
        try:
            yield scene
        finally:
            scene.close()


@pytest.fixture(name="survived")
def _survived(scene, record):
    """Ends the scene: whole again by itself, nothing lost, never two active, no I/O error. The longest pause.

    took -- seconds that a takeover lasted, which counts where the initiator was lost, too, and noticed nothing
    """

    def judge(took=None):
        whole_after = scene.recover()
        noticed, pauses, together = scene.end()
        pause = max(pauses.values(), default=took)
        record(pause, whole_after, errors=noticed.errors, lost=noticed.damaged, doubled=len(together))
        assert (noticed.damaged, together, noticed.errors) == (0, [], 0)
        return pause

    return judge


@pytest.fixture(name="latency")
def _latency(site):
    """Sets the round trip between the sites, in milliseconds; in the end it is as it was."""
    yield lambda trip: site.lab("latency", "a-b", str(trip))
    site.lab("latency", "a-b", "2")


# The limits are 3 and 5 ms in this site, and its nodes add up to one.
@pytest.mark.parametrize(("trip", "verdict"), [(2, "fit"), (4, "warned"), (8, "refused")])
def test_preflight_measures_how_far_the_sites_are(site, latency, trip, verdict):
    latency(trip)
    try:
        said = site.play("preflight")
        found = "warned" if "node2 at 10.77.20.12 is" in said else "fit"
    except RuntimeError as error:
        said, found = str(error), "refused"
        assert "must be put right first" in said
        assert "ha_storage_metro.round_trip_ms)" in said
    assert found == verdict, said


@pytest.mark.parametrize("loss", [("kill", "node2"), ("cut", "site:b")], ids=" ".join)
def test_second_site_lost(scene, survived, record_property, loss):
    lost = scene.lab(*loss)
    took = scene.taken_over("san1", "node1", lost, within=60)
    record_property("takeover", took)
    assert took <= TAKEOVER + GRACE
    scene.written(within=60)
    pause = survived()
    assert scene.never_left("san0", "node1")
    # The other service waits only until the lost node is known to be down.
    assert pause <= TAKEOVER + LOGIN + GRACE
    assert scene.site.where() == {"san0": "node1", "san1": "node1"}


@pytest.mark.parametrize("loss", [("kill", "node1", "initiator"), ("cut", "site:a")], ids=" ".join)
def test_first_site_lost_with_its_initiator(scene, survived, record_property, loss):
    lost = scene.lab(*loss)
    took = scene.taken_over("san0", "node2", lost, within=60)
    record_property("takeover", took)
    assert took <= TAKEOVER + GRACE
    survived(took)
    assert scene.never_left("san1", "node2")
    assert scene.site.where() == {"san0": "node2", "san1": "node2"}


def test_large_copy_while_a_site_is_powered_off(scene, survived, record_property):
    source, copy = scene.site.disk("san0", metro.LARGE), scene.site.disk("san1", metro.LARGE)
    on = scene.site.on
    size = int(on("initiator", f"blockdev --getsize64 {source}").stdout) // MEBIBYTE
    on("initiator", f"dd if=/dev/urandom of={source} bs=1M count={size} oflag=direct conv=fsync", timeout=600)
    wanted = on("initiator", DIGEST.format(device=source), timeout=600).stdout
    on("initiator", f"{COPY.format(source=source, copy=copy)} >/run/copy.log 2>&1 & echo $! >/run/copy.pid; disown")
    written_by(scene, copy, size // 4)
    lost = scene.lab("kill", "node2")
    record_property("takeover", scene.taken_over("san1", "node1", lost, within=60))
    on("initiator", "while kill -0 $(cat /run/copy.pid) 2>/dev/null; do sleep 1; done", timeout=600)
    said = on("initiator", "cat /run/copy.log").stdout
    assert re.search(rf"^{size * MEBIBYTE} bytes", said, re.MULTILINE), said
    assert on("initiator", DIGEST.format(device=copy), timeout=600).stdout == wanted
    survived()


def test_arbiter_lost_and_back(scene, survived):
    scene.lab("kill", "arbiter")
    time.sleep(20)
    assert scene.served_once(within=30) == metro.homes()
    # survived() waits until the arbiter votes again for both.
    assert survived() <= 5
    assert all(scene.never_left(name, node) for name, node in metro.homes().items())


@pytest.mark.parametrize("link", [("site:a-b", "repl"), ("site:a-c",), ("site:b-c",)], ids=" ".join)
def test_a_single_cut_that_leaves_both_sites_serving(scene, survived, link):
    scene.lab("cut", *link)
    time.sleep(20)
    assert scene.served_once(within=60) == metro.homes()
    scene.written(within=60)
    survived()
    assert all(scene.never_left(name, node) for name, node in metro.homes().items())


def test_sites_cut_from_each_other(scene, survived):
    scene.lab("cut", "site:a-b")
    time.sleep(20)
    served = scene.served_once(within=60)
    assert len(set(served.values())) == 1, served
    survived()
    assert set(scene.site.where().values()) == set(served.values())


@pytest.fixture(name="multipath")
def _multipath(site):
    """The initiator uses the portals of a service as paths; what the second run of its role said."""
    options = ("--limit", "initiators", "-e", '{"iscsi_initiator_multipath": true, "iscsi_initiator_relogin": true}')
    site.play("site", *options)
    return site.play("site", *options)


def test_multipath_is_a_pause_too(multipath, site, request):
    """The last test: multipath stays."""
    assert re.search(r"^initiator .* changed=0 ", multipath, re.MULTILINE), multipath
    disks = [site.disk(name, lun) for name in metro.SERVICES for lun in (metro.SMALL, metro.LARGE)]
    assert all(disk.startswith("/dev/disk/by-id/dm-uuid-mpath-") for disk in disks), disks
    paths = site.on("initiator", "multipathd show paths raw format %d").stdout.split()
    assert len(paths) == 2 * len(disks)
    patience = "for disk in {}; do cat /sys/block/$disk/device/timeout; done"
    assert set(site.on("initiator", patience.format(" ".join(paths))).stdout.split()) == {"60"}
    scene, survived = request.getfixturevalue("scene"), request.getfixturevalue("survived")
    scene.lab("kill", "node2")
    scene.written(within=60)
    survived()


def written_by(scene, device, mebibytes):
    """So much has been written to the device since now."""
    counter = f"awk '{{print $7}}' /sys/block/$(basename $(readlink -f {device}))/stat"
    begin = int(scene.site.on("initiator", counter).stdout)
    for _second in range(300):
        if int(scene.site.on("initiator", counter).stdout) - begin >= mebibytes * MEBIBYTE // 512:
            return
        time.sleep(0.5)
    raise AssertionError("the copy does not get on")
