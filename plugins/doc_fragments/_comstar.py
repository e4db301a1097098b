# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the COMSTAR modules have in common."""

from __future__ import annotations


class ModuleDocFragment:
    """Fragments ``quorate.ha_storage._comstar``, ``_comstar.in_use`` and ``_comstar.chap``."""

    DOCUMENTATION = r"""
options: {}
requirements:
  - COMSTAR of illumos (OmniOS, OpenIndiana, NexentaStor) or Solaris 11 - C(stmfadm), C(itadm), C(svcs)
notes:
  - Nothing of this has been run on a live illumos or Solaris host yet. The modules are tested against a simulator that
    is built from the documented texts, exit codes and rules of the commands.
  - Success is never taken from an exit code. Everything is read again after the last change, and what is left is an
    error.
  - In check mode, an object that does not exist yet but is needed (a group of a view, the volume of a logical unit) is
    assumed, with a warning. In a real run it is an error before the first change.
"""

    IN_USE = r"""
options:
  allow_remove_in_use:
    description:
      - Allows a change that takes something away from initiators that are logged in and see it.
      - Without it, such a change is refused before anything is done.
    type: bool
    default: false
"""

    CHAP = r"""
options:
  chap_user:
    description: The CHAP user name. An empty one unsets it.
    type: str
  chap_secret:
    description:
      - The CHAP secret, 12 to 255 printable ASCII characters.
      - It goes to C(itadm) by a file with mode 0600 that exists only meanwhile, never by a command line.
    type: str
  update_secret:
    description:
      - With V(on_create), a secret is written only where there is none. It is never shown, so it cannot be compared.
      - With V(always), it is written every time, and the task is always changed.
    type: str
    choices: [on_create, always]
    default: on_create
"""
