# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the layers take, against figures of real tools."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._site.capacity import drbd_room, lun_room, rounded
from hypothesis import given
from hypothesis import strategies as st

MIB = 1 << 20


def test_whole_extents():
    assert rounded(1) == 4 * MIB
    assert rounded(8 * MIB) == 8 * MIB


def test_internal_metadata_as_drbdmeta_lays_it_out():
    # drbdmeta create-md (8.4) of a 64 MiB device: bm_offset 67067904 is the end of the data.
    assert drbd_room(64 * MIB) == 67067904


@given(st.integers(64 * MIB, 1 << 50))
def test_what_fits_is_less_than_what_is_there_and_more_than_most_of_it(size):
    room = lun_room(size, reservations=False)
    assert room % (4 * MIB) == 0
    assert lun_room(size, reservations=True) == room - 16 * MIB
    assert 0.9 * size - 8 * MIB < room < rounded(size)
