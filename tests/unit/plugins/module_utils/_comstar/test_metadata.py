# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a volume says of its logical unit, as another program wrote it, in both byte orders."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.metadata import (
    OFFSET,
    decode,
    decode_property,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import Metadata
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from comstar import sbd
from comstar.state import Unit
from hypothesis import given, settings
from hypothesis import strategies as st

GUID = "600144f0b1c2d3e4000050a1b2c30001"
UNIT = Unit("/dev/zvol/rdsk/a", 1 << 34, 4096, alias="data", serial="4711", write_protected=True, wcd=True)


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_both_byte_orders_in_any_letter_case(order, case):
    found = decode_property(case(sbd.written(GUID, UNIT, order)))
    assert found == Metadata(GUID.upper(), 1 << 34, 4096, "data", "4711", True, False)


def test_what_is_not_there_is_empty():
    found = decode_property(sbd.written(GUID, Unit("/dev/a", 1 << 30)))
    assert (found.alias, found.serial, found.write_protected, found.write_cache) == ("", "", False, True)


def test_on_a_disk_sections_tell_where_they_lie_there():
    data = bytearray(bytes.fromhex(sbd.written(GUID, UNIT)))
    data[48:56] = (OFFSET + 512).to_bytes(8, "little")
    disk = data[:48] + bytes(512 - 48) + data[48:]
    assert decode(bytes(disk), OFFSET).guid == GUID.upper()


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from("<>"))
def test_broken_metadata_is_never_half_a_unit(data, order):
    good = bytearray.fromhex(sbd.written(GUID, UNIT, order))
    for _change in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    broken = bytes(good[: data.draw(st.integers(0, len(good)))])
    try:
        found = decode(broken)
    except Unparsable:
        return
    assert found is None or (len(found.guid) == 32 and 512 <= found.block_size <= 32768)


def test_other_content_is_no_metadata_and_broken_metadata_an_error():
    assert decode(bytes(4096)) is None
    assert decode(b"") is None
    good = sbd.written(GUID, UNIT)
    for text in ("no hex", "00" * 64, good[:96]):
        with pytest.raises(Unparsable):
            decode_property(text)
