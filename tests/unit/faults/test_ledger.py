# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.tests.faults.ledger import pauses

LEDGER = [
    "run\t00112233\n",
    "/dev/a\t0\t10.0\n",
    "/dev/b\t0\t10.5\n",
    "/dev/a\t1\t11.0\n",
    "/dev/b\t1\t18.5\n",
    "/dev/a\t2\t12.0\n",
    "/dev/a\t3\t20.0\n",
    "/dev/a\t4\t99",
]


@pytest.mark.parametrize(
    ("span", "longest"),
    [
        ((0, 5), 0),
        ((10, 10.4), 1),
        ((10, 12), 8),
        ((11.5, 11.6), 8),
        ((15, 16), 8),
        # A pause counts for each span that it reaches into, with its whole length.
        ((19, 30), 8),
        ((21, 30), 0),
    ],
)
def test_the_longest_pause_that_reaches_into_a_span(span, longest):
    assert pauses(LEDGER, [span]) == [longest]


def test_spans_are_looked_at_by_themselves():
    assert pauses(LEDGER, [(0, 10.2), (21, 22)]) == [1, 0]
    assert pauses([], [(0, 1)]) == [0]
