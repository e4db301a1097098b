# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The example inventory has everything that a playbook asks for, and is what the collection takes."""

from __future__ import annotations

import pathlib
import re

import yaml
from ansible_collections.quorate.ha_storage.plugins.filter.comstar_problems import comstar_problems
from ansible_collections.quorate.ha_storage.plugins.filter.hp3par_rcg_services import FilterModule as Rcg
from ansible_collections.quorate.ha_storage.plugins.filter.site import site
from ansible_collections.quorate.ha_storage.plugins.filter.zfs_problems import FilterModule as Zfs
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.preflight import KINDS, ROLE

from . import checkout

FOLDER = pathlib.Path("inventories/example")
# What a run is told on its command line, or by a playbook; never by an inventory.
PER_RUN = {
    "ha_storage_teardown",
    "ha_storage_teardown_destroy_data",
    "ha_storage_backup_folder",
    "ha_storage_refresh_package_lists",
    "ha_storage_packages_for",
}


def text() -> str:
    """All of it."""
    return "\n".join(checkout.read(path) for path in checkout.files(f"{FOLDER}/*.yml"))


def test_every_group_of_hosts_is_there() -> None:
    groups = set(yaml.safe_load(checkout.read(FOLDER / "hosts.yml"))["all"]["children"])
    asked = set()
    for path in checkout.files("playbooks/*.yml"):
        for play in yaml.safe_load(checkout.read(path)):
            if isinstance(play, dict) and isinstance(play.get("hosts"), str):
                asked |= set(re.findall(r"groups\.(\w+)|default\('(\w+)'\)", play["hosts"])) or {(play["hosts"], "")}
    names = {
        word for pair in asked for each in pair for word in re.split(r"[:,&!]", each) if re.fullmatch(r"[a-z]\w*", word)
    }
    assert names - {"localhost"} <= groups and {"ha_nodes", "zfs", "comstar", "hp3par_rcg"} <= names


def test_every_variable_of_the_site_is_explained() -> None:
    read = {
        name
        for path in checkout.files("playbooks/*.yml", "roles/*/defaults/main.yml")
        for name in re.findall(r"(?<![_\w])ha_storage_\w+", checkout.read(path))
    }
    assert len(read) > 8
    assert {name for name in read - PER_RUN if name not in text()} == set()


def test_every_secret_is_in_the_vault() -> None:
    live = "\n".join(line for line in text().splitlines() if not line.lstrip().startswith("#"))
    vault = yaml.safe_load(checkout.read(FOLDER / "group_vars/all/vault.yml"))
    assert set(re.findall(r"{{ (\w+) }}", live)) == set(vault)


def test_the_collection_takes_it() -> None:
    given = {}
    for path in checkout.files(f"{FOLDER}/group_vars/*.yml"):
        given.update(yaml.safe_load(re.sub(r"{{ (\w+) }}", "CHANGE-ME-words", checkout.read(path))) or {})
    for service in given["ha_storage_services"]:
        for number, initiator in enumerate(service["initiators"]):
            if "mutual_password" in initiator.get("chap", {}):
                initiator["chap"]["mutual_password"] = f"CHANGE-ME-{number:05d}"
    made = site(given["ha_storage_services"], given["ha_storage_cluster"], given["ha_storage_volume_groups"])
    assert [service["name"] for service in made["services"]] == ["san0", "san1"]
    assert Zfs().filters()["zfs_problems"](given["zfs_replications"], {"ss1": {}, "ss2": {}}) == []
    assert comstar_problems({f"{ROLE}{kind}": given.get(f"{ROLE}{kind}", []) for kind in KINDS}) == []
    services = Rcg().filters()["hp3par_rcg_services"](given["hp3par_rcg_services"], given["hp3par_rcg_arrays"])
    assert [side["name"] for side in given["hp3par_rcg_arrays"]] == services["svc1"]["arrays"]
