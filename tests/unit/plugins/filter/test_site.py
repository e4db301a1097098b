# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``site``: what templates hand in, and how problems come out."""

from __future__ import annotations

import collections
import pathlib
import re

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.quorate.ha_storage.plugins.filter.site import FilterModule, plain, site

TOP = pathlib.Path(__file__).parents[4]
EXAMPLE = TOP / "inventories" / "example"


def example():
    """The variables of the example inventory, secrets filled in."""
    text = {path.stem: path.read_text(encoding="utf-8") for path in (EXAMPLE / "group_vars/all").glob("*.yml")}
    secrets = yaml.safe_load(text.pop("vault"))
    values = {}
    for variables in text.values():
        filled = re.sub(r"\{\{ (\w+) \}\}", lambda match: secrets.get(match.group(1), match.group()), variables)
        values.update(yaml.safe_load(filled))
    return values


def test_the_example_inventory_is_accepted():
    values = example()
    found = site(values["ha_storage_services"], values["ha_storage_cluster"], values["ha_storage_volume_groups"])
    assert [service["name"] for service in found["services"]] == ["san0", "san1"]
    assert "{{" not in str(found)


def test_the_hosts_of_the_example_are_those_of_its_cluster():
    groups = yaml.safe_load((EXAMPLE / "hosts.yml").read_text(encoding="utf-8"))["all"]["children"]
    cluster = example()["ha_storage_cluster"]
    assert list(groups["ha_nodes"]["hosts"]) == [node["name"] for node in cluster["nodes"]]
    assert list(groups["arbiters"]["hosts"]) == [cluster["arbiter"]["name"]]


def test_every_problem_stands_on_a_line_of_its_own():
    with pytest.raises(AnsibleFilterError) as caught:
        site([{"name": "A"}], {"name": "lab"})
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("the description of the site has")
    assert "- ha_storage_cluster.nodes: is required" in lines
    assert any(line.startswith("- ha_storage_services[0].name: 'A' is not a name") for line in lines)
    assert len(lines) == len(set(lines))


def test_lookalikes_become_plain_data():
    # As vaulted strings of ansible-core before 2.19, a UserString is a sequence of characters and no str.
    given = collections.OrderedDict(a=(1, True, None), b=collections.UserString("secret"))
    assert plain(given) == {"a": [1, True, None], "b": "secret"}
    assert isinstance(plain(given)["b"], str)


def test_the_name_of_the_filter():
    assert FilterModule().filters() == {"site": site}
