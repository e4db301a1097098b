# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The loop, with a system that is a set of words."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring, converge
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    DeadlineExceeded,
    NotConverged,
    Refusal,
    Refused,
    ToolMissing,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.plan import Operation, Plan


class Words:
    """A system; *stubborn* words cannot be added, *installed* says whether its tool is there."""

    def __init__(self, *words, stubborn=(), installed=True):
        self.words, self.stubborn, self.installed, self.applied = set(words), stubborn, installed, []

    def read(self):
        if not self.installed:
            raise ToolMissing("wordctl")
        return frozenset(self.words)

    def absent(self):
        return frozenset()

    def apply(self, operation):
        self.applied.append(operation.action)
        if operation.action not in self.stubborn:
            self.words.add(operation.action)


def plan(current, desired):
    missing = sorted(desired - current)
    refusals = [Refusal("the word 'evil' is refused", "choose another")] if "evil" in missing else []
    operations = [Operation(f"add {word}", word, disturbs_io=word == "loud") for word in missing]
    return Plan(sorted(current), sorted(desired), tuple(operations), tuple(refusals))


def test_what_is_missing_is_added_and_a_second_run_does_nothing():
    words = Words("a")
    assert bring(words, {"a", "b"}, plan, check_mode=False).plan.operations
    assert words.words == {"a", "b"}
    assert not bring(words, {"a", "b"}, plan, check_mode=False).plan.operations
    assert words.applied == ["b"]


def test_check_mode_gives_the_same_plan_and_applies_nothing():
    words = Words("a")
    checked = bring(words, {"b"}, plan, check_mode=True)
    assert words.applied == []
    assert checked == bring(words, {"b"}, plan, check_mode=False)


def test_with_any_refusal_nothing_is_applied():
    words = Words()
    with pytest.raises(Refused, match="evil.*choose another"):
        bring(words, {"good", "evil"}, plan, check_mode=False)
    assert words.applied == []


def test_disturbing_operations_can_be_refused():
    words = Words()
    with pytest.raises(Refused, match="'add loud' disturbs I/O"):
        bring(words, {"quiet", "loud"}, plan, check_mode=False, allow_disturbing=False)
    assert words.applied == []


def test_what_is_left_after_applying_is_an_error():
    with pytest.raises(NotConverged, match="still pending: add b"):
        bring(Words(stubborn={"b"}), {"a", "b"}, plan, check_mode=False)


def test_a_missing_tool_is_an_error_in_a_real_run_only():
    with pytest.raises(ToolMissing):
        bring(Words(installed=False), {"a"}, plan, check_mode=False)
    outcome = bring(Words(installed=False), {"a"}, plan, check_mode=True)
    assert [operation.summary for operation in outcome.plan.operations] == ["add a"]
    assert "wordctl" in outcome.warnings[0]


class Ended(Exception):
    pass


class Module:
    """As much of an AnsibleModule as converge may touch."""

    def __init__(self, check_mode=False, **params):
        self.check_mode, self.params, self.warnings = check_mode, params, []

    def warn(self, text):
        self.warnings.append(text)

    def exit_json(self, **result):
        raise Ended(result)

    def fail_json(self, **result):
        raise Ended(dict(result, failed=True))


def ended(module, system, desired):
    with pytest.raises(Ended) as caught:
        converge(module, system, desired, plan, words=sorted(desired))
    return caught.value.args[0]


def test_a_module_ends_with_operations_diff_and_what_was_asked_for():
    assert ended(Module(), Words("a"), {"a", "b"}) == {
        "changed": True,
        "operations": ["add b"],
        "diff": {"before": ["a"], "after": ["a", "b"]},
        "words": ["a", "b"],
    }


def test_a_returned_function_is_called_after_the_last_change():
    words = Words("a")
    with pytest.raises(Ended) as caught:
        converge(Module(), words, {"a", "b"}, plan, words=lambda: sorted(words.words))
    assert caught.value.args[0]["words"] == ["a", "b"]


def test_a_returned_function_that_raises_fails_the_module():
    def waits_in_vain():
        raise DeadlineExceeded("not within 1 s")

    with pytest.raises(Ended) as caught:
        converge(Module(), Words("a"), {"a"}, plan, words=waits_in_vain)
    assert caught.value.args[0] == {"failed": True, "msg": "not within 1 s"}


def test_a_module_fails_with_all_reasons():
    result = ended(Module(allow_disturbing=False), Words(), {"evil", "loud"})
    assert result["failed"] and len(result["refusals"]) == 2


def test_a_missing_tool_in_check_mode_is_a_warning():
    module = Module(check_mode=True)
    assert ended(module, Words(installed=False), {"a"})["changed"]
    assert module.warnings
