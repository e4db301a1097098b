# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A patch run over both nodes under writes to every LUN, killed in the middle and repeated."""

from __future__ import annotations

import json
import re

NOTE = "/var/lib/quorate/patch.json"
TASKS = """
- name: Leave a trace
  ansible.builtin.copy:
    content: "{{ inventory_hostname }}"
    dest: /root/patched
    mode: "0644"
"""


def boot(host):
    return host.check_output("cat /proc/sys/kernel/random/boot_id")


def test_killed_with_the_first_node_down_it_goes_on_and_finishes(hosts, places, playbook, killed, writes, tmp_path):
    (tmp_path / "tasks.yml").write_text(TASKS)
    options = ("-e", f"patch_tasks={tmp_path}/tasks.yml", "-e", "patch_reboot=always")
    here, standby = places()
    before = {name: boot(hosts[name]) for name in ("node1", "node2")}

    killed("patch.yml", *options, when=lambda: hosts[standby].run("test -e /root/patched").rc == 0)
    assert json.loads(hosts[here].check_output(f"cat {NOTE}"))["places"] == {"san0": here}
    said = playbook("patch.yml", *options).stdout

    assert re.search(r"An interrupted run of \S+ is continued", said), said[-6000:]
    for name, old in before.items():
        host = hosts[name]
        assert boot(host) != old and host.check_output("cat /root/patched") == name
        assert not host.file(NOTE).exists
        assert "cli-" not in host.check_output("cibadmin --query --scope constraints")
    assert places()[0] == here
    assert len(re.findall(r"0 I/O errors, measured by initiator on 4 LUNs", said)) >= 2
    written, read = writes()
    assert written["errors"] == 0 and (read["lost"], read["corrupt"]) == (0, 0)
    # As in a switchover: nothing else interrupts the service.
    assert written["longest_gap_seconds"] < 15
