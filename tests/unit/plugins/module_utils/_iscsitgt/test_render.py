# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Only backing stores and portal groups change; the rest, secrets too, is as it was."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.parse import (
    SERVICE,
    parse_manifest,
    root_of,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.render import (
    config_data,
    repointed,
    rewritten,
)

from . import worlds


def test_stores_are_pointed_elsewhere_by_whole_parts():
    assert repointed("/dev/zvol/rdsk/sp1/a", worlds.STORES) == "/dev/zvol/rdsk/rp1/a"
    assert repointed("/dev/zvol/rdsk/sp1", (("/dev/zvol/rdsk/sp1/", "/dev/zvol/rdsk/rp1/"),)) == "/dev/zvol/rdsk/rp1"
    assert repointed("/dev/zvol/rdsk/sp10/a", worlds.STORES) == "/dev/zvol/rdsk/sp10/a"


def test_guids_and_everything_else_stay():
    text = rewritten(worlds.TEXT, worlds.STORES, None)
    before, after = parse_manifest(worlds.TEXT), parse_manifest(text)
    assert [lun.guid for lun in after.luns] == [lun.guid for lun in before.luns]
    assert [lun.store for lun in after.luns] == [
        "/dev/zvol/rdsk/rp1/iscsi/lun0",
        "/dev/zvol/rdsk/rp1/iscsi/lun1",
        "/dev/zvol/rdsk/sp10/boot/esx1",
    ]
    assert (after.targets, after.portal_groups) == (before.targets, before.portal_groups)
    assert text.startswith("<?xml version='1.0'?>\n<!DOCTYPE service_bundle SYSTEM")
    assert "bm90LWEtcmVhbC1zZWNyZXQ=" in text
    assert rewritten(text, worlds.STORES, None) == text


def test_portal_groups_are_replaced_and_leave_the_targets():
    after = parse_manifest(rewritten(worlds.TEXT, (), {"1": ("10.2.0.1", "10.2.0.2"), "3": ("10.2.0.3",)}))
    assert after.portal_groups == {"1": ("10.2.0.1", "10.2.0.2"), "3": ("10.2.0.3",)}
    assert [target.portal_groups for target in after.targets] == [("1",), ("1",)]


def test_the_order_of_a_manifest_is_kept():
    service = root_of(rewritten(worlds.TEXT, (), {"7": ("10.2.0.1",)})).find(SERVICE)
    tags = [node.tag for node in service]
    assert tags == ["property_group"] * (len(tags) - 2) + ["instance", "stability"]
    assert service[len(tags) - 3].get("name") == "tpgt_7"


def test_stores_in_lists_and_groups_in_instances_are_found_too():
    group = "<property_group name='tpgt_2' type='configuration'/>"
    text = (
        worlds.TEXT.replace(
            "<propval name='backing-store' type='astring' value='/dev/zvol/rdsk/sp1/iscsi/lun1'/>",
            "<property name='backing-store' type='astring'><astring_list>"
            "<value_node value='/dev/zvol/rdsk/sp1/iscsi/lun1'/></astring_list></property>",
        )
        .replace("<property_group name='tpgt_2' type='configuration'>", "<property_group name='other' type='x'>")
        .replace("enabled='true'/>", f"enabled='true'>{group}</instance>")
    )
    after = parse_manifest(rewritten(text, worlds.STORES, {"1": ("10.2.0.1",)}))
    assert after.luns[1].store == "/dev/zvol/rdsk/rp1/iscsi/lun1"
    assert after.portal_groups == {"1": ("10.2.0.1",)}


def test_what_is_shown_has_no_secret():
    shown = config_data(parse_manifest(worlds.TEXT))
    assert shown["targets"]["ss1-zrp1"]["luns"][1]["store"] == "/dev/zvol/rdsk/sp1/iscsi/lun1"
    assert "bm90" not in str(shown)
    assert config_data(None) == {}
