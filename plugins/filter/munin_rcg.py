# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.munin_rcg``."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.quorate.ha_storage.plugins.filter.hp3par_rcg_services import hp3par_rcg_services
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.arguments import INFO

DOCUMENTATION = r"""
name: munin_rcg
short_description: What Munin's plugin for Remote Copy groups reads
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Options of the module P(quorate.ha_storage.hp3par_rcg_info#module) for each group, once with each array as the
    local one. They hold the secrets of the arrays.
positional: arrays
options:
  _input:
    description: The variable C(hp3par_rcg_services).
    type: list
    elements: dict
    required: true
  arrays:
    description: The variable C(hp3par_rcg_arrays).
    type: list
    elements: dict
    required: true
"""

EXAMPLES = r"""
- name: Show what is watched
  ansible.builtin.debug:
    msg: "{{ hp3par_rcg_services | quorate.ha_storage.munin_rcg(hp3par_rcg_arrays) | map(attribute='name') }}"
"""

RETURN = r"""
_value:
  description: For each service its C(name), and C(sides), the options for both directions.
  type: list
  elements: dict
"""


def munin_rcg(services: t.Any, arrays: t.Any) -> list[dict[str, t.Any]]:
    """The services, or an AnsibleFilterError with all that is wrong."""
    return [
        {"name": name, "sides": [_options(each, each["options"][array]) for array in each["arrays"]]}
        for name, each in hp3par_rcg_services(services, arrays).items()
    ]


def _options(service: t.Mapping[str, t.Any], options: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """All options of the module, with their defaults; a peer that does not answer is no error."""
    given = {**options, **service["expected"], "peer_required": False}
    checked = ArgumentSpecValidator(dict(INFO)).validate(given)
    if checked.error_messages:
        raise AnsibleFilterError(f"{service['name']}: {'; '.join(checked.error_messages)}")
    return dict(checked.validated_parameters)


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"munin_rcg": munin_rcg}
