# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.comstar_problems``."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.preflight import KINDS, ROLE, problems

DOCUMENTATION = r"""
name: comstar_problems
short_description: Whether the variables of the role comstar fit together
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads each item as its module would, and finds what is misspelt or not valid.
  - Finds what is described twice, a member that is in two groups, a portal that is in two portal groups, views that
    conflict with each other, and a view for everybody that is not allowed.
  - Never quotes a secret.
options:
  _input:
    description: The variables of the role that are lists of items for COMSTAR modules, by their names.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Stop before anything is touched
  ansible.builtin.assert:
    that: problems | length == 0
    fail_msg: "{{ problems | join('\n') }}"
  vars:
    problems: "{{ {'comstar_views': comstar_views} | quorate.ha_storage.comstar_problems }}"
"""

RETURN = r"""
_value:
  description: What is wrong, with the path to it.
  type: list
  elements: str
"""


def comstar_problems(variables: t.Mapping[str, t.Any]) -> list[str]:
    """What is wrong with *variables* (``comstar_views`` and the like)."""
    found: list[str] = []
    described: dict[str, list[t.Mapping[str, t.Any]]] = {}
    for variable, items in variables.items():
        name = variable[len(ROLE) :]
        if name not in KINDS:
            raise AnsibleFilterError(f"{variable} is no variable of the role comstar with items of modules")
        kind, described[name] = KINDS[name], []
        for index, item in enumerate(items):
            checked = ArgumentSpecValidator(dict(kind.arguments)).validate({**kind.added, **item})
            found += [f"{variable}[{index}]: {message}" for message in checked.error_messages]
            if not checked.error_messages:
                described[name].append(checked.validated_parameters)
    # Places are told by index, so what cannot be read at all is told by itself.
    return found or [str(problem) for problem in problems(described)]


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, t.Any]:
        """The filters of this file by name."""
        return {"comstar_problems": comstar_problems}
