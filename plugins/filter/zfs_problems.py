# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.zfs_problems``."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.sides import described_problems, directions
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.spec import REPLICATE, read_wanted

DOCUMENTATION = r"""
name: zfs_problems
short_description: Whether the replications of an inventory fit together
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Finds what is misspelt, not valid, or described twice, and options that the module
    P(quorate.ha_storage.zfs_replicate#module) would refuse, in either direction.
positional: ends
options:
  _input:
    description: The variable C(zfs_replications) of the role P(quorate.ha_storage.zfs#role).
    type: list
    elements: dict
    required: true
  ends:
    description: By host of the group C(zfs), how the others reach it.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Stop before anything is touched
  ansible.builtin.assert:
    that: problems | length == 0
    fail_msg: "{{ problems | join('\n') }}"
  vars:
    problems: "{{ zfs_replications | quorate.ha_storage.zfs_problems({'ss1': {}, 'ss2': {}}) }}"
"""

RETURN = r"""
_value:
  description: What is wrong, with the path to it.
  type: list
  elements: str
"""


def zfs_problems(replications: t.Sequence[t.Mapping[str, t.Any]], ends: t.Mapping[str, t.Any]) -> list[str]:
    """What is wrong with *replications* among hosts that are reached by *ends*."""
    found = [str(problem) for problem in described_problems(replications, ends)]
    if found:
        return found
    for here in sorted(ends):
        for each in directions(replications, here, ends):
            found += [f"{each['name']}, from {here}: {problem}" for problem in _refused(each)]
    return found


def _refused(direction: t.Mapping[str, t.Any]) -> list[str]:
    given = {"datasets": direction["datasets"], "target": direction["target"], **direction["options"]}
    checked = ArgumentSpecValidator(dict(REPLICATE)).validate(given)
    if checked.error_messages:
        return checked.error_messages
    try:
        read_wanted(checked.validated_parameters, 0)
    except InvalidInput as error:
        return [str(problem) for problem in error.problems]
    return []


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"zfs_problems": zfs_problems}
