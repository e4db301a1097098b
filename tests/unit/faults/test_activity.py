# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Judging who was active when: an overlap that is missed is a split brain that nobody sees."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.tests.faults.activity import Sample, overlaps, parse, spells


def samples(states, boot="a", start=0.0, period=0.1):
    """One sample every *period* seconds: 1 active, 0 not."""
    return [Sample(boot, start + period * n, state == "1", False) for n, state in enumerate(states)]


def primary(sample):
    return sample.primary


def rounded(found):
    return [(round(start, 3), round(end, 3)) for start, end in found]


def test_a_line_of_the_watcher():
    assert parse("boot 10.500 1 0", 2.0) == Sample("boot", 12.5, True, False)


def test_a_spell_ends_where_the_node_is_first_seen_inactive():
    assert rounded(spells(samples("0111001"), primary)) == [(0.1, 0.4), (0.6, 0.6)]


def test_a_node_that_dies_was_active_until_it_was_last_heard():
    assert rounded(spells(samples("11"), primary)) == [(0.0, 0.1)]
    other_life = samples("11") + samples("01", boot="b", start=5.0)
    assert rounded(spells(other_life, primary)) == [(0.0, 0.1), (5.1, 5.1)]


def test_what_nobody_saw_counts_as_active_if_the_same_boot_still_is():
    assert rounded(spells(samples("11") + samples("1", start=9.0), primary)) == [(0.0, 9.0)]


def test_after_a_silence_inactive_nobody_knows_since_when():
    assert rounded(spells(samples("11") + samples("0", start=9.0), primary)) == [(0.0, 0.1)]


def test_overlaps_are_found_and_touching_is_none():
    assert overlaps([(0, 2), (5, 6)], [(1, 3), (6, 7)]) == [(1, 2)]
    assert overlaps([(0, 1)], [(1, 2)]) == []
    assert overlaps([(0, 9)], [(5, 5)]) == []
