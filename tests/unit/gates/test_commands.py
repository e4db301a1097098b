# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command and every piece of YAML in the documentation can be used as it stands."""

from __future__ import annotations

import argparse
import functools
import json
import pathlib
import re
import shlex
import sys
import typing as t

import pytest
import yaml
from ansible_collections.quorate.ha_storage.plugins.filter.site import site
from ansible_collections.quorate.ha_storage.plugins.module_utils._archive import program as archive

from . import checkout, documentation

COLLECTION = "quorate.ha_storage."
# Where programs of others are run by a test, with the same words.
ELSEWHERE = {
    "drbdadm": ("tests/faults/test_double_faults.py", "drbdadm primary --force san0 && drbdadm secondary san0"),
    "ansible-galaxy": ("tools/check-artifact", "ansible-galaxy collection"),
    "pip": ("tools/venv", "pip"),
    "python3": ("tools/venv", "python3 -m venv .venv"),
    "sha256sum": ("tests/lab/test_packages.py", "sha256sum"),
}
# No test runs these: the first ones need a split brain whose discarded side was kept.
NOT_RUN = ("vgimportclone", "vgchange", "lvremove", "cd")
FLAGS = {"--check", "--diff", "--ask-vault-pass", "-i", "-e", "--limit", "-l"}


@functools.lru_cache(maxsize=None)
def variables() -> set[str]:
    """Every word of playbooks, roles and inventories: what somebody sets must be read somewhere."""
    paths = checkout.files("playbooks/*", "roles/*", "inventories/*", "lab/topology/*")
    return {word for path in paths for word in re.findall(r"\w+", checkout.read(path))}


@functools.lru_cache(maxsize=None)
def module_options(name: str) -> dict[str, t.Any]:
    """The options of a module, those of its fragments too."""
    text = checkout.read(pathlib.Path(f"plugins/modules/{name}.py"))
    own = yaml.safe_load(re.search(r'DOCUMENTATION = r"""(.*?)"""', text, re.DOTALL)[1])
    found = dict(own.get("options") or {})
    for fragment in own.get("extends_documentation_fragment", ()):
        stem, _dot, part = fragment[len(COLLECTION) :].partition(".")
        source = checkout.read(pathlib.Path(f"plugins/doc_fragments/{stem}.py"))
        block = re.search(rf'\b{part.upper() or "DOCUMENTATION"} = r?"""(.*?)"""', source, re.DOTALL)
        found.update((yaml.safe_load(block[1]) or {}).get("options") or {})
    return found


def module_faults(name: str, given: t.Any) -> list[str]:
    """What *given* has that the module does not take, or lacks."""
    if not (checkout.TOP / f"plugins/modules/{name}.py").is_file():
        return [f"no module {name}"]
    options = module_options(name)
    known = {*options, *(alias for each in options.values() for alias in each.get("aliases", ()))}
    if not isinstance(given, dict):
        return []
    lacks = [key for key, each in options.items() if each.get("required") and key not in given]
    return [f"{name} has no {key}" for key in given if key not in known] + [f"{name} needs {key}" for key in lacks]


def playbook_faults(words: list[str]) -> list[str]:
    """``ansible-playbook``: the playbook, its flags, the names of its variables."""
    faults, names = [], [word for word in words if word.startswith(COLLECTION) or word.endswith(".yml")]
    for name in names[:1]:
        stem = name.rpartition("/")[2][:-4] if name.endswith(".yml") else name[len(COLLECTION) :]
        faults += [] if (checkout.TOP / f"playbooks/{stem}.yml").is_file() else [f"no playbook {stem}"]
    faults += [] if names else ["no playbook"]
    faults += [f"unknown flag {word}" for word in words if re.match("--?[a-z]", word) and word not in FLAGS]
    for flag, value in zip(words, words[1:]):
        if flag == "-e" and value != "...":
            keys = json.loads(value) if value.startswith("{") else [value.partition("=")[0]]
            faults += [f"nothing reads {key}" for key in keys if key not in variables()]
    return faults


def adhoc_faults(words: list[str]) -> list[str]:
    """``ansible HOSTS -m MODULE -a OPTIONS``."""
    name = words[words.index("-m") + 1]
    given = json.loads(words[words.index("-a") + 1]) if "-a" in words else {}
    return module_faults(name[len(COLLECTION) :], given)


def vault_faults(words: list[str]) -> list[str]:
    """The file is in the example."""
    paths = [word.replace("inventories/prod", "inventories/example") for word in words if "/" in word]
    faults = [f"no {path}" for path in paths if not (checkout.TOP / path).is_file()]
    return faults + ([] if words[1] in ("encrypt", "rekey") else [f"unknown verb {words[1]}"])


def make_faults(words: list[str]) -> list[str]:
    """The Makefile has the target."""
    targets = re.findall(r"^([a-z-]+):", checkout.read(pathlib.Path("Makefile")), re.MULTILINE)
    return [] if words[1] in targets else [f"no target {words[1]}"]


def parser_faults(parser: argparse.ArgumentParser, words: list[str]) -> list[str]:
    """The program's own *parser* takes what follows its name."""
    try:
        parser.parse_args(words[1:])
    except SystemExit:
        return [f"{words[0]} does not take {' '.join(words[1:])}"]
    return []


def lab_faults(words: list[str]) -> list[str]:
    """The lab has the verb and its options."""
    sys.path.insert(0, str(checkout.TOP))
    from lab.lib.cli import parser

    return parser_faults(parser(), words)


def archive_faults(words: list[str]) -> list[str]:
    """The archive of statistics has the verb and its options."""
    return parser_faults(archive.parser(), words)


def elsewhere_faults(words: list[str]) -> list[str]:
    """A test has it."""
    path, text = ELSEWHERE[words[0].rpartition("/")[2]]
    return [] if text in checkout.read(pathlib.Path(path)) else [f"{path} does not run {text}"]


CHECKS: dict[str, t.Callable[[list[str]], list[str]]] = {
    "ansible-playbook": playbook_faults,
    "ansible": adhoc_faults,
    "ansible-vault": vault_faults,
    "make": make_faults,
    "lab/lab": lab_faults,
    "quorate-lio-archive": archive_faults,
    **dict.fromkeys(ELSEWHERE, elsewhere_faults),
    **dict.fromkeys(NOT_RUN, lambda _words: []),
}


def command_faults(command: str) -> list[str]:
    """What is wrong with *command*. Settings in front of it and folders of its program do not count."""
    words = shlex.split(re.sub(r" \[(-[^\]]*)\]", r" \1", command), comments=True)
    while words and re.match(r"^\w+=", words[0]):
        words = words[1:]
    if not words:
        return []
    program = words[0] if words[0] in CHECKS else words[0].rpartition("/")[2]
    return CHECKS[program](words) if program in CHECKS else [f"nobody checks {words[0]}"]


def test_every_command_can_be_used_as_it_stands() -> None:
    found = documentation.commands()
    assert len(found) > 60
    faults = {f"{page}: {command}": command_faults(command) for page, command in found}
    assert {place: fault for place, fault in faults.items() if fault} == {}


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("ansible-playbook quorate.ha_storage.sites", "no playbook sites"),
        ("ansible-playbook quorate.ha_storage.site -e no_such_thing=1", "nothing reads no_such_thing"),
        ("ansible-playbook quorate.ha_storage.site --chek", "unknown flag --chek"),
        ("ansible all -m quorate.ha_storage.lvm_volumes -a '{\"vgs\": 1}'", "lvm_volumes has no vgs"),
        ("make coffee", "no target coffee"),
        ("quorate-lio-archive day", "quorate-lio-archive does not take day"),
        ("frobnicate --all", "nobody checks frobnicate"),
    ],
)
def test_a_wrong_command_is_found(command: str, fault: str) -> None:
    assert fault in command_faults(command)


def tasks(value: t.Any) -> t.Iterator[tuple[str, t.Any]]:
    """(module, options) of every use of ours in a piece of YAML."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if str(key).startswith(COLLECTION):
                yield key[len(COLLECTION) :], inner
            yield from tasks(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from tasks(inner)


def test_every_piece_of_yaml_is_one_that_we_take() -> None:
    faults, seen = [], 0
    for block in documentation.blocks():
        if block.kind not in ("yaml", "yml"):
            continue
        value = yaml.safe_load(block.text)
        seen += 1
        for name, given in tasks(value):
            faults += [f"{block.page}: {fault}" for fault in module_faults(name, given)]
        for key in value if isinstance(value, dict) else ():
            if "_" in key and key not in variables():
                faults.append(f"{block.page}: nothing reads {key}")
        if isinstance(value, dict) and {"ha_storage_cluster", "ha_storage_services"} <= set(value):
            text = re.sub(r"{{ \w+ }}", "CHANGE-ME-words", block.text)
            given = yaml.safe_load(text)
            assert site(given["ha_storage_services"], given["ha_storage_cluster"])["services"]
    assert seen > 12 and faults == []
