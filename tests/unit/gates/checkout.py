# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the gates look at: the files of this checkout, as git sees them."""

from __future__ import annotations

import ast
import fnmatch
import functools
import pathlib
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[3]
PURE = ("model", "spec", "parse", "render", "plan", "ready")
DOCUMENTATION = ("DOCUMENTATION", "EXAMPLES", "RETURN")


@functools.lru_cache(maxsize=None)
def everything() -> tuple[pathlib.Path, ...]:
    """Every file that is tracked, or would be by the next commit; relative to the top, symbolic links left out."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
        cwd=TOP,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (pathlib.Path(name) for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if (TOP / path).is_file() and not (TOP / path).is_symlink()))


def files(*patterns: str) -> list[pathlib.Path]:
    """The files whose path matches any of *patterns*; ``*`` also spans folders."""
    return [path for path in everything() if any(fnmatch.fnmatch(str(path), pattern) for pattern in patterns)]


def read(path: pathlib.Path) -> str:
    """The text of one file."""
    return (TOP / path).read_text(encoding="utf-8")


@functools.lru_cache(maxsize=None)
def parsed(path: pathlib.Path) -> ast.Module:
    """One Python file as a tree."""
    return ast.parse(read(path), str(path))


def roles() -> list[pathlib.Path]:
    """The folder of each role."""
    return sorted({pathlib.Path(*path.parts[:2]) for path in files("roles/*")})
