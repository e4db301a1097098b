# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node is lost with its disks and built anew on a blank machine, under writes to every LUN. Runs late."""

from __future__ import annotations

import pathlib
import subprocess

import pytest

LAB = pathlib.Path(__file__).resolve().parents[3] / "lab" / "lab"


def places(host):
    """Where the service is, and the other node."""
    here = host.check_output("crm_resource --resource san0 --locate 2>/dev/null | sed 's/.*: *//'").split()[0]
    return here, ({"node1", "node2"} - {here}).pop()


def test_a_member_is_not_replaced(nodes, playbook):
    done = playbook("replace_node.yml", "-e", f"replace_node={places(nodes[0])[1]}", check=False)
    said = done.stdout + done.stderr
    assert done.returncode != 0 and "there is nothing to replace" in said, said[-3000:]
    assert "changed=1" not in done.stdout


@pytest.mark.long
def test_a_blank_machine_becomes_a_full_member_while_the_other_one_serves(nodes, hosts, playbook, writes):
    here, lost = places(nodes[0])
    subprocess.run([LAB, "replace", lost], check=True, timeout=300)
    assert not hosts[lost].file("/etc/drbd.d/san0.res").exists

    said = playbook("replace_node.yml", "-e", f"replace_node={lost}").stdout

    assert "Wait for 100 %" in said and places(nodes[0]) == (here, lost)
    events = hosts[lost].check_output("drbdsetup events2 --now san0")
    assert "disk:UpToDate" in events and "peer-disk:UpToDate" in events
    for node in nodes:
        assert "drbd-fence-" not in node.check_output("cibadmin --query --scope constraints")
    # It can do what the old one could.
    playbook("switchover.yml", "-e", "switchover_service=san0", "-e", f"switchover_to={lost}")
    written, read = writes()
    assert written["errors"] == 0 and (read["lost"], read["corrupt"]) == (0, 0)
