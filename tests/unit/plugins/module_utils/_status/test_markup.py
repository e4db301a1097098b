# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import html.parser

from ansible_collections.quorate.ha_storage.plugins.module_utils._status.markup import clipped, document, tag
from hypothesis import given
from hypothesis import strategies as some

EVIL = "</p><script>alert(1)</script>&amp;\" onload='x'"


def test_attributes_and_content_of_every_kind():
    made = tag("p", "a", tag("b", 1), [None, 2.5, "c"], class_="x", aria_label="y", viewBox="0 0 1 1", id=None)
    assert document(made) == '<!DOCTYPE html>\n<p class="x" aria-label="y" viewBox="0 0 1 1">a<b>1</b>2.5c</p>\n'


class Reader(html.parser.HTMLParser):
    """What a browser makes of it: the elements with the names of their attributes, and the text."""

    def __init__(self):
        super().__init__()
        self.found, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def read(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


def test_no_text_becomes_markup():
    made = read(document(tag("p", EVIL, title=EVIL)))
    assert made.found == [("p", {"title": EVIL})] and made.text.strip() == EVIL


@given(some.text())
def test_whatever_comes_stays_within_its_element(text):
    made = read(document(tag("p", text, title=text)))
    assert [(name, set(attributes)) for name, attributes in made.found] == [("p", {"title"})]
    assert not any(ord(each) < 32 and each not in "\n\t" for each in made.text)


def test_clipped():
    assert (clipped("abcd", 4), clipped("abcde", 4)) == ("abcd", "abc…")
