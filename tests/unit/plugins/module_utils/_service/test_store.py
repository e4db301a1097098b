# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The store of reservations: mounted once, and whole whatever a node died of."""

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._service import store
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import IQN, SERIALS, two_luns

FIXTURES = next(each for each in pathlib.Path(__file__).parents if each.name == "unit") / "fixtures" / "lio"
WHOLE = (FIXTURES / "aptpl_two_registrations").read_text()
FIRST, SECOND = (f"aptpl_{serial}" for serial in SERIALS[:2])


@pytest.fixture
def commands(monkeypatch):
    """The commands that were run, and what they mount."""
    done, mounted = [], set()

    def run(argv, timeout):
        assert timeout > 0
        done.append(argv)
        if argv[0] == "mount":
            mounted.add(argv[-1])
        else:
            mounted.discard(argv[-1])

    monkeypatch.setattr(store, "run", run)
    monkeypatch.setattr(store, "_mounted", lambda: mounted)
    monkeypatch.setattr(store.ocf, "log", lambda *_words: None)
    return done


@pytest.fixture
def wanted(tmp_path):
    """A target with two LUNs that keeps its reservations in a folder of the test."""
    return Wanted(IQN, two_luns(), reservations=str(tmp_path / "san0"))


@pytest.fixture
def folder(wanted, commands):
    store.open_for(wanted, "/dev/vg/store")
    return pathlib.Path(wanted.reservations)


def test_it_is_mounted_once_and_gone_in_the_end(wanted, commands):
    store.open_for(wanted, "/dev/vg/store")
    store.open_for(wanted, "/dev/vg/store")
    assert store.is_open(wanted.reservations)
    (mount,) = commands
    assert mount == ["mount", "--types", "ext4", "--options", store.OPTIONS, "/dev/vg/store", wanted.reservations]
    assert "sync" in store.OPTIONS.split(",")
    store.close(wanted.reservations, 5)
    store.close(wanted.reservations, 5)
    assert commands[1:] == [["umount", wanted.reservations]] and not store.is_open(wanted.reservations)


def test_what_is_whole_stays_and_has_a_copy(folder, wanted):
    (folder / FIRST).write_text(WHOLE)
    store.remember(wanted)
    assert (folder / f"last_{FIRST}").read_text() == WHOLE
    store.open_for(wanted, "/dev/vg/store")
    assert (folder / FIRST).read_text() == WHOLE
    assert not (folder / f"last_{SECOND}").exists()


@pytest.mark.parametrize("length", [0, 1, len(WHOLE) - 1])
def test_a_file_that_is_cut_off_is_replaced_by_its_copy(folder, wanted, length):
    (folder / FIRST).write_text(WHOLE)
    store.remember(wanted)
    (folder / FIRST).write_text(WHOLE[:length])
    store.remember(wanted)
    store.open_for(wanted, "/dev/vg/store")
    assert (folder / FIRST).read_text() == WHOLE


def test_without_a_copy_nobody_guesses(folder, wanted):
    (folder / FIRST).write_text("")
    with pytest.raises(store.StoreDamaged, match=f"{folder}/{FIRST} is cut off .* remove it to go on"):
        store.open_for(wanted, "/dev/vg/store")
    (folder / FIRST).unlink()
    store.open_for(wanted, "/dev/vg/store")


def test_a_file_that_somebody_removed_does_not_come_back(folder, wanted):
    (folder / FIRST).write_text(WHOLE)
    store.remember(wanted)
    (folder / FIRST).unlink()
    store.open_for(wanted, "/dev/vg/store")
    assert list(folder.iterdir()) == []


def test_what_a_lun_of_before_has_left_is_not_for_its_successor(folder, wanted):
    for name in ("aptpl_gone", "last_aptpl_gone", "lost+found"):
        (folder / name).write_text(WHOLE)
    store.open_for(wanted, "/dev/vg/store")
    assert [path.name for path in folder.iterdir()] == ["lost+found"]


def test_the_same_text_is_not_written_again(folder, wanted):
    (folder / FIRST).write_text(WHOLE)
    store.remember(wanted)
    before = (folder / f"last_{FIRST}").stat().st_mtime_ns
    store.remember(wanted, Files(str(folder)))
    assert (folder / f"last_{FIRST}").stat().st_mtime_ns == before


def test_mounts_come_from_the_kernel():
    assert store.is_open("/proc")
    assert not store.is_open("/no/such/folder")
