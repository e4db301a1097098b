# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a timer runs, on devices in files."""

from __future__ import annotations

import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.filter.vmfs_headers_job import vmfs_headers_job
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs import program as subject

from .images import MIB, image


class Job:
    """A description in a file, and what was said."""

    def __init__(self, folder):
        self.folder, self.said = folder, []
        self.device = image().save(folder / "lun")

    def run(self, devices=None, **more):
        options = {
            "devices": devices or [self.device],
            "folder": str(self.folder / "vmfs"),
            "host": "storage1",
            "head_size": "32m",
        }
        job = vmfs_headers_job(options, "hourly", **more)
        assert job["problems"] == []
        path = self.folder / "job.json"
        path.write_text(json.dumps(job["description"]))
        self.said.clear()
        return subject.main(["program", str(path)])

    def damage(self, offset, data):
        with open(self.device, "r+b") as stream:
            stream.seek(offset)
            stream.write(data)

    def versions(self):
        return sorted(self.folder.glob("vmfs/storage1/*/*/manifest.json"))


@pytest.fixture
def job(tmp_path, monkeypatch):
    made = Job(tmp_path)
    monkeypatch.setattr(subject.syslog, "syslog", lambda _priority, text: made.said.append(text))
    moments = iter(range(100))
    monkeypatch.setattr(subject.time, "strftime", lambda *_given: f"20261123T0500{next(moments):02}Z")
    return made


def test_a_version_and_no_alarm_and_then_nothing(job):
    assert job.run() == 0 and len(job.versions()) == 1 and "keep the header" in job.said[0]
    assert job.run() == 0 and job.said == []
    # A heartbeat.
    job.damage(20 * MIB + 0x100, b"beat")
    assert job.run() == 0 and job.said == []


def test_a_changed_header_is_kept_and_is_an_alarm_once(job):
    job.run()
    told = job.folder / "told"
    tell = ["sh", "-c", f"cat > {told}"]
    job.damage(2 * MIB + 0x2E, b"naa.other")
    assert job.run(tell=tell) == subject.ALARM and len(job.versions()) == 2
    assert "naa.other" in told.read_text() and any("naa.other" in line for line in job.said)
    assert job.run(tell=tell) == 0


def test_ten_versions_roll(job):
    for number in range(12):
        job.damage(2 * MIB + 0x2E, f"naa.{number:05}".encode())
        job.run()
    assert len(job.versions()) == 10


def test_what_cannot_be_read_is_an_error_and_pushes_nothing_out(job):
    job.run()
    job.damage(0, bytes(3 * MIB))
    assert job.run(tell=["false"]) == 1 and len(job.versions()) == 1
    assert any("its header was kept as" in line for line in job.said) and "nobody was told" in job.said[-1]
    assert subject.main(["program", str(job.folder / "none")]) == 1


def test_a_lun_that_is_on_another_node(job):
    away = str(job.folder / "away")
    assert job.run([job.device, away]) == 1
    assert job.run([job.device, away], only_present=True) == 0 and len(job.versions()) == 1
    assert job.run([away], only_present=True) == 0
