# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A host made of files below a folder, with commands that answer from a table."""

from __future__ import annotations

import json
import pathlib

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandFailed, ToolMissing
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._munin import program
from ansible_collections.quorate.ha_storage.plugins.module_utils._munin.system import Host

FIXTURES = next(each for each in pathlib.Path(__file__).parents if each.name == "unit") / "fixtures"
STATE = "/var/lib/munin-node/plugin-state/root"


class FakeHost(Host):
    """*answers*: by first word of a command what it prints, or (rc, text)."""

    def __init__(self, folder: pathlib.Path, **environ):
        super().__init__(Files(str(folder)), self._ran, {"MUNIN_PLUGSTATE": STATE, **environ}, lambda: self.now)
        self.folder, self.answers, self.now, self.complaints = folder, {}, 1_000_000.0, []

    def write(self, name, text):
        path = self.folder / name.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if isinstance(text, str) else json.dumps(text))

    def complain(self, text):
        self.complaints.append(text)

    def _ran(self, argv, *, stdin="", timeout=30, ok=(0,)):
        if argv[0] not in self.answers:
            raise ToolMissing(argv[0])
        answer = self.answers[argv[0]]
        rc, text = answer if isinstance(answer, tuple) else (0, answer)
        if rc not in ok:
            raise CommandFailed(argv, rc, text, "")
        return Result(rc, text, "")


class Said:
    """What a plugin printed: attributes and values by graph and field."""

    def __init__(self, text):
        self.lines, self.found, graph = text.splitlines(), {}, ""
        for line in self.lines:
            key, _blank, value = line.partition(" ")
            if key == "multigraph":
                graph = value
            else:
                self.found[graph, key] = value

    def __getitem__(self, keys):
        return self.found[keys]

    @property
    def graphs(self):
        return [line.split()[1] for line in self.lines if line.startswith("multigraph ")]

    def fields(self, graph, ending):
        return [key[: -len(ending) - 1] for at, key in self.found if at == graph and key.endswith(f".{ending}")]

    def values(self, graph):
        return {name: self.found[graph, f"{name}.value"] for name in self.fields(graph, "value")}


def said(capsys, host, *words):
    """What ``munin.pyz WORDS`` printed on *host*."""
    capsys.readouterr()
    assert program.main(["munin.pyz", *words], host) == 0
    return Said(capsys.readouterr().out)


def all_unknown(found):
    """Whether there are values, and none is known."""
    values = [value for (_graph, key), value in found.found.items() if key.endswith(".value")]
    return bool(values) and set(values) == {"U"}
