# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A runner that answers the commands it was told of, each as often as planned, and fails the test for any other."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandFailed, ToolMissing
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result


class Script:
    """*answers*: pairs of a command line and its standard output, a Result, or None for a tool that is missing.

    A command line may be asked again and again; where it is there several times, the answers are used up in order.
    """

    def __init__(self, *answers):
        self.answers = list(answers)
        self.ran, self.stdin = [], []

    def __call__(self, argv, *, stdin="", timeout=30, ok=(0,)):
        line = " ".join(argv)
        assert timeout <= 300, "every command has a time limit"
        planned = [answer for answer in self.answers if answer[0] == line]
        assert planned, f"not planned: {line}"
        if len(planned) > 1:
            self.answers.remove(planned[0])
        self.ran.append(line)
        self.stdin.append(stdin)
        answer = planned[0][1]
        if answer is None:
            raise ToolMissing(argv[0])
        result = answer if isinstance(answer, Result) else Result(0, answer, "")
        if result.rc not in ok:
            raise CommandFailed(argv, result.rc, result.stdout, result.stderr)
        return result
