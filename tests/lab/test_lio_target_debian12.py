# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What lio_target writes is read alike by rtslib and targetcli of Debian 12."""

from __future__ import annotations

import os

from ansible_collections.quorate.ha_storage.bench.node import Node
from ansible_collections.quorate.ha_storage.tests.lab import lio

LUNS = [lio.lun(0), lio.lun(1, attributes={"emulate_tpu": 1})]


def test_rtslib_of_debian_12_agrees():
    with Node(f"test-lio12-{os.getpid()}", "--release", "12") as node:
        node.put_engine()
        for number in range(2):
            node.sh(f"dmsetup create disk{number} --table '0 65536 linear /dev/ubdb {number * 65536}'")
        assert node.sh("python3 -c 'import rtslib_fb; print(rtslib_fb.__version__)' 2>/dev/null").startswith("2.1.75")
        given = lio.options(LUNS)
        lio.bring(node, given)
        assert lio.differences(lio.saved(node), lio.dump(node)) == []
        assert "lun1 block/san0-lun1 (rw)" in node.sh("targetcli ls 2>/dev/null")
        node.sh(f"cp {lio.SAVED} /root/ours.json; targetctl clear 2>/dev/null; targetctl restore /root/ours.json 2>&1")
        assert lio.differences(lio.saved(node), lio.dump(node)) == []
        assert lio.bring(node, given)["calls"] == []
