# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The blocks of code in the documentation: commands, and YAML."""

from __future__ import annotations

import dataclasses
import pathlib
import re
import typing as t

from . import checkout

PAGES = [path for path in checkout.files("*.md") if path.parts[0] not in ("tests", "LICENSES")]
_FENCE = re.compile(r"^ *```(\w*)")
_YAML = re.compile(r"^(- |# |[\w.\"-]+:( |$))", re.MULTILINE)
_INLINE = re.compile(r"`(ansible(?:-playbook|-galaxy|-vault)? (?!\.\.\.)[^`]+)`")
# What Ansible's playbooks and the lab tell of their own use, in comments.
_COMMENT = re.compile(r"^# +(ansible-playbook quorate.*)$", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Block:
    """Lines that stand together; *kind* is yaml, output, or empty for commands."""

    page: pathlib.Path
    kind: str
    text: str


def blocks() -> list[Block]:
    """All blocks of all pages."""
    return [block for page in PAGES for block in _blocks(page, checkout.read(page))]


def _blocks(page: pathlib.Path, text: str) -> t.Iterator[Block]:
    lines, kept, kind, inside, before = text.splitlines(), [], "", False, ""
    for line in [*lines, ""]:
        fence = _FENCE.match(line)
        if fence:
            if inside:
                yield Block(page, kind, _outdented(kept))
            kept, inside, kind = [], not inside, fence[1] or "output"
        elif inside or (line.startswith("    ") and (kept or not before.strip())):
            kept.append(line)
        elif kept:
            yield _indented(page, kept)
            kept = []
        before = line
    if kept:
        yield _indented(page, kept)


def _outdented(lines: list[str]) -> str:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines).strip("\n")


def _indented(page: pathlib.Path, lines: list[str]) -> Block:
    text = _outdented(lines)
    return Block(page, "yaml" if _YAML.match(text) else "", text)


def commands() -> list[tuple[str, str]]:
    """(page, command) of every command: continued lines are one, and comments are left out."""
    found = []
    for block in blocks():
        if block.kind in ("", "sh", "bash", "console"):
            found += [(str(block.page), line) for line in _lines(block.text)]
        elif block.kind == "output":
            found += [(str(block.page), line) for line in re.findall(r"ansible-playbook quorate.*[^.\n]", block.text)]
    for page in PAGES:
        found += [(str(page), line) for line in _INLINE.findall(checkout.read(page).replace("\n", " "))]
    for path in checkout.files("playbooks/*.yml"):
        found += [(str(path), line) for line in _COMMENT.findall(checkout.read(path))]
    return found


def _lines(text: str) -> t.Iterator[str]:
    for line in text.replace("\\\n", " ").splitlines():
        command = re.sub(r"(^|\s+)#.*", "", line).strip()
        if command:
            yield re.sub(r"\s+", " ", command)
