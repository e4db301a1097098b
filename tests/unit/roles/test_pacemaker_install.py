# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the agents, DRBD's handler and their engine come to a node: whole, in order, and by themselves."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess

import pytest

PROJECT = next(each for each in pathlib.Path(__file__).resolve().parents if (each / "galaxy.yml").exists())
FILES = PROJECT / "roles" / "pacemaker" / "files"
ENGINE = PROJECT / "plugins" / "module_utils"


@pytest.fixture
def lib(tmp_path):
    """A folder /usr/lib, beside which the archive was unpacked."""
    staged = tmp_path / "staged"
    for subject in ("_core", "_drbd", "_fence", "_pacemaker"):
        shutil.copytree(
            ENGINE / subject, staged / "quorate/ha_storage" / subject, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(FILES / "drbd-handler", staged / "quorate/drbd-handler")
    shutil.copy(FILES / "install.py", staged / "install.py")
    (tmp_path / "lib").mkdir()
    return tmp_path / "lib"


def install(lib, *options):
    """What the installer says, line by line."""
    argv = ["python3", "-I", "-S", str(lib.parent / "staged/install.py"), str(lib), *options]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout.splitlines()


def test_everything_is_there_and_nothing_twice(lib):
    first = install(lib)
    assert "quorate/drbd-handler" in first and "quorate/ha_storage/_fence/handler.py" in first
    assert not any("install.py" in name or "pycache" in name for name in first)
    assert os.access(lib / "quorate/drbd-handler", os.X_OK)
    assert install(lib) == []


def test_the_check_tells_and_changes_nothing(lib):
    assert "quorate/drbd-handler" in install(lib, "--check")
    assert not (lib / "quorate/drbd-handler").exists()


def test_what_others_need_comes_first(lib):
    said = install(lib)
    assert said[-1] == "quorate/drbd-handler"
    cores = [at for at, name in enumerate(said) if "/_core/" in name]
    assert cores == list(range(len(cores)))


@pytest.mark.parametrize("damage", ["empty", "mode"])
def test_what_was_damaged_is_mended(lib, damage):
    install(lib)
    handler = lib / "quorate/drbd-handler"
    handler.chmod(0o644) if damage == "mode" else handler.write_text("")
    assert install(lib) == ["quorate/drbd-handler"]
    assert os.access(handler, os.X_OK) and handler.read_text() == (FILES / "drbd-handler").read_text()


def test_the_handler_starts_without_site_packages(lib):
    install(lib)
    copy = lib / "handler"
    copy.write_text((lib / "quorate/drbd-handler").read_text().replace("/usr/lib/quorate", str(lib / "quorate")))
    done = subprocess.run(["sh", str(copy), "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "fence-peer" in done.stdout
    assert subprocess.run(["sh", str(copy), "dance"], capture_output=True, check=False).returncode == 2


def test_the_handler_ends_with_its_code_where_it_has_no_standard_streams(lib, tmp_path):
    """The kernel starts it so."""
    install(lib)
    seen = tmp_path / "seen"
    code = f"""
import sys
sys.path.insert(0, {str(lib / "quorate")!r})
from ha_storage._fence import handler
handler.syslog.syslog = lambda _priority, line: None
handler._LOCKS = {str(tmp_path)!r}
handler._fence = lambda node, given, begun: handler._tell("x", "y", 7, begun)
sys.exit(handler.main(["drbd-handler", "fence-peer", "--resource", "r"], {{"DRBD_MINOR": "0"}}))
"""
    seen.write_text(code)
    assert subprocess.run(f"python3 -I -S {seen} <&- >&- 2>&-", shell=True, check=False).returncode == 7
