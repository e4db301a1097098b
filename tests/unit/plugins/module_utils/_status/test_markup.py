# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._status.markup import clipped, document, tag
from hypothesis import given
from hypothesis import strategies as some

EVIL = "</p><script>alert(1)</script>&amp;\" onload='x'"


def test_attributes_and_content_of_every_kind():
    made = tag("p", "a", tag("b", 1), [None, 2.5, "c"], class_="x", aria_label="y", viewBox="0 0 1 1", id=None)
    assert document(made) == '<!DOCTYPE html>\n<p class="x" aria-label="y" viewBox="0 0 1 1">a<b>1</b>2.5c</p>\n'


def test_no_text_becomes_markup():
    text = document(tag("p", EVIL, title=EVIL))
    assert "<script" not in text and text.count("<") == 3 and "&amp;amp;" in text


@given(some.text())
def test_whatever_comes_stays_within_its_element(text):
    made = document(tag("p", text, title=text))
    assert made.count("<") == 3 and not any(ord(each) < 32 and each not in "\n\t" for each in made)


def test_clipped():
    assert (clipped("abcd", 4), clipped("abcde", 4)) == ("abcd", "abc…")
