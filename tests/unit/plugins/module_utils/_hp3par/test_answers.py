# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import answers
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.answers import Kind

TASK = "reverse started with tasks: 2576\nWaiting for tasks to complete\nTask 2576 done\n"


@pytest.mark.parametrize(
    "rc, stdout, stderr, kind",
    [
        (0, "", "", Kind.DONE),
        (0, TASK, "", Kind.DONE),
        (0, "Completed synchronization for group svc1\n", "", Kind.DONE),
        (1, "", "", Kind.DECLINED),
        (0, "Group isn't started\n", "", Kind.DECLINED),
        (0, "Error: group matching svc1 does not exist on the system\n", "", Kind.DECLINED),
        (0, "", "the group is not stopped, reverse refused\n", Kind.DECLINED),
        (0, "Task 2576 failed\n", "", Kind.DECLINED),
        (0, "", "Error: svc1.data is currently being promoted\n", Kind.LATER),
        (1, "start could be retried later\n", "", Kind.LATER),
    ],
)
def test_commands(rc, stdout, stderr, kind):
    assert answers.of_command(rc, stdout, stderr).kind is kind


@pytest.mark.parametrize(
    "rc, stdout, stderr, error",
    [
        # A failed target is data, no error.
        (0, "arr2 2 FC failed - mirror_config\n", "", ""),
        (0, "Group Information\n", "Error: group matching x does not exist on the system\n", ""),
        (1, "", "Error: group matching x does not exist on the system\n", "Error: group matching x does not exist"),
        (0, "Error: no permission\n", "", "Error: no permission"),
        (3, "", "", "return code 3"),
    ],
)
def test_questions(rc, stdout, stderr, error):
    found = answers.read_error(rc, stdout, stderr)
    assert not found if rc == 1 else found == error


def test_only_the_arrays_own_words_say_that_a_group_is_absent():
    assert answers.says_absent("", "Error: group matching x does not exist on the system\n")
    assert not answers.says_absent("x,arr2,Started,Primary,Sync,\n", "")
    assert not answers.says_absent("", "file does not exist")


@pytest.mark.parametrize(
    "stderr, silent, broken",
    [
        ("ssh: connect to host a port 22: Connection refused", True, False),
        ("ssh: connect to host a port 22: No route to host", True, False),
        ("kex_exchange_identification: read: Connection reset by peer", True, True),
        ("Connection to a closed by remote host.", False, True),
        ("client_loop: send disconnect: Broken pipe", False, True),
        ("Host key verification failed.", False, False),
        ("opensvc@a: Permission denied (publickey).", False, False),
        ("ssh: Could not resolve hostname a: Name or service not known", False, False),
    ],
)
def test_silence_and_broken_connections_are_told_from_errors(stderr, silent, broken):
    assert (answers.is_silent(stderr), answers.is_broken(stderr)) == (silent, broken)


def test_no_place():
    assert answers.is_busy("", "Too many local CLI connections.\n")
    assert answers.is_busy("", "kex_exchange_identification: Connection closed by remote host\n")
    # This one may follow a command that was carried out.
    assert not answers.is_busy("", "Connection to a closed by remote host.\n")
