# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules of ZFS replication have in common."""

from __future__ import annotations


class ModuleDocFragment:
    """The fragment ``quorate.ha_storage._zfs``."""

    DOCUMENTATION = r"""
options:
  datasets:
    description: The data sets of a group and their copies. Children are data sets of their own.
    type: list
    elements: dict
    required: true
    suboptions:
      source:
        description: The data set, a volume or a file system.
        type: str
        required: true
      target:
        description: Its copy, which is made if it does not exist. What is above it must exist.
        type: str
        required: true
  source:
    description: Where the data sets are; by default on this host.
    type: dict
    suboptions: &end
      host:
        description: A host that is reached by C(ssh), without a password. By default it is this host.
        type: str
      user:
        description: The user there.
        type: str
      port:
        description: The port there.
        type: int
      key:
        description: The file with the private key.
        type: path
      prefix:
        description: What C(zfs) is run with, as V(pfexec), or V(sudo) and V(-n).
        type: list
        elements: str
        default: []
  target:
    description: Where the copies are; by default on this host.
    type: dict
    suboptions: *end
requirements:
  - OpenZFS 2.1 or newer on both sides
  - ssh, for another host
notes:
  - The modules are tested with OpenZFS 2.1.11 on Linux, and against a simulator of it. Nothing of this has been run on
    illumos or FreeBSD yet.
  - By C(zfs allow), the user needs C(send,snapshot,hold,release,bookmark,destroy) at the source and
    C(receive,create,mount,userprop,readonly,hold,release) at the target, with C(destroy) where a policy prunes there,
    C(stmf_sbd_lu) where a COMSTAR unit is copied, and C(destroy,rollback) for O(ignore:discard_after).
"""

    STREAMS = r"""
options:
  match:
    description: Which snapshots are sent and pruned, as a regular expression for their whole names.
    type: str
    default: \d{8}T\d{6}Z
  raw:
    description:
      - Encrypted data sets go as they are encrypted, and the target needs no key.
      - By default as the former streams to the target; the first one is raw where the source is encrypted.
    type: bool
  large_blocks:
    description:
      - Blocks above 128 KiB go as they are (C(zfs send -L)). This must not change from stream to stream.
      - By default as the former streams to the target; the first one has them if both pools can.
    type: bool
  tag:
    description:
      - Of the holds on the common snapshot at both sides, and how names of its bookmarks begin; empty for neither.
      - Each target of a source needs a tag of its own.
    type: str
    default: quorate
"""
