# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Command lines, and the words that are in none of them."""

from __future__ import annotations

import shlex

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import End, Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.steps import (
    Abort,
    Assign,
    Destroy,
    Flags,
    Hold,
    Mark,
    Release,
    Resume,
    Rollback,
    Send,
    Take,
    Unmark,
)
from hypothesis import given, settings
from hypothesis import strategies as st

FAR = End(("ssh", "-o", "BatchMode=yes", "dr"), ("pfexec",))
WANTED = Wanted((), target=FAR)
LINES = {
    Take(("a/x", "a/y"), "s", (("run:id", "4"),)): ["zfs snapshot -o run:id=4 a/x@s a/y@s"],
    Send("a/x", "s", "", "1", "b/x", Flags(large=True, compressed=True), (("readonly", "on"),)): [
        "zfs send -L -c a/x@s | ssh -o BatchMode=yes dr 'pfexec zfs receive -s -u -o readonly=on b/x'"
    ],
    Send("a/x", "s", "#m", "1", "b/x", Flags(raw=True)): [
        "zfs send -w -i '#m' a/x@s | ssh -o BatchMode=yes dr 'pfexec zfs receive -s -u b/x'"
    ],
    Resume("a/x", "s", "1", "b/x", "1-2-3"): [
        "zfs send -t 1-2-3 | ssh -o BatchMode=yes dr 'pfexec zfs receive -s -u b/x'"
    ],
    Abort("b/x"): ["ssh -o BatchMode=yes dr 'pfexec zfs receive -A b/x'"],
    Rollback("b/x", "s", ("t", "u")): [
        f"ssh -o BatchMode=yes dr 'pfexec zfs {words}'"
        for words in ("destroy b/x@u", "destroy b/x@t", "rollback b/x@s")
    ],
    Assign("b/x", "a:b", "c d"): ["""ssh -o BatchMode=yes dr 'pfexec zfs set '"'"'a:b=c d'"'"' b/x'"""],
    Hold("source", "a/x", "s", "tag"): ["zfs hold tag a/x@s"],
    Release("target", "b/x", "s", "tag"): ["ssh -o BatchMode=yes dr 'pfexec zfs release tag b/x@s'"],
    Mark("a/x", "s", "tag_s"): ["zfs bookmark a/x@s 'a/x#tag_s'"],
    Unmark("a/x", "tag_s"): ["zfs destroy 'a/x#tag_s'"],
    Destroy("source", "a/x", "s", "1"): ["zfs destroy a/x@s"],
}


@pytest.mark.parametrize("step", LINES, ids=lambda step: type(step).__name__)
def test_command_lines(step):
    assert [render.line(command, WANTED) for command in render.commands(step)] == LINES[step]
    assert "token" not in repr(step) and str(step)


def test_what_is_no_step():
    with pytest.raises(TypeError):
        render.commands("zfs inherit stmf_sbd_lu a/x")


@pytest.mark.parametrize("name", ["a,b", "a%b", "%", "", "a@b"])
def test_only_one_snapshot_goes_at_a_time(name):
    with pytest.raises(ValueError, match="one snapshot"):
        render.commands(Destroy("source", "a/x", name, "1"))


names = st.text("abz09:._-", min_size=1).map(lambda text: f"n{text}")
values = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]))
sends = st.builds(
    Send,
    names,
    names,
    st.one_of(st.just(""), names.map("@{}".format), names.map("#{}".format)),
    names,
    names,
    st.builds(Flags, st.booleans(), st.booleans(), st.booleans()),
    st.lists(st.tuples(names, values)).map(tuple),
)


@given(sends)
@settings(deadline=None)
def test_no_stream_forces_excludes_or_carries_properties(step):
    """The two traps cannot be expressed: what a command gets besides names and values is one of few words."""
    (command,) = render.commands(step)
    given = {
        step.base,
        f"{step.source}@{step.snapshot}",
        step.target,
        *(f"{key}={value}" for key, value in step.properties),
    }
    words = {word for word in (*command.argv, *command.into) if word not in given}
    assert words <= {"zfs", "send", "receive", "-i", "-w", "-L", "-c", "-s", "-u", "-o"}


@given(st.lists(values, min_size=1))
@settings(deadline=None)
def test_the_other_side_gets_the_words_that_were_meant(words):
    assert shlex.split(render.over(FAR, words)[-1]) == ["pfexec", *words]
    assert render.over(End(), words) == tuple(words)
