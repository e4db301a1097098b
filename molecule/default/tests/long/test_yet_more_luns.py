# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""LUNs come, grow and go by the description, while the others of the same target are written to.

Runs last: in the end the site has a LUN that its inventory does not know.
"""

from __future__ import annotations

import copy
import json

import pytest

MIB = 1 << 20


def sessions(host):
    """{LUN number: bytes} of the iSCSI disks, and the number of the session."""
    disks = host.check_output("lsblk --nodeps --noheadings --bytes --output SIZE,TRAN,HCTL").splitlines()
    rows = [line.split() for line in disks if " iscsi " in line]
    sizes = {int(hctl.rsplit(":", 1)[1]): int(size) for size, _tran, hctl in rows}
    return sizes, host.check_output("ls /sys/class/iscsi_session")


@pytest.fixture(name="describe")
def _describe(playbook, service, tmp_path):
    """Runs site.yml with these LUNs beside those of the inventory."""

    def describe(luns, *options):
        described = copy.deepcopy(service)
        described["luns"] += luns
        variables = tmp_path / "services.json"
        variables.write_text(json.dumps({"ha_storage_services": [described]}), encoding="utf-8")
        playbook("site.yml", "-e", f"@{variables}", *options)

    return describe


def test_luns_come_grow_and_go_while_others_are_written_to(initiator, service, describe, writes):
    before, session = sessions(initiator)
    # Some of the service's are other initiators'; and one number stays free.
    numbers = len(service["luns"]) + 1, len(service["luns"]) + 2
    grows, goes = ({"name": name, "number": number, "size": "32m"} for name, number in zip(("grows", "goes"), numbers))

    describe([grows, goes])
    assert sessions(initiator) == ({**before, **dict.fromkeys(numbers, 32 * MIB)}, session)

    # The initiator, which is logged in, would lose a LUN: that has to be allowed.
    describe([{**grows, "size": "64m"}], "-e", "lio_target_allow_remove_luns_in_use=true")
    assert sessions(initiator) == ({**before, numbers[0]: 64 * MIB}, session)

    written, read = writes()
    assert written["errors"] == 0 and (read["lost"], read["corrupt"]) == (0, 0)
    assert len(written["devices"]) == len(before)
    # Nothing pauses; a machine that tests share gets some grace.
    assert written["longest_gap_seconds"] < 5
