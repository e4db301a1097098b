# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files, tell_kernel


@pytest.fixture(name="files")
def _files(tmp_path):
    return Files(str(tmp_path))


def test_what_was_written_is_read_back_with_its_mode(files):
    files.write_atomic("/etc/quorate/a.json", "one", mode=0o600)
    assert files.read_text("/etc/quorate/a.json") == "one"
    assert files.mode("/etc/quorate/a.json") == 0o600


def test_absent_files_and_folders_are_values_not_errors(files):
    assert files.read_text("/none") is None
    assert files.mode("/none") is None
    assert files.names("/none") == []
    files.remove("/none")


def test_generations_keep_the_newest_first_and_no_more_than_asked(files):
    for text in ("1", "2", "3", "4"):
        files.write_atomic("/a", text, generations=2)
    assert [files.read_text(name) for name in ("/a", "/a.1", "/a.2", "/a.3")] == ["4", "3", "2", None]


def test_no_temporary_file_stays(files):
    files.write_atomic("/d/a", "text", generations=1)
    files.write_atomic("/d/a", "text2", generations=1)
    assert files.names("/d") == ["a", "a.1"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(files, monkeypatch):
    files.write_atomic("/d/a", "old")

    def no_rename(*args):
        raise OSError("power cut")

    monkeypatch.setattr(os, "replace", no_rename)
    with pytest.raises(OSError, match="power cut"):
        files.write_atomic("/d/a", "new")
    assert files.read_text("/d/a") == "old"
    assert files.names("/d") == ["a"]


def test_the_file_is_synced_before_the_rename_and_the_folder_after_it(files, monkeypatch):
    steps = []
    real_fsync, real_replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (steps.append("fsync"), real_fsync(fd))[1])
    monkeypatch.setattr(os, "replace", lambda a, b: (steps.append("rename"), real_replace(a, b))[1])
    files.write_atomic("/a", "text")
    assert steps == ["fsync", "rename", "fsync"]


def test_remove(files):
    files.write_atomic("/a", "text")
    files.remove("/a")
    assert files.read_text("/a") is None


def test_bytes_are_read_as_they_are_and_missing_ones_are_none(files):
    with open(files.path("/page"), "wb") as stream:
        stream.write(b"\0\x80\0\1a")
    assert files.read_bytes("/page") == b"\0\x80\0\1a"
    assert files.read_bytes("/none") is None


def test_an_unfinished_file_stands_in_the_staging_folder(files, monkeypatch):
    os.makedirs(files.path("/staging"))
    seen = []
    real_replace = os.replace
    monkeypatch.setattr(
        os, "replace", lambda a, b: (seen.append((files.names("/d"), files.names("/staging"))), real_replace(a, b))[1]
    )
    files.write_atomic("/d/a", "text", staging="/staging")
    assert [(names, len(staged)) for names, staged in seen] == [([], 1)]
    assert (files.names("/d"), files.names("/staging")) == (["a"], [])


def test_a_link_replaces_whatever_was_there(files):
    assert files.link("/pr/aptpl") == ""
    files.write_atomic("/pr/aptpl", "a plain file")
    assert files.link("/pr/aptpl") == ""
    for goal in ("/store/one", "/store/two"):
        files.make_link("/pr/aptpl", goal)
        assert files.link("/pr/aptpl") == goal
    assert files.names("/pr") == ["aptpl"]


def test_a_link_that_a_killed_run_left_half_made_is_no_obstacle(files):
    files.write_atomic(f"/pr/.quorate-{os.getpid()}", "")
    files.make_link("/pr/aptpl", "/store/one")
    assert files.link("/pr/aptpl") == "/store/one"


def test_files_of_the_kernel_are_listed_and_written_but_never_made(tmp_path):
    (tmp_path / "rescan").touch()
    tell_kernel(str(tmp_path / "rescan"), "1")
    assert (tmp_path / "rescan").read_text() == "1"
    with pytest.raises(FileNotFoundError):
        tell_kernel(str(tmp_path / "none"), "1")
    assert Files().names(str(tmp_path)) == ["rescan"] and Files().names(str(tmp_path / "none")) == []
