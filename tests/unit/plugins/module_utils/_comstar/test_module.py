# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar import module as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput, Problem


class Ended(Exception):
    """The module has ended."""


class Module:
    """As much of an AnsibleModule as is used."""

    params = {"name": "ESX1"}
    tmpdir = "/tmp/of-the-module"

    def fail_json(self, **result):
        raise Ended(result)


def test_wrong_options_end_the_module_with_all_problems():
    def read(_params):
        raise InvalidInput([Problem("name", "is wrong"), Problem("members", "are missing")])

    with pytest.raises(Ended, match="is wrong.*are missing"):
        subject.bring_about(Module(), read)


def test_what_the_options_mean_is_converged_to(monkeypatch):
    seen = []
    monkeypatch.setattr(subject, "converge", lambda *given, **more: seen.append((given, sorted(more))))
    module = Module()
    subject.bring_about(module, lambda params: ("wanted", params["name"]))
    (told, system, wanted, planner), more = seen[0]
    assert (told, wanted, planner, more) == (module, ("wanted", "ESX1"), subject.plan, ["tell"])
    assert (system.wanted, system.folder) == (wanted, "/tmp/of-the-module")
