# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    CommandTimedOut,
    ToolMissing,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import run


def test_output_and_input():
    assert run(["cat"], stdin="secret").stdout == "secret"


def test_commands_speak_c():
    assert "LC_ALL=C\n" in run(["env"]).stdout


def test_no_shell_looks_at_the_words():
    assert run(["echo", "$HOME; `id`"]).stdout == "$HOME; `id`\n"


def test_a_missing_tool_has_its_own_error():
    with pytest.raises(ToolMissing, match="no-such-tool"):
        run(["no-such-tool"])


def test_another_return_code_than_allowed_is_an_error_with_facts():
    with pytest.raises(CommandFailed, match="return code 2") as caught:
        run(["ls", "/nowhere-at-all"])
    assert caught.value.details["argv"] == ["ls", "/nowhere-at-all"]
    assert run(["ls", "/nowhere-at-all"], ok=(0, 2)).rc == 2


def test_a_hanging_command_is_ended():
    with pytest.raises(CommandTimedOut, match="within 0.2 s"):
        run(["sleep", "60"], timeout=0.2)
