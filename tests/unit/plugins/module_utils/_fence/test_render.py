# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._fence.render import (
    constraint,
    constraint_id,
    placing,
    removing,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import read_xml, write_xml

from .worlds import CLONE, NAME, RUNNING

# To the letter what crm-fence-peer.sh of drbd-utils 9.22 makes.
PACKAGED = f"""<rsc_location rsc="{CLONE}" id="{NAME}">
  <rule role="Master" score="-INFINITY" id="drbd-fence-by-handler-san0-rule-{CLONE}">
    <expression attribute="#uname" operation="ne" value="node1" id="drbd-fence-by-handler-san0-expr-{CLONE}"/>
  </rule>
</rsc_location>"""


def test_the_constraint_is_that_of_drbds_own_script():
    assert constraint_id("san0", CLONE) == NAME
    assert constraint("san0", CLONE, "node1") == read_xml(PACKAGED, "test")


def test_a_patch_is_for_one_version_of_the_cib():
    for patch in (
        placing(read_xml(RUNNING, "test"), constraint("san0", CLONE, "node1")),
        removing(read_xml(RUNNING, "test"), NAME),
    ):
        source, target = patch.first("version").children
        assert source.attributes == {"admin_epoch": "0", "epoch": "2", "num_updates": "35"}
        assert target.attributes == {"admin_epoch": "0", "epoch": "3", "num_updates": "0"}


def test_a_removal_names_this_constraint_only():
    assert f"constraints/rsc_location[@id='{NAME}']" in write_xml(removing(read_xml(RUNNING, "test"), NAME))
