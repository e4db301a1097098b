# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A running pair of arrays as Ansible's variables, and ansible-playbook on it."""

from __future__ import annotations

import json
import pathlib
import sys

import yaml
from ansible_collections.quorate.ha_storage.bench import controller
from hp3par import wsapi
from hp3par.proxied import TOKEN
from hp3par.serve import HERE, USER

TOP = pathlib.Path(__file__).parents[3]
CLI = pathlib.Path(wsapi.__file__).parent / "bin/cli"


def calm(pair):
    """*pair* without synchronizations of its own: one that is read in the middle of it is not in sync."""
    for group in pair.groups.values():
        group.period = 864000 if group.period else 0
    return pair


def certificate(front):
    """The authority of all that speaks HTTPS here."""
    return str(front.folder / "certificate.pem")


def array(front, side, kind):
    """The options of a running array."""
    if kind == "cli":
        return {"name": front.pair.arrays[side].name, "transport": kind, "cli_path": str(CLI), "password_file": "/pwf"}
    if kind == "proxy":
        own = {"url": front.proxy_url, "service": "svc1", "client_id": "node1", "token": TOKEN}
        return {"name": front.pair.arrays[side].name, "transport": kind, **own, "ca_path": certificate(front)}
    ports = {"ssh": front.ssh_ports, "wsapi": front.https_ports}
    common = {"name": front.pair.arrays[side].name, "transport": kind, "host": HERE, "port": ports[kind][side]}
    own = {
        "ssh": {"key_file": str(front.folder / "key"), "known_hosts": str(front.folder / "known_hosts")},
        "wsapi": {
            "password": wsapi.PASSWORD,
            "ca_path": certificate(front),
            "accept_unverified_numbers": True,
        },
    }
    return {**common, "username": USER, **own[kind]}


def arrays(front, kind="ssh"):
    """The options of both."""
    return [{**array(front, side, kind), "timezone": "Europe/Paris"} for side in (0, 1)]


def playbook(front, path, *options, variables=None, timeout=300):
    """(return code, plays as the callback tells them) of a run on this host alone."""
    told = front.folder / "variables.json"
    told.write_text(json.dumps({"ansible_python_interpreter": sys.executable, **(variables or {})}))
    argv = ["ansible-playbook", "-i", f"{HERE},", "-c", "local", path, "-e", f"@{told}", *options]
    simulator = {"HP3PAR_SIMULATOR": str(front.folder / "socket")}
    done = controller.run(argv, timeout=timeout, **simulator, **controller.AS_JSON)
    assert "{" in done.stdout, done.stdout + done.stderr
    assert not [secret for secret in (wsapi.PASSWORD, TOKEN) if secret in done.stdout + done.stderr]
    return done.returncode, json.loads(done.stdout[done.stdout.index("{") :])["plays"]


def play(front, kind, tasks):
    """The results of the tasks, by what they register."""
    for task in tasks:
        task["name"] = f"Task {task['register']}"
    named = {f"hp3par{side + 1}": one for side, one in enumerate(arrays(front, kind))}
    path = front.folder / "play.yml"
    path.write_text(yaml.safe_dump([{"hosts": HERE, "gather_facts": False, "tasks": tasks}], sort_keys=False))
    _code, plays = playbook(front, path, variables=named)
    return {task["task"]["name"].split()[-1]: task["hosts"][HERE] for task in plays[0]["tasks"]}
