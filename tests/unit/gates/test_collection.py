# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The identity of the collection agrees with what is in it."""

from __future__ import annotations

import pathlib
import re
import typing as t

import yaml

from . import checkout

OWN = {"ansible.builtin", "quorate.ha_storage"}
CONTENT = ("roles/*.yml", "playbooks/*.yml", "roles/*.j2")
# `namespace.name.plugin:` as the key of a task; `| namespace.name.plugin` as a filter, or likewise as test or lookup.
NAME = r"([a-z][a-z0-9_]*\.[a-z_]+)\.[a-z0-9_]+"
PLUGIN = re.compile(rf"^\s*(?:- )?{NAME}:|(?:\|\s*|lookup\(['\"]){NAME}", re.MULTILINE)


def loaded(name: str) -> t.Any:
    """One YAML file as plain data."""
    return yaml.safe_load(checkout.read(pathlib.Path(name)))


def test_dependencies_are_the_collections_in_use() -> None:
    found = [pair for path in checkout.files(*CONTENT) for pair in PLUGIN.findall(checkout.read(path))]
    used = {task or other for task, other in found}
    assert used >= OWN
    assert used - OWN == set(loaded("galaxy.yml")["dependencies"])


def test_the_version_is_in_the_changelog_and_the_tracker_is_ours() -> None:
    galaxy = loaded("galaxy.yml")
    assert galaxy["version"] in loaded("changelogs/changelog.yaml")["releases"]
    assert galaxy["version"] in checkout.read(pathlib.Path("CHANGELOG.rst"))
    for key in ("repository", "documentation", "issues"):
        assert galaxy[key].startswith(galaxy["homepage"])


def test_action_groups_name_every_module_once() -> None:
    groups = loaded("meta/runtime.yml")["action_groups"]
    members = [name for group in groups.values() for name in group]
    assert sorted(members) == sorted(path.stem for path in checkout.files("plugins/modules/*.py"))
    for group, names in groups.items():
        for name in names:
            assert f"._attributes.actiongroup_{group}\n" in checkout.read(pathlib.Path(f"plugins/modules/{name}.py")), (
                name
            )


def test_what_users_install_knows_nothing_of_the_lab() -> None:
    guilty = [
        str(path)
        for path in checkout.files("plugins/*", "roles/*", "playbooks/*")
        if re.search(r"inventories/lab|lab/lab|tests/", checkout.read(path))
    ]
    assert guilty == []
