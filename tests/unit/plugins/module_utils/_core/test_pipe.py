# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two commands in a row: both count, and neither can hang for ever."""

from __future__ import annotations

import os
import sys
import time

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    CommandTimedOut,
    ToolMissing,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.pipe import pipe

GO = ["head", "-c", "3000000", "/dev/zero"]
TAKE = ["wc", "-c"]


@pytest.fixture(autouse=True, params=["splice", "copy"])
def _means(request, monkeypatch):
    """Not every system has splice."""
    if request.param == "copy":
        monkeypatch.delattr(os, "splice")


def python(text):
    return [sys.executable, "-c", text]


def test_bytes_go_through_and_are_counted(tmp_path):
    seen = []
    file = tmp_path / "copy"
    assert (
        pipe(GO, python(f"import sys; open('{file}','wb').write(sys.stdin.buffer.read())"), progress=seen.append)
        == 3000000
    )
    assert file.read_bytes() == bytes(3000000) and seen[-1] == 3000000 and seen == sorted(seen)


def test_nothing_goes_through_a_sender_with_nothing_to_say():
    assert pipe(["true"], TAKE) == 0


def test_a_failure_of_the_first_is_not_hidden_by_the_second():
    with pytest.raises(CommandFailed, match="return code 3: dataset key must be loaded"):
        pipe(python("import sys; sys.stderr.write('dataset key\\nmust be loaded\\n'); sys.exit(3)"), TAKE)


def test_a_failure_of_the_second_is_the_reason_and_the_first_ends():
    with pytest.raises(CommandFailed, match="no room") as caught:
        pipe(["yes"], python("import sys; sys.stdin.read(10); sys.stderr.write('no room'); sys.exit(1)"))
    assert "yes" not in str(caught.value) and caught.value.rc == 1


def test_when_both_fail_both_are_told():
    with pytest.raises(CommandFailed, match=r"incomplete \(and .* return code 2: key\)"):
        pipe(
            python("import sys; sys.stderr.write('key'); sys.exit(2)"),
            python("import sys; sys.stdin.read(); sys.stderr.write('incomplete'); sys.exit(1)"),
        )


@pytest.mark.parametrize(
    "first, second",
    [(["sleep", "60"], TAKE), (["yes"], ["sleep", "60"]), (["true"], ["sleep", "60"])],
)
def test_where_nothing_moves_any_more_there_is_an_end(first, second):
    begin = time.monotonic()
    with pytest.raises(CommandTimedOut, match="did not end within 0.3 s"):
        pipe(first, second, stall=0.3)
    assert time.monotonic() - begin < 10


def test_a_limit_of_the_rate():
    begin = time.monotonic()
    assert pipe(["head", "-c", "300000", "/dev/zero"], TAKE, rate=1000000) == 300000
    assert 0.25 < time.monotonic() - begin < 5


@pytest.mark.parametrize("first, second", [(["no-such-tool"], TAKE), (GO, ["no-such-tool"])])
def test_a_missing_tool(first, second):
    with pytest.raises(ToolMissing):
        pipe(first, second)


def test_small_pieces_are_carried_together():
    seen = []
    pieces = python("import os, time\nfor _ in range(1000): os.write(1, bytes(4096)); time.sleep(0.0005)")
    assert pipe(pieces, TAKE, progress=seen.append) == 4096000
    assert len(seen) < 250
