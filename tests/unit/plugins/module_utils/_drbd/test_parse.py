# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import contextlib
import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd import model
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.parse import (
    Statement,
    installed_volumes,
    parse_adjust,
    parse_metadata,
    parse_resources,
    parse_signature,
    parse_statements,
)
from hypothesis import given, settings
from hypothesis import strategies as st

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures" / "drbd"


def test_statements_nest_and_comments_vanish():
    text = 'a { b "c d"; # e { f\n g; }\nh;'
    assert parse_statements(text) == (
        Statement(("a",), (Statement(("b", "c d")), Statement(("g",)))),
        Statement(("h",)),
    )


@pytest.mark.parametrize("text", ["a {", "a", "}", "a }", 'a "b;', "{ a }"])
def test_text_that_drbd_would_not_read_either_is_unparsable(text):
    with pytest.raises(Unparsable):
        parse_statements(text)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from('ab{};"\\# \n'), max_size=30))
def test_nothing_but_unparsable_is_raised(text):
    with contextlib.suppress(Unparsable):
        parse_resources(text)


def test_an_error_never_quotes_the_file():
    with pytest.raises(Unparsable) as caught:
        parse_statements('net {\n shared-secret "s3cret;\n}')
    assert "s3cret" not in str(caught.value) and "line 2" in str(caught.value)


def test_a_file_by_hand_is_understood_as_far_as_it_has_our_form():
    text = """
    resource r0 {
      protocol C;
      volume 1 { device /dev/drbd7 minor 7; disk /dev/sda7; meta-disk internal; }
      on alpha { address ipv4 10.1.1.31:7789; }
      on bravo { address 10.1.1.32:7789; }
    }"""
    assert installed_volumes(text, "r0") == (model.Volume(1, 7, "/dev/sda7"),)
    assert parse_resources(text)["r0"].hosts[0] == model.Host("alpha", "10.1.1.31", 7789)
    assert installed_volumes(text, "r1") == ()


@pytest.mark.parametrize(
    "inner",
    [
        "volume 0 { disk /dev/sda7; }",
        "volume 0 { device /dev/drbd0; disk /dev/sda7; }",
        "volume x { device minor 0; disk /dev/sda7; }",
        "on alpha { device minor 0; }",
        "on alpha { address 10.1.1.31; }",
    ],
)
def test_other_forms_are_unparsable_and_name_no_volumes(inner):
    text = f"resource r0 {{ {inner} }}"
    with pytest.raises(Unparsable):
        parse_resources(text)
    assert installed_volumes(text, "r0") == ()


def test_pending_operations_come_without_their_arguments():
    pending = parse_adjust((FIXTURES / "adjust-8.4-net.txt").read_text())
    assert pending == ("net-options",)
    down = parse_adjust((FIXTURES / "adjust-8.4-down.txt").read_text())
    assert down == ("new-resource", "new-minor", "apply-al", "attach", "connect")
    nine = parse_adjust((FIXTURES / "adjust-9-down.txt").read_text())
    assert nine == ("new-resource", "new-minor", "new-peer", "new-path", "apply-al", "attach", "connect")
    assert parse_adjust("") == ()


def test_just_created_metadata_is_fresh():
    assert parse_metadata((FIXTURES / "get-gi-8.4-fresh.txt").read_text(), "8.4") == model.Metadata("8.4", True)
    assert parse_metadata((FIXTURES / "get-gi-9-fresh.txt").read_text(), "9") == model.Metadata("9", True)
    assert not parse_metadata((FIXTURES / "get-gi-8.4-uptodate.txt").read_text(), "8.4").fresh


def test_the_primary_bit_does_not_make_a_history():
    assert parse_metadata("0000000000000005:0:0:0:0:0", "8.4").fresh


def test_no_generation_identifiers_are_unparsable():
    with pytest.raises(Unparsable):
        parse_metadata("", "8.4")


@pytest.mark.parametrize(
    "output, signature",
    [
        ("", ""),
        ("DEVNAME=/dev/loop0\nVERSION=v08\nTYPE=drbd\nUSAGE=raid\n", ""),
        ("DEVNAME=/dev/loop0\nTYPE=ext4\n", "ext4"),
        ("DEVNAME=/dev/loop0\nPTTYPE=gpt\n", "gpt partition table"),
    ],
)
def test_a_signature_is_anything_but_drbd(output, signature):
    assert parse_signature(output) == signature
