# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A host with open-iscsi: recorded files of the kernel, and a strict stand-in for iscsiadm that knows real records."""

from __future__ import annotations

import json
import pathlib

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandTimedOut, ToolMissing
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result

FIXTURES = next(each for each in pathlib.Path(__file__).parents if each.name == "unit") / "fixtures" / "iscsi"
IQN = "iqn.2026-11.com.example:san0"
SESSION = "/sys/class/iscsi_session/session11"


def kernel(root):
    """Files below *root* with the recorded session."""
    files = Files(str(root))
    for name, text in json.loads((FIXTURES / "sysfs.json").read_text()).items():
        put(files, name, text)
    return files


def put(files, name, text):
    path = pathlib.Path(files.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("latin-1"))


class Iscsiadm:
    """Obeys the commands of the collection on record files below *folder*; anything else fails the test.

    answers -- the return code of --login or --logout, or "late" for one that is killed
    """

    def __init__(self, files, folder="/var/lib/iscsi", missing=False, **answers):
        self.files, self.folder, self.missing, self.answers = files, folder, missing, answers
        self.commands, self.limits = [], []

    def __call__(self, argv, *, stdin="", timeout=30, ok=(0,)):
        assert not stdin
        self.commands.append(" ".join(argv))
        self.limits.append(timeout)
        if self.missing:
            raise ToolMissing("iscsiadm")
        rc, stdout, stderr = self.answer(list(argv))
        assert rc in ok, (argv, rc)
        return Result(rc, stdout, stderr)

    def answer(self, argv):
        assert argv[:3] == ["iscsiadm", "-m", "node"]
        if argv[3:] == ["-o", "show", "-S"]:
            shown = "".join(self.files.read_text(name) for name in self.records())
            return (0, shown, "") if shown else (21, "", "iscsiadm: No records found\n")
        assert (argv[3], argv[5]) == ("-T", "-p")
        name = f"{self.folder}/nodes/{argv[4]}/{argv[6].replace('[', '').replace(']', '')[:-5]},{argv[6][-4:]}"
        if argv[7:] == ["-o", "new"]:
            record = (FIXTURES / "record-2.1.11.conf").read_text().replace("10.77.30.50", argv[6][:-5].strip("[]"))
            self.files.write_atomic(name, record.replace("authmethod = CHAP", "authmethod = None"), mode=0o600)
            return 0, "", ""
        if argv[7:] == ["-o", "delete"]:
            self.files.remove(name)
            return 0, "", ""
        if argv[7:9] == ["-o", "update"]:
            return self.update(name, argv[10], argv[12])
        return self.sign(argv)

    def update(self, name, setting, value):
        text = self.files.read_text(name)
        if f"{setting} = " not in text:
            return 7, "", f"iscsiadm: Cannot modify {setting}. Invalid param name.\niscsiadm: Could not\n"
        lines = [f"{setting} = {value}" if line.startswith(f"{setting} = ") else line for line in text.splitlines()]
        self.files.write_atomic(name, "\n".join(lines) + "\n", mode=0o600)
        return 0, "", ""

    def sign(self, argv):
        rc = self.answers[argv[7].lstrip("-")]
        if rc == "late":
            raise CommandTimedOut(argv, 1)
        return rc, "", ""

    def records(self):
        nodes = f"{self.folder}/nodes"
        return [
            f"{nodes}/{iqn}/{name}" for iqn in self.files.names(nodes) for name in self.files.names(f"{nodes}/{iqn}")
        ]
