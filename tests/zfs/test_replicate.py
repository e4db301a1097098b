# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module zfs_replicate from one guest to the other: contents are equal by checksum, and nothing is lost."""

from __future__ import annotations

import json
import time

import pytest

from .site import BIG, SMALL, ended

LUN, MORE = "sp1/lun0", "sp1/lun1"
OURS = {"match": ".*", "snapshot": "existing"}
# A COMSTAR unit's metadata is long.
IDENTITY = "600144f0" + "0a" * 1000


@pytest.fixture(autouse=True)
def _pools(site):
    for name in ("ss1", "ss2"):
        site.pool(name, "sp1", BIG)


def equal(site, name=LUN, on="ss2"):
    """Both have the same in all snapshots that both have, and as they are now."""
    both = [each for each in site.snapshots("ss1", name) if each in site.snapshots(on, name)]
    for snapshot in [f"{name}@{each}" for each in both] + [name]:
        assert site.checksum("ss1", snapshot) == site.checksum(on, snapshot) != "", snapshot
    return both


def changed(site, *snapshots, name=LUN):
    """A volume with as many snapshots, each with something new."""
    for number, snapshot in enumerate(snapshots):
        site.write("ss1", name, at=3 * number)
        site["ss1"].run(f"zfs snapshot {name}@{snapshot}")


def test_first_and_increments_of_a_group_with_its_identity(site):
    for name in (LUN, MORE):
        site.volume("ss1", name)
        site.write("ss1", name)
    site["ss1"].run(f"zfs set stmf_sbd_lu={IDENTITY} {LUN}; zfs set quorate.ha_storage:lun=3 {LUN}")
    pairs = {"datasets": [{"source": name, "target": name} for name in (LUN, MORE)]}
    first = site.replicate(**pairs)
    assert [each["target"] for each in first["sent"]] == [LUN, MORE]
    site.write("ss1", LUN, at=20)
    second = site.replicate(**pairs)
    assert all(" since @" in each for each in second["operations"] if each.startswith("send "))
    for name in (LUN, MORE):
        assert len(equal(site, name)) == 2
    lines = site["ss1"].out("zfs", "get", "-Hp", "-d", "1", "-t", "snapshot", "-o", "value", "createtxg", LUN, MORE)
    assert len(lines.split()) == 4 and len(set(lines.split())) == 2
    assert site.value("ss2", LUN, "stmf_sbd_lu", "quorate.ha_storage:lun", "readonly") == [IDENTITY, "3", "on"]
    idle = site.replicate(**pairs, **OURS)
    assert not idle["changed"] and idle["commands"] == []


def test_a_source_that_lost_its_identity_crashes_nobody(site):
    """The first of the two traps: what is received, and not sent any more, ends the receiver's kernel."""
    site.volume("ss1", LUN)
    site["ss1"].run(f"zfs set stmf_sbd_lu={IDENTITY} {LUN}")
    site.replicate()
    # A source without it, as after a move by hand: the same snapshots, and no such property.
    site["ss1"].run(f"zfs send {LUN}@{site.snapshots('ss1', LUN)[-1]} | zfs receive -u sp1/plain")
    site.write("ss1", "sp1/plain")
    pairs = [{"source": "sp1/plain", "target": LUN}]
    sent = site.replicate(datasets=pairs, snapshot_properties={"a:b": "1"})
    assert sent["sent"] and site.value("ss2", LUN, "stmf_sbd_lu") == [IDENTITY]
    assert "NULL pointer" not in site["ss2"].console()


def test_a_copy_with_a_newer_common_snapshot_gets_what_comes_after_it(site):
    """The second trap: with `send -I` what comes after a snapshot that is there already is silently not received."""
    site.volume("ss1", LUN)
    changed(site, "1", "2", "3", "4")
    site["ss1"].run(
        f"zfs send {LUN}@1 | ssh ss2 zfs receive -u {LUN}; zfs send -i @1 {LUN}@2 | ssh ss2 zfs receive -u {LUN}; "
        f"zfs send -i @2 {LUN}@3 | ssh ss2 zfs receive -u {LUN}"
    )
    sent = site.replicate(large_blocks=False, raw=False, **OURS)
    assert [each["name"] for each in sent["sent"]] == ["4"]
    assert equal(site) == ["1", "2", "3", "4"]


def start(site, rate):
    """A replication that goes on, and tells how far it is."""
    site["ss1"].run("rm -f /run/progress")
    options = {
        "datasets": [{"source": LUN, "target": LUN}],
        "target": {"host": "ss2"},
        "rate": rate,
        "progress_file": "/run/progress",
        **OURS,
    }
    return site.start_tasks("ss1", {"quorate.ha_storage.zfs_replicate": options})


def wait_for(site, count):
    """So many bytes have gone over."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        said = site["ss1"].run("cat /run/progress 2>/dev/null", check=False).stdout
        if said and json.loads(said)["bytes"] >= count:
            return
        time.sleep(0.3)
    raise AssertionError(f"{count} bytes never went over")


@pytest.mark.parametrize(
    "victim",
    [
        "ss2: pkill -KILL -x zfs",
        "ss1: pkill -KILL -x zfs",
        "ss1: pkill -KILL -x ssh",
        "ss1: pkill -KILL -x python3",
    ],
)
def test_a_stream_that_is_killed_goes_on_where_it_was(site, victim):
    site.volume("ss1", LUN)
    site.write("ss1", LUN, mebibytes=24)
    site["ss1"].run(f"zfs snapshot {LUN}@1")
    run = start(site, "2m")
    wait_for(site, 10 << 20)
    where, _colon, command = victim.partition(": ")
    site[where].run(command, check=False)
    ended(run, failed=True)
    # Who is killed leaves the other end to find it out.
    deadline = time.monotonic() + 100
    while site.value("ss2", LUN, "receive_resume_token") == ["-"]:
        assert time.monotonic() < deadline
        time.sleep(1)
    result = site.replicate(**OURS)
    assert any("send the rest of" in each for each in result["operations"])
    assert result["sent"][0]["size"] < 20 << 20
    assert equal(site) == ["1"]


def test_the_other_host_loses_power_in_the_middle(site):
    site.volume("ss1", LUN)
    site.write("ss1", LUN, mebibytes=24)
    site["ss1"].run(f"zfs snapshot {LUN}@1")
    run = start(site, "2m")
    wait_for(site, 16 << 20)
    site["ss2"].lose_power()
    ended(run, failed=True)
    site["ss2"].start()
    site["ss2"].run("zpool import -f sp1")
    site.replicate(**OURS)
    assert equal(site) == ["1"]


def test_encrypted_and_raw_without_a_key_at_the_other_side(site):
    for name in ("ss1", "ss2"):
        site[name].run("mkdir -p /lab; printf 'correct horse\\n' >/lab/key")
    options = "-o encryption=on -o keyformat=passphrase -o keylocation=file:///lab/key"
    site.volume("ss1", LUN, options=options)
    changed(site, "1", "2")
    assert site.replicate(**OURS)["sent"]
    changed(site, "3")
    site["ss1"].run(f"zfs snapshot {LUN}@4")
    assert [each["name"] for each in site.replicate(**OURS)["sent"]] == ["3", "4"]
    assert site.value("ss2", LUN, "keystatus") == ["unavailable"]
    site["ss2"].run(f"zfs load-key -L file:///lab/key {LUN}; udevadm settle")
    assert equal(site) == ["1", "2", "3", "4"]
    # A stream that is not raw would end the lineage; it is refused before that.
    assert "raw" in str(site.replicate(failed=True, raw=False, snapshot_name="5", match=".*")["refusals"])


def test_what_the_copy_has_of_its_own_is_refused_and_goes_by_consent_only(site):
    site.volume("ss1", LUN)
    changed(site, "1")
    site.replicate(**OURS)
    site["ss2"].run(f"zfs set readonly=off {LUN}; udevadm settle; sleep 1")
    site.write("ss2", LUN)
    before = site.checksum("ss2", LUN)
    changed(site, "2")
    (refusal,) = site.replicate(failed=True, **OURS)["refusals"]
    assert ": modified: " in refusal and site.checksum("ss2", LUN) == before
    site["ss2"].run(f"zfs snapshot {LUN}@own")
    (refusal,) = site.replicate(failed=True, **OURS)["refusals"]
    assert ": diverged: " in refusal and site.checksum("ss2", LUN) == before
    guid = site.value("ss2", f"{LUN}@1", "guid")[0]
    assert guid in refusal
    site.replicate(discard_after=[guid], **OURS)
    assert equal(site) == ["1", "2"]


def test_what_the_policies_do_not_keep_goes_and_the_common_one_never(site):
    site.volume("ss1", LUN)
    changed(site, *"123456")
    keep = {"retention_source": {"last": 1}, "retention_target": {"last": 3}}
    site.replicate(**keep, **OURS)
    assert site.snapshots("ss1", LUN) == ["5", "6"] and site.snapshots("ss2", LUN) == ["3", "4", "5", "6"]
    site["ss1"].run(f"zfs hold mine {LUN}@5")
    changed(site, "7", "8")
    site.replicate(**keep, **OURS)
    assert site.snapshots("ss1", LUN) == ["5", "7", "8"]
    assert equal(site)[-1] == "8"


def test_a_pool_that_is_full_keeps_what_came_and_gets_the_rest_later(site):
    site.pool("ss2", "small", SMALL[0])
    site["ss2"].run("zfs set quota=16M small")
    site.volume("ss1", LUN)
    site.write("ss1", LUN, mebibytes=24)
    site["ss1"].run(f"zfs snapshot {LUN}@1")
    pair = {"datasets": [{"source": LUN, "target": "small/lun0"}]}
    assert site.replicate(failed=True, **pair, **OURS)["msg"]
    site["ss2"].run("zfs set quota=none small")
    site.replicate(**pair, **OURS)
    assert site.checksum("ss1", f"{LUN}@1") == site.checksum("ss2", "small/lun0@1")
    site["ss2"].run("zpool destroy small")
