# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a timer that keeps headers of VMFS volumes needs."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.filter.vmfs_headers_job import vmfs_headers_job


def test_defaults_are_those_of_the_module():
    job = vmfs_headers_job({"devices": ["/dev/a"]}, "daily at 05:00")
    assert (job["problems"], job["schedule"]["hour"], job["description"]["tell"]) == ([], "5", [])
    assert (job["description"]["params"]["keep"], job["description"]["only_present"]) == (10, False)


def test_all_that_is_wrong_is_told():
    assert len(vmfs_headers_job({"devices": [], "keep": 0}, "hourly")["problems"]) == 2
    assert "is no schedule" in vmfs_headers_job({"devices": ["/dev/a"]}, "now")["problems"][0]
    assert "kep" in vmfs_headers_job({"devices": ["/dev/a"], "kep": 1}, "hourly")["problems"][0]
