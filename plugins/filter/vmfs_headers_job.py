# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``quorate.ha_storage.vmfs_headers_job``."""

from __future__ import annotations

import typing as t

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.schedule import parse_schedule
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.spec import BACKUP, read_backup

DOCUMENTATION = r"""
name: vmfs_headers_job
short_description: What a timer that keeps headers of VMFS volumes needs
version_added: 0.1.0
author: quorate.ha_storage contributors (@quorate)
description:
  - Reads the options as the module P(quorate.ha_storage.vmfs_header_backup#module) would.
positional: schedule, only_present, tell
options:
  _input:
    description: Options of the module P(quorate.ha_storage.vmfs_header_backup#module).
    type: dict
    required: true
  schedule:
    description: When, in words.
    type: str
    required: true
  only_present:
    description: Whether devices that are not there are left out.
    type: bool
    default: false
  tell:
    description: A command that gets alarms.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Show the description
  ansible.builtin.debug:
    msg: "{{ ({'devices': ['/dev/sdx']} | quorate.ha_storage.vmfs_headers_job('hourly')).description }}"
"""

RETURN = r"""
_value:
  description:
    - The C(description) for the program, the C(schedule) for systemd (C(calendar)) and cron (C(minute) and C(hour)),
      and the C(problems).
  type: dict
"""


def vmfs_headers_job(
    options: t.Mapping[str, t.Any], schedule: str, only_present: bool = False, tell: t.Sequence[str] = ()
) -> dict[str, t.Any]:
    """What the timer needs; with *problems* it is not to be used."""
    checked = ArgumentSpecValidator(dict(BACKUP)).validate(dict(options))
    problems, times = list(checked.error_messages), {}
    try:
        times = vars(parse_schedule(schedule))
        if not problems:
            read_backup(checked.validated_parameters, "host", "20000101T000000Z")
    except ValueError as error:
        problems.append(str(error))
    except InvalidInput as error:
        problems += [str(problem) for problem in error.problems]
    description = {"params": checked.validated_parameters, "only_present": bool(only_present), "tell": list(tell)}
    return {"description": description, "schedule": times, "problems": problems}


class FilterModule:
    """What Ansible looks for."""

    def filters(self) -> dict[str, object]:
        """The filters of this file by name."""
        return {"vmfs_headers_job": vmfs_headers_job}
