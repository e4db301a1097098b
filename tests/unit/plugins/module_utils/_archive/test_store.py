# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The archive on disk."""

from __future__ import annotations

import gzip

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._archive import store as subject

NOON = 1795521600  # 2026-11-24 12:00 UTC


@pytest.fixture
def archive(tmp_path):
    return subject.Archive(str(tmp_path / "archive"))


def test_what_was_kept_is_read_in_order(archive, tmp_path):
    assert archive.days() == [] and subject.day_of(NOON) == "2026-11-24"
    for minute in (1, 0, 2):
        archive.keep("statistics", NOON + 60 * minute, {"a": minute})
    archive.keep("full", NOON, {"a": "text"})
    assert archive.days() == ["2026-11-24"]
    assert archive.records("2026-11-24") == [(NOON + 60 * n, {"a": n}) for n in range(3)]
    folder = tmp_path / "archive/2026-11-24"
    assert sorted(path.name for path in folder.iterdir())[0] == "full-1200.json.gz"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_day_that_is_over_is_one_file_and_says_the_same(archive, tmp_path):
    for minute in range(5):
        archive.keep("statistics", NOON + 60 * minute, {"a": minute})
    archive.keep("full", NOON, {})
    before = archive.records("2026-11-24")
    archive.pack("2026-11-24")
    assert len(archive.files.names("2026-11-24")) == 6
    archive.pack("2026-11-25")
    assert archive.files.names("2026-11-24") == ["full-1200.json.gz", "statistics.jsonl.gz"]
    assert archive.records("2026-11-24") == before
    # After a crash before the minutes were removed, some are there twice.
    archive.keep("statistics", NOON + 60, {"a": 1})
    assert archive.records("2026-11-24") == before
    archive.pack("2026-11-25")
    assert archive.records("2026-11-24") == before


def test_what_is_damaged_is_passed_over(archive, tmp_path):
    for minute in range(2):
        name = archive.keep("statistics", NOON + 60 * minute, {"a": minute})
    path = tmp_path / "archive" / name
    path.write_bytes(path.read_bytes()[:-9])
    assert archive.records("2026-11-24") == [(NOON, {"a": 0})]
    path.write_bytes(gzip.compress(b"\xff"))
    assert archive.records("2026-11-24") == [(NOON, {"a": 0})]


def test_days_go_in_time_and_what_is_no_day_stays(archive, tmp_path):
    for days in range(4):
        archive.keep("statistics", NOON - 86400 * days, {"a": 1})
    (tmp_path / "archive/notes").mkdir()
    assert archive.expire("2026-11-24", 2) == ["2026-11-21"]
    assert archive.days() == ["2026-11-22", "2026-11-23", "2026-11-24"]
    assert (tmp_path / "archive/notes").is_dir()
    assert not subject.is_day("2026-11-31") and not subject.is_day("2026-1-1")
