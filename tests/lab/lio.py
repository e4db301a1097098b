# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A target in a lab node, and what other tools say of it."""

from __future__ import annotations

import json
import typing as t

from ansible_collections.quorate.ha_storage.bench import controller
from ansible_collections.quorate.ha_storage.bench.node import Node

IQN = "iqn.2026-11.com.example:san0"
ESX = tuple(f"iqn.2026-11.com.example:esx{number}" for number in (1, 2))
SAVED = "/etc/quorate/targets/san0.json"
TPG = f"/sys/kernel/config/target/iscsi/{IQN}/tpgt_1"
CORE = "/sys/kernel/config/target/core"
ADDRESS = "10.77.30.11"
DISKS = 4

# The engine in the node; *kill_after* is the number of configfs calls after which it kills itself.
ENGINE_RUN = """
import json, os, signal, sys
from ha_storage._core.converge import bring
from ha_storage._lio.plan import plan
from ha_storage._lio.spec import wanted
from ha_storage._lio.system import ConfigFs, LioSystem

def run(params, kill_after=-1, kill_saving=False):
    calls = []
    class Tree(ConfigFs):
        def do(self, step):
            if len(calls) == kill_after:
                os.kill(os.getpid(), signal.SIGKILL)
            calls.append(step.verb + " " + step.path)
            ConfigFs.do(self, step)
    if kill_saving:
        os.replace = lambda *_names: os.kill(os.getpid(), signal.SIGKILL)
    goal = wanted(json.loads(params))
    outcome = bring(LioSystem(goal, tree=Tree()), goal, plan, check_mode=False)
    return {"calls": calls, "operations": [operation.summary for operation in outcome.plan.operations]}
"""


def serial(number: int) -> str:
    return f"{number}f1b0c39-6c4e-5d8a-9a64-6f2f3d1a7b1{number}"


def lun(number: int, **more: t.Any) -> dict:
    return {
        "name": f"san0-lun{number}",
        "number": number,
        "device": f"/dev/mapper/disk{number}",
        "serial": serial(number),
        **more,
    }


def options(luns: list[dict], **more: t.Any) -> dict:
    """Options of lio_target: two initiators, one with everything and mutual CHAP, one with LUN 0 read-only."""
    mutual = {"user": "u1", "password": "secretsecret1", "mutual_user": "t1", "mutual_password": "secretsecret2"}
    acls = [
        {"iqn": ESX[0], "chap": mutual, "attributes": {"nopin_timeout": 20}},
        {
            "iqn": ESX[1],
            "chap": {"user": "u2", "password": "secretsecret3"},
            "luns": [{"lun": "san0-lun0", "number": 5, "write_protect": True}] if luns else [],
        },
    ]
    return {
        "iqn": IQN,
        "portals": [{"ip": ADDRESS}, {"ip": "fd00::50", "port": 3261}],
        "luns": luns,
        "acls": acls,
        "attributes": {"default_cmdsn_depth": 128},
        "parameters": {"MaxBurstLength": 1048576},
        **more,
    }


def full(given: dict) -> dict:
    """*given* with the defaults that AnsibleModule fills in."""
    none = {"mutual_user": None, "mutual_password": None}
    mapping = {"number": None, "write_protect": False}
    acls = [
        {
            "attributes": {},
            **acl,
            "chap": {**none, **acl["chap"]} if acl.get("chap") else None,
            "luns": [{**mapping, **item} for item in acl["luns"]] if acl.get("luns") is not None else None,
        }
        for acl in given.get("acls", [])
    ]
    defaults = {"state": "present", "attributes": {}, "parameters": {}, "discovery_auth": None, "config": None}
    return {
        **defaults,
        "live": "always",
        "allow_remove_luns_in_use": False,
        "reservations": None,
        **given,
        "portals": [{"port": 3260, **portal} for portal in given.get("portals", [])],
        "luns": [{"readonly": False, "attributes": {}, **item} for item in given.get("luns", [])],
        "acls": acls,
    }


def program(given: dict, **more: t.Any) -> str:
    """A Python program that runs the engine once and prints what it did."""
    arguments = "".join(f", {name}={value!r}" for name, value in more.items())
    return f"{ENGINE_RUN}\nprint(json.dumps(run({json.dumps(full(given))!r}{arguments})))\n"


def bring(node: Node, given: dict, **more: t.Any) -> dict:
    """What one run of the engine wrote and did."""
    return node.python(program(given, **more))


# Each run is killed one call later than the one before; every time the next run has to bring what was asked for.
KILL_EVERYWHERE = """
import os, signal
kills, rc = 0, signal.SIGKILL
while rc == signal.SIGKILL:
    run(BEFORE)
    child = os.fork()
    if child == 0:
        run(AFTER, kill_after=kills)
        os._exit(0)
    rc = os.waitpid(child, 0)[1]
    assert rc in (0, signal.SIGKILL), rc
    run(AFTER)
    assert run(AFTER) == {"calls": [], "operations": []}, kills
    kills += 1
print(kills)
"""


def kill_everywhere(node: Node, before: dict, after: dict) -> int:
    """Kills the way from *before* to *after* at each of its calls; returns how many there were."""
    values = f"BEFORE, AFTER = {json.dumps(full(before))!r}, {json.dumps(full(after))!r}\n"
    return node.python(ENGINE_RUN + values + KILL_EVERYWHERE)


def absent(**more: t.Any) -> dict:
    return {"iqn": IQN, "state": "absent", "allow_remove_luns_in_use": True, **more}


def play(node: Node, *runs: tuple[dict, bool]) -> list[bool]:
    """Whether each run (options, check mode) of the module said "changed"; one ansible-playbook for all."""
    tasks: list[dict] = [
        {"quorate.ha_storage.lio_target": given, "check_mode": check, "register": f"run{at}"}
        for at, (given, check) in enumerate(runs)
    ]
    changed = ", ".join(f"run{at}.changed" for at in range(len(runs)))
    tasks.append({"ansible.builtin.debug": {"msg": "VERDICT {{ [" + changed + "] | to_json }}"}})
    done = controller.run_tasks("node1", tasks, "--diff", inventory=node.inventory())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "secretsecret" not in done.stdout
    verdict = next(line for line in done.stdout.splitlines() if "VERDICT" in line)
    return json.loads(verdict[verdict.index("[") : verdict.rindex("]") + 1])


def saved(node: Node) -> dict:
    """The saved file."""
    return json.loads(node.sh(f"cat {SAVED}"))


def dump(node: Node) -> dict:
    """What rtslib reads from the kernel; ``targetctl save`` writes it."""
    node.sh("rm -f /root/dump.json; targetctl save /root/dump.json 2>/dev/null")
    return json.loads(node.sh("cat /root/dump.json"))


def differences(ours: t.Any, theirs: t.Any, path: str = "") -> list[str]:
    """Where *theirs* lacks or contradicts what *ours* says; lists are compared by what names their entries."""
    if isinstance(ours, dict):
        missing = [f"{path}.{key} is missing" for key in ours if key not in theirs]
        return missing + [
            line for key in ours if key in theirs for line in differences(ours[key], theirs[key], f"{path}.{key}")
        ]
    if isinstance(ours, list):
        mine, yours = ({_key(item): item for item in items} for items in (ours, theirs))
        if set(mine) != set(yours):
            return [f"{path}: {sorted(mine)} is not {sorted(yours)}"]
        return [line for key in mine for line in differences(mine[key], yours[key], f"{path}[{key}]")]
    return [] if ours == theirs else [f"{path}: {ours!r} is not {theirs!r}"]


def _key(item: dict) -> str:
    return next(str(item[key]) for key in ("name", "wwn", "node_wwn", "index", "ip_address", "tag") if key in item)
