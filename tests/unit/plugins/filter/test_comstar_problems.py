# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter reads items as modules do."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.quorate.ha_storage.plugins.filter.comstar_problems import FilterModule

comstar_problems = FilterModule().filters()["comstar_problems"]


def test_texts_are_taken_as_what_they_mean():
    views = [{"lu": "/dev/a", "lun": "0", "allow_all_hosts": "yes"}, {"lu": "/dev/b", "lun": None, "host_group": "a"}]
    assert comstar_problems({"comstar_views": views}) == []


def test_the_kind_of_group_is_a_matter_of_the_list():
    assert comstar_problems({"comstar_target_groups": [{"name": "a"}], "comstar_host_groups": [{"name": "a"}]}) == []
    (found,) = comstar_problems({"comstar_host_groups": [{"name": "a", "type": "target"}]})
    assert "other kind of group" in found


def test_what_is_misspelt_or_missing_is_told_for_every_item():
    found = comstar_problems(
        {
            "comstar_views": [{"lu": "/dev/a", "hostgroup": "a"}, {"host_group": "a"}, {"lu": "/dev/a", "lun": "one"}],
            "comstar_host_groups": [{"name": "a", "state": "gone"}],
        }
    )
    assert [each.partition(":")[0] for each in found] == [
        "comstar_views[0]",
        "comstar_views[1]",
        "comstar_views[2]",
        "comstar_host_groups[0]",
    ]
    assert "hostgroup" in found[0]


def test_no_secret_is_quoted():
    items = [{"iqn": "iqn.a", "chap_secret": "hush hush"}, {"iqn": "iqn.b", "chap_secret": ["hush"], "user": "u"}]
    assert "hush" not in " ".join(comstar_problems({"comstar_initiators": items}))
    assert "hush" not in " ".join(comstar_problems({"comstar_initiators": items[:1]}))


def test_other_variables_are_refused():
    with pytest.raises(AnsibleFilterError, match="comstar_volumes is no variable"):
        comstar_problems({"comstar_volumes": []})
