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


def test_the_callers_path_comes_last_and_the_present_folder_is_never_searched(monkeypatch, tmp_path):
    for folder in ("mine", "here"):
        (tmp_path / folder).mkdir()
        for name in ("true", f"only-{folder}"):
            program = tmp_path / folder / name
            program.write_text("#!/bin/sh\necho wrong\n")
            program.chmod(0o755)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("PATH", f":{tmp_path}/mine::")
    assert run(["true"]).stdout == ""
    assert run(["only-mine"]).stdout == "wrong\n"
    with pytest.raises(ToolMissing):
        run(["only-here"])
