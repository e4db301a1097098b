# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Streams are made as the ones before."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Refused
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.lineage import flags_of, lineage_text, recorded
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import (
    LINEAGE,
    Dataset,
    Options,
    Pool,
    Property,
    Snapshot,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.steps import Flags
from zfs import host

from . import worlds
from .worlds import replicate, snapshots, wanted

LARGE, SMALL = Pool("a"), Pool("b", large_blocks=False)
FILES = Dataset("a/fs", kind="filesystem")
NEW = Dataset("b/fs", exists=False)


def encrypted(*more):
    system = host.with_pools("src", "dst")
    host.play(system, "zfs create -o encryption=on -V 16M src/zv")
    snapshots(system, "a", "b")
    host.play(system, *more)
    return system


def copy_with(text):
    return Dataset("b/fs", kind="filesystem", properties={LINEAGE: Property(text)} if text else {})


@pytest.mark.parametrize("flags", [Flags(), Flags(raw=True), Flags(large=True), Flags(True, True)])
def test_what_is_recorded_is_read_again(flags):
    assert recorded(copy_with(lineage_text(flags))) == flags


def test_large_blocks_as_the_pools_can_and_then_as_ever():
    def large(target, pools=(LARGE, LARGE), **options):
        return flags_of(FILES, target, Options(**options), pools).large

    assert large(NEW) and not large(NEW, (LARGE, SMALL)) and not large(NEW, large_blocks=False)
    assert large(copy_with("large"), (LARGE, SMALL)) and not large(copy_with("plain"))
    assert large(copy_with(""), large_blocks=True)


def test_the_way_back_is_as_the_way_there():
    there = dataclasses.replace(copy_with("large"), name="b/fs")
    known = dataclasses.replace(FILES, snapshots=(Snapshot("one", "1", 1, 1),))
    assert flags_of(there, known, Options(), (LARGE, LARGE)).large
    assert [each.kind for each in flags_of(FILES, known, Options(), (LARGE, LARGE))] == ["lineage_unknown"]
    # A third one is a new copy, and may have arrived otherwise.
    assert not flags_of(there, NEW, Options(large_blocks=False), (LARGE, LARGE)).large


def test_compression_may_change_at_any_time():
    assert flags_of(FILES, copy_with("plain"), Options(compressed=False), (LARGE, LARGE)) == Flags()
    assert flags_of(FILES, copy_with("plain"), Options(), (LARGE, LARGE)) == Flags(compressed=True)


def test_an_encrypted_volume_goes_raw_with_its_key_unloaded():
    system = encrypted("zfs unload-key src/zv")
    replicate(system)
    snapshots(system, "c")
    replicate(system)
    copied = system.datasets["dst/zv"]
    assert worlds.same(system) and not copied.key_loaded and copied.properties[LINEAGE].local == "raw"
    assert [each.ivset for each in copied.snapshots] == [each.ivset for each in system.datasets["src/zv"].snapshots]


def test_decrypted_on_the_way_it_needs_the_key():
    system = encrypted("zfs unload-key src/zv")
    with pytest.raises(Refused, match="key: its key is not loaded"):
        replicate(system, wanted(raw=False))
    host.play(system, "zfs load-key src/zv")
    replicate(system, wanted(raw=False))
    snapshots(system, "c")
    assert replicate(system) and worlds.same(system) and not system.datasets["dst/zv"].encrypted


def test_after_a_receive_that_was_not_raw_guids_are_equal_and_yet_there_is_no_base():
    """The trap of the IV set guid: what every other tool takes for a base."""
    system = encrypted()
    host.pipe(system, "zfs send -w src/zv@a | zfs receive dst/zv")
    host.play(system, "zfs load-key dst/zv")
    host.pipe(system, "zfs send -i @a src/zv@b | zfs receive dst/zv")
    assert worlds.guids(system, "dst/zv") == worlds.guids(system, "src/zv")
    snapshots(system, "c")
    with pytest.raises(Refused, match="ivset: its newest common snapshot came by a stream that was not raw"):
        replicate(system)


def test_an_encrypted_copy_gets_nothing_but_raw_streams():
    system = encrypted()
    replicate(system)
    del system.datasets["dst/zv"].properties[LINEAGE]
    snapshots(system, "c")
    with pytest.raises(Refused, match="raw: it is encrypted, perhaps as the source is"):
        replicate(system, wanted(raw=False))
    assert replicate(system) and worlds.same(system)


def test_a_copy_below_an_encrypted_data_set_is_encrypted_there_and_goes_on_with_its_key():
    system = worlds.volume()
    host.play(system, "zfs create -o encryption=on dst/safe")
    want = wanted([("src/zv", "dst/safe/zv")])
    replicate(system, want)
    snapshots(system, "c")
    replicate(system, want)
    assert system.datasets["dst/safe/zv"].encrypted and worlds.same(system, target="dst/safe/zv")
    host.play(system, "zfs unload-key dst/safe/zv")
    snapshots(system, "d")
    with pytest.raises(Refused, match="dst/safe/zv: key: its key is not loaded, and the stream is not raw"):
        replicate(system, want)


@pytest.mark.parametrize("make", [worlds.volume, encrypted])
def test_options_that_say_the_same_each_time_are_no_conflict(make):
    system, want = make(), wanted(raw=True, large_blocks=True)
    replicate(system, want)
    snapshots(system, "c")
    replicate(system, want)
    assert worlds.same(system)


def test_how_the_parent_has_arrived_is_another_matter():
    inherited = Dataset("b/fs", properties={LINEAGE: Property("raw", "inherited from b")})
    assert recorded(inherited) is None


def test_another_block_size():
    target = dataclasses.replace(copy_with("plain"), kind="volume", block_size=4096, snapshots=(object(),))
    (conflict,) = flags_of(Dataset("a/v", block_size=8192), target, Options(), (LARGE, LARGE))
    assert conflict.kind == "block_size"
