# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every role has the same skeleton, an interface that is checked, and facts for each distribution."""

from __future__ import annotations

import functools
import pathlib
import re
import typing as t

import pytest
import yaml

from . import checkout, distributions

# By the platforms that a role names in its meta: COMSTAR is no matter of Linux distributions, and what installs nothing
# is the same on all of them.
FACTS_OF = {
    "Debian": ("Debian_12", "Debian_13"),
    "EL": ("RedHat_8", "RedHat_9", "RedHat_10"),
    "Solaris": (),
    "GenericLinux": (),
}
# Roles that install something outside of site.yml.
OF_THEIR_OWN = {"hp3par_proxy", "lio_archive", "munin"}
SKELETON = ("README.md", "defaults/main.yml", "meta/argument_specs.yml", "meta/main.yml", "tasks/main.yml")
PACKAGE = {"Debian": re.compile(r"[a-z0-9][a-z0-9+.-]+"), "RedHat": re.compile(r"[A-Za-z0-9][A-Za-z0-9+._-]*")}
UNIT = re.compile(r"[A-Za-z0-9@:_.-]+\.(service|socket|target|timer|path|mount)")

each_role = pytest.mark.parametrize("role", checkout.roles(), ids=lambda role: role.name)


@functools.lru_cache(maxsize=None)
def loaded(path: pathlib.Path) -> t.Any:
    """One YAML file as plain data."""
    return yaml.safe_load(checkout.read(path)) or {}


def distributions_of(role: pathlib.Path) -> list[str]:
    """The distributions for which *role* has facts."""
    platforms = loaded(role / "meta/main.yml")["galaxy_info"]["platforms"]
    return [distribution for platform in platforms for distribution in FACTS_OF[platform["name"]]]


def facts(role: pathlib.Path, ending: str) -> t.Iterator[tuple[str, str, str]]:
    """(distribution, variable, value) of each variable of *role* whose name ends so; lists item by item."""
    for distribution in distributions_of(role):
        for name, value in loaded(role / "vars" / f"{distribution}.yml").items():
            if re.search(ending, name):
                for item in value if isinstance(value, list) else [value]:
                    yield distribution, name, item


def test_there_are_roles() -> None:
    assert checkout.roles()


@each_role
def test_the_skeleton_is_complete(role: pathlib.Path) -> None:
    wanted = [role / name for name in (*SKELETON, *(f"vars/{name}.yml" for name in distributions_of(role)))]
    assert [str(path) for path in wanted if not (checkout.TOP / path).is_file()] == []
    assert len(checkout.read(role / "README.md").splitlines()) <= 60


@each_role
def test_arguments_are_the_defaults(role: pathlib.Path) -> None:
    told = loaded(role / "meta/argument_specs.yml")["argument_specs"]["main"].get("options", {})
    given = loaded(role / "defaults/main.yml")
    required = {name for name, option in told.items() if option.get("required")}
    assert set(told) - required == set(given)
    differing = {
        name: (option["default"], given[name])
        for name, option in told.items()
        if "default" in option and option["default"] != given[name]
    }
    assert differing == {}


@each_role
def test_variables_carry_the_name_of_the_role(role: pathlib.Path) -> None:
    assert [name for name in loaded(role / "defaults/main.yml") if not name.startswith(f"{role.name}_")] == []
    for path in checkout.files(f"{role}/vars/*.yml"):
        assert [name for name in loaded(path) if not name.startswith(f"_{role.name}_")] == [], path


@each_role
def test_every_distribution_has_the_same_facts(role: pathlib.Path) -> None:
    keys = {name: sorted(loaded(role / "vars" / f"{name}.yml")) for name in distributions_of(role)}
    assert {name: found for name, found in keys.items() if found != keys["Debian_13"]} == {}
    assert {path.stem for path in checkout.files(f"{role}/vars/*.yml")} >= set(keys)


@each_role
def test_packages_exist_in_the_distribution(role: pathlib.Path) -> None:
    wrong = [
        (distribution, name, package)
        for distribution, name, package in facts(role, r"_packages?$")
        if not PACKAGE[distribution.split("_")[0]].fullmatch(package)
        or package not in distributions.PACKAGES[distribution]
    ]
    assert wrong == []


@each_role
def test_units_are_well_formed(role: pathlib.Path) -> None:
    assert [found for found in facts(role, r"_(units?|services?)$") if not UNIT.fullmatch(found[2])] == []


def installing() -> dict[str, str]:
    """By role, the text of its tasks, of each role that installs packages."""
    found: dict[str, str] = {}
    for path in checkout.files("roles/*/tasks/*.yml"):
        if re.search(r"ansible\.builtin\.(package|apt|dnf):", checkout.read(path)):
            found[path.parts[1]] = found.get(path.parts[1], "") + checkout.read(path)
    return found


def test_what_is_installed_is_what_is_fetched() -> None:
    """A role installs its own lists alone, and all of them are in what it tells packages_fetch.yml."""
    wrong = []
    for role, tasks in installing().items():
        told = checkout.read(pathlib.Path(f"roles/{role}/vars/main.yml"))
        wanted = re.search(rf"(?ms)^_{role}_wanted_packages: (.*?)(?=^\S|\Z)", told)
        lists = {name for _distribution, name, _package in facts(pathlib.Path("roles", role), r"_packages?$")}
        wrong += [f"{role}: {name} is not told" for name in lists if not wanted or name not in wanted[1]]
        names = re.findall(r"(?:package|apt|dnf):\n\s+name: \"{{ (\w+) }}\"", tasks)
        count = len(re.findall(r"ansible\.builtin\.(?:package|apt|dnf):", tasks))
        wrong += [
            f"{role}: {name} is not its own" for name in names if name not in {f"_{role}_wanted_packages", *lists}
        ]
        wrong += [f"{role} installs what no variable names"] * (len(names) != count)
    assert wrong == [] and len(installing()) > 3


def test_the_roles_that_are_asked_are_those_of_site_yml() -> None:
    asked = loaded(pathlib.Path("playbooks/vars/packages.yml"))["_packages_roles"]
    site = checkout.read(pathlib.Path("playbooks/site.yml"))
    plays = re.split(r"(?m)^- name: ", site)
    used: dict[str, set[str]] = {}
    for play in plays:
        hosts = re.search(r"(?m)^  hosts: (\w+)$", play)
        if hosts:
            used.setdefault(hosts[1], set()).update(re.findall(r"(?:role|name): quorate\.ha_storage\.(\w+)", play))
    assert {group: {*roles} - {"packages"} for group, roles in asked.items()} == used
    assert {role for roles in asked.values() for role in roles} == {*installing(), "packages"} - OF_THEIR_OWN
