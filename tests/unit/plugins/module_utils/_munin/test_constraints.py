# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin of constraints that were left."""

from __future__ import annotations

from .hosts import FakeHost, all_unknown, said

NAME = "quorate_constraints"
LEFT = """<constraints>
  <rsc_location id="san0-prefers-node1" rsc="san0" node="node1" score="100"/>
  <rsc_location id="cli-prefer-san0" rsc="san0" node="node2" score="INFINITY"/>
  <rsc_location id="cli-ban-san1-on-node1" rsc="san1" node="node1" score="-INFINITY"/>
  <rsc_location id="quorate-switchover-san1" rsc="san1" node="node1" score="INFINITY"/>
  <rsc_location id="drbd-fence-by-handler-san0-san0-drbd-clone" rsc="san0-drbd-clone"/>
  <rsc_colocation id="somebody-else" rsc="a" with-rsc="b"/>
</constraints>"""


def test_each_kind_is_counted_and_none_is_wanted(capsys, tmp_path):
    host = FakeHost(tmp_path)
    assert said(capsys, host, NAME, "autoconf").lines[0].startswith("no (")
    host.write("/var/lib/pacemaker/cib/cib.xml", "<cib/>")
    assert said(capsys, host, NAME, "autoconf").lines == ["yes"]
    host.answers["cibadmin"] = LEFT
    assert said(capsys, host, NAME).values(NAME) == {"moved": "2", "switchover": "1", "fenced": "1"}
    host.answers["cibadmin"] = '<constraints><rsc_location id="san0-prefers-node1"/></constraints>'
    assert said(capsys, host, NAME).values(NAME) == {"moved": "0", "switchover": "0", "fenced": "0"}
    config = said(capsys, host, NAME, "config")
    assert {config[NAME, f"{field}.warning"] for field in config.fields(NAME, "label")} == {"0"}


def test_a_cluster_that_is_stopped_and_an_answer_that_is_none(capsys, tmp_path):
    host = FakeHost(tmp_path)
    host.answers["cibadmin"] = (102, "")
    assert all_unknown(said(capsys, host, NAME))
    host.answers["cibadmin"] = "<constraints"
    assert all_unknown(said(capsys, host, NAME)) and len(host.complaints) == 2
