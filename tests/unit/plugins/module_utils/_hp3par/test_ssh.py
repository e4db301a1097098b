# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, ToolMissing
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.answers import Busy, Kind, Silent
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Step, Verb, Where
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.ssh import SshTransport

from . import worlds

STOP = Step(Verb.STOP, Where.LOCAL, "svc1")


def speaking(*results, **options):
    """A transport that hears these results one after the other, and what was run."""
    heard, ran = list(results), []

    def run(argv, *, stdin="", timeout=30, ok=(0,)):
        ran.append((argv, timeout))
        result = heard.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    return SshTransport(worlds.options("hp3par1", **options), run, lambda seconds: None), ran


def test_the_command_line():
    transport, ran = speaking(Result(0, "", ""), port=2222, ssh_extra_args=["-o", "HostKeyAlgorithms=+ssh-rsa"])
    transport.act(STOP, 60)
    (argv, seconds) = ran[0]
    assert " ".join(argv) == (
        "ssh -T -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=/hosts"
        " -o GlobalKnownHostsFile=/dev/null -o ConnectTimeout=10 -o IdentitiesOnly=yes -p 2222 -i /key"
        " -o HostKeyAlgorithms=+ssh-rsa -l quorate hp3par1 stoprcopygroup -f svc1"
    )
    assert (argv[-1], seconds) == ("stoprcopygroup -f svc1", 60)


@pytest.mark.parametrize(
    "output, line",
    [
        ("setclienv", "setclienv csvtable 1 ; showrcopy targets ; showrcopy links ; showrcopy groups svc1"),
        ("flags", "showrcopy targets -csvtable ; showrcopy links -csvtable ; showrcopy groups svc1 -csvtable"),
        ("table", "showrcopy targets ; showrcopy links ; showrcopy groups svc1"),
    ],
)
def test_all_questions_go_through_one_connection(output, line):
    transport, _ran = speaking(output=output)
    assert transport.questions("svc1") == [("groups", line)]


@pytest.mark.parametrize(
    "stderr, error",
    [
        ("ssh: connect to host hp3par1 port 22: Connection timed out", Silent),
        ("Connection to hp3par1 closed by remote host.", Silent),
        ("Host key verification failed.", HaStorageError),
        ("Permission denied (publickey).", HaStorageError),
        ("something new", HaStorageError),
    ],
)
def test_only_silence_is_silence(stderr, error):
    transport, _ran = speaking(Result(255, "", stderr))
    with pytest.raises(HaStorageError, match="hp3par1") as caught:
        transport.read("svc1")
    assert caught.type is error


def test_a_lost_connection_leaves_a_command_uncertain_and_is_not_repeated():
    transport, ran = speaking(Result(255, "", "Connection to hp3par1 closed by remote host."))
    assert transport.act(STOP, 60).kind is Kind.UNCERTAIN
    assert len(ran) == 1


def test_no_place_is_waited_out_and_has_an_end():
    busy = Result(1, "", "Too many local CLI connections.\n")
    transport, ran = speaking(busy, busy, Result(0, "", ""))
    assert transport.act(STOP, 60).kind is Kind.DONE
    assert len(ran) == 3
    transport, ran = speaking(*[busy] * 10)
    with pytest.raises(Busy):
        transport.act(STOP, 60)
    assert len(ran) == 10


def test_no_ssh_on_this_host():
    transport, _ran = speaking(ToolMissing("ssh"))
    with pytest.raises(HaStorageError, match="ssh is not installed"):
        transport.read("svc1")
