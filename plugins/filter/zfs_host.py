# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.zfs_host``."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.schedule import parse_schedule
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.locks import lock_files
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.pools import create_pool, pool_problems
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.sides import directions, gate_of, parents
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.spec import REPLICATE, read_wanted

DOCUMENTATION = r"""
name: zfs_host
short_description: What a host needs to take part in replications
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Its jobs, what the others may do there, on what the account needs rights, and the commands that make its pools.
positional: here, ends, pools
options:
  _input:
    description: The variable C(zfs_replications) of the role P(quorate.ha_storage.zfs#role), without problems.
    type: list
    elements: dict
    required: true
  here:
    description: The name of the host in the inventory.
    type: str
    required: true
  ends:
    description: By host, how the others reach it.
    type: dict
    required: true
  pools:
    description: The variable C(zfs_pools) of the role.
    type: list
    elements: dict
    default: []
"""

EXAMPLES = r"""
- name: Show the jobs
  ansible.builtin.debug:
    msg: "{{ (zfs_replications | quorate.ha_storage.zfs_host(inventory_hostname, ends)).jobs | map(attribute='name') }}"
"""

RETURN = r"""
_value:
  description:
    - C(jobs) with C(name), C(params) of the module, the C(schedule) for systemd (C(calendar)) and cron (C(minute) and
      C(hour)), C(locks) and the C(host) of the other side.
    - C(files), what the program on the host reads, C(name) and C(text).
    - C(gate), what keys of the others are good for; C(parents), on which the account needs rights.
    - C(copies), data sets that are made by the first replication, and not here.
    - C(pools) by name the command that makes it, and C(pool_problems).
  type: dict
"""


def zfs_host(
    replications: t.Sequence[t.Mapping[str, t.Any]],
    here: str,
    ends: t.Mapping[str, t.Any],
    pools: t.Sequence[t.Mapping[str, t.Any]] = (),
) -> dict[str, t.Any]:
    """What the host *here* needs."""
    found = directions(replications, here, ends)
    problems = [str(problem) for problem in pool_problems(pools)]
    jobs, gate = [_job(each) for each in found], gate_of(found, (ends.get(here) or {}).get("prefix") or [])
    return {
        "jobs": jobs,
        "gate": gate,
        "files": [*({"name": job["name"], "text": job["params"]} for job in jobs), {"name": "gate", "text": gate}],
        "parents": parents(found),
        "copies": [pair["source"] for each in found if not each["first"] for pair in each["datasets"]],
        "pools": {} if problems else {each["name"]: create_pool(each) for each in pools},
        "pool_problems": problems,
    }


def _job(direction: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    given = {"datasets": direction["datasets"], "target": direction["target"], **direction["options"]}
    params = ArgumentSpecValidator(dict(REPLICATE)).validate(given).validated_parameters
    return {
        "name": direction["name"],
        "other": direction["other"],
        "first": direction["first"],
        "host": direction["target"]["host"],
        "port": direction["target"].get("port"),
        "params": params,
        "schedule": vars(parse_schedule(direction["schedule"])),
        "locks": lock_files(params["lock_folder"], read_wanted(params, 0)),
    }


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"zfs_host": zfs_host}
