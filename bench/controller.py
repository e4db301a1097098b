# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The controller of benchmarks and tests: Ansible with the collection and the settings of this checkout."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import typing as t

import yaml

TOP = pathlib.Path(__file__).resolve().parent.parent
# The controller as a host of an inventory.
LOCAL = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
# For the environment: the output is one document, see results().
AS_JSON = {"ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json"}
Argv = t.Sequence[str | pathlib.Path]


def run(argv: Argv, *, stdin: str = "", timeout: float = 900, **more: str) -> subprocess.CompletedProcess[str]:
    """A program of Ansible has ended, well or not; *more* is for its environment. Raises subprocess.TimeoutExpired."""
    return subprocess.run(
        argv, cwd=TOP, env=_environment(more), input=stdin, capture_output=True, text=True, timeout=timeout, check=False
    )


def start(argv: Argv, **more: str) -> subprocess.Popen[str]:
    """A program of Ansible runs; ``communicate()`` tells what it said."""
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(argv, cwd=TOP, env=_environment(more), stdin=nothing, stdout=pipe, stderr=pipe, text=True)


def run_tasks(
    hosts: str, tasks: t.Sequence[t.Mapping[str, t.Any]], *words: str, inventory: str, **more: str
) -> subprocess.CompletedProcess[str]:
    """As run(), a play of *tasks* on *hosts*."""
    book = yaml.safe_dump([{"hosts": hosts, "gather_facts": False, "tasks": list(tasks)}], sort_keys=False)
    return run(["ansible-playbook", "-i", inventory, *words, "/dev/stdin"], stdin=book, **more)


def results(stdout: str) -> list[dict[str, t.Any]]:
    """The tasks of a run AS_JSON in their order; ``hosts`` of each has the results by host. Raises ValueError."""
    document = json.loads(stdout[stdout.index("{") :])
    return [task for play in document["plays"] for task in play["tasks"]]


def _environment(more: t.Mapping[str, str]) -> dict[str, str]:
    """Ours and *more*; this Python's programs come before all of PATH."""
    path = f"{pathlib.Path(sys.executable).parent}:{more.get('PATH', os.environ['PATH'])}"
    settings = {"ANSIBLE_CONFIG": str(TOP / "ansible.cfg"), "ANSIBLE_NOCOLOR": "1"}
    return {**os.environ, **settings, **more, "PATH": path}
