# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node is lost with its disks and built anew on a blank machine, under writes to every LUN. Runs late."""

from __future__ import annotations


def test_a_blank_machine_becomes_a_full_member_while_the_other_one_serves(nodes, hosts, places, playbook, writes, lab):
    here, lost = places()
    lab("replace", lost, timeout=300)
    assert not hosts[lost].file("/etc/drbd.d/san0.res").exists

    said = playbook("replace_node.yml", "-e", f"replace_node={lost}").stdout

    assert "Wait for 100 %" in said and places() == (here, lost)
    events = hosts[lost].check_output("drbdsetup events2 --now san0")
    assert "disk:UpToDate" in events and "peer-disk:UpToDate" in events
    for node in nodes:
        assert "drbd-fence-" not in node.check_output("cibadmin --query --scope constraints")
    # It can do what the old one could.
    playbook("switchover.yml", "-e", "switchover_service=san0", "-e", f"switchover_to={lost}")
    written, read = writes()
    assert written["errors"] == 0 and (read["lost"], read["corrupt"]) == (0, 0)
