# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandTimedOut,
    HaStorageError,
    ToolMissing,
    Unparsable,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.answers import Kind, Silent
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.cli import CliTransport
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Step, Verb, Where

from . import worlds

PREFIX = ("env", "TPDPWFILE=/pwf", "/opt/hp_3par_cli/bin/cli", "-sys", "hp3par1", "-csvtable")
TARGETS = "Name,ID,Type,Status,Options,Policy\nhp3par2,2,FC,ready,-,-\n"
LINKS = "Target,Node,Address,Status,Options\nhp3par2,0:2:4,A,Up,-\n"
GROUP = "svc1,hp3par2,Started,Primary,Sync,\n ,data,1,data,2,Synced,NA\n"


def speaking(*outputs):
    ran, left = [], list(outputs)

    def run(argv, *, stdin="", timeout=30, ok=(0,)):
        ran.append(argv)
        output = left.pop(0)
        if isinstance(output, Exception):
            raise output
        return output if isinstance(output, Result) else Result(0, output, "")

    return CliTransport(worlds.options("hp3par1"), run, lambda seconds: None), ran


def test_three_questions_with_the_password_in_a_file():
    transport, ran = speaking(TARGETS, LINKS, GROUP)
    side = transport.read("svc1")
    assert (side.array, side.group.name, side.path.value) == ("hp3par1", "svc1", "ready")
    assert [argv[len(PREFIX) :] for argv in ran] == [
        ("showrcopy", "targets"),
        ("showrcopy", "links"),
        ("showrcopy", "groups", "svc1"),
    ]
    assert {argv[: len(PREFIX)] for argv in ran} == {PREFIX}


def test_a_group_is_absent_only_when_the_array_says_so():
    missing = Result(0, "Group Information\n", "Error: group matching svc1 does not exist on the system\n")
    assert speaking(TARGETS, LINKS, missing)[0].read("svc1").group is None
    with pytest.raises(Unparsable, match="neither the group nor"):
        speaking(TARGETS, LINKS, "")[0].read("svc1")
    with pytest.raises(Unparsable):
        speaking(TARGETS, LINKS, GROUP.replace("svc1", "another"))[0].read("svc1")


def test_groups_with_several_targets_are_left_alone():
    with pytest.raises(HaStorageError, match="several arrays"):
        speaking(TARGETS, LINKS, GROUP + GROUP)[0].read("svc1")


@pytest.mark.parametrize("said", ["The authenticity of the storage system cannot be established.", "who are you"])
def test_an_error_is_no_silence(said):
    with pytest.raises(HaStorageError, match=said) as caught:
        speaking(Result(1, "", said))[0].read("svc1")
    assert not isinstance(caught.value, Silent)


def test_no_answer_in_time():
    hangs = CommandTimedOut(PREFIX, 120)
    with pytest.raises(Silent):
        speaking(hangs)[0].read("svc1")
    transport, ran = speaking(hangs)
    assert transport.act(Step(Verb.STOP, Where.LOCAL, "svc1"), 60).kind is Kind.UNCERTAIN
    assert len(ran) == 1


def test_no_cli_on_this_host():
    with pytest.raises(HaStorageError, match="not installed"):
        speaking(ToolMissing("cli"))[0].read("svc1")
