# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The little of dladm and ipadm that the storage host's network needs.

Syntax and fields are those of the manual pages dladm(8) and ipadm(8); the exact texts of failures are unverified.
"""

from __future__ import annotations

from .answer import Answer
from .state import System

DLADM = ("create-aggr", "modify-aggr", "add-aggr", "create-vlan")
IPADM = ("create-if", "create-addr", "delete-addr")


def dladm(system: System, argv: list[str]) -> Answer:
    """``show-*``, and what DLADM names."""
    answer, verb, name = Answer("dladm"), argv[1], argv[-1]
    ports = [argv[index + 1] for index, word in enumerate(argv[:-1]) if word == "-l"]
    if verb.startswith("show-"):
        _show(system, argv, answer)
    elif verb not in DLADM:
        return answer.complain(f"unrecognized subcommand: '{verb}'")
    elif verb.startswith("create-"):
        if name in system.links:
            return answer.complain(f"{verb} failed: object already exists")
        if verb == "create-aggr":
            system.links[name] = {"kind": "aggr", "ports": ports, "policy": _value(argv, "-P", "L4")}
        else:
            system.links[name] = {"kind": "vlan", "over": ports[0], "vid": int(_value(argv, "-v", "0"))}
    elif name not in system.links:
        return answer.complain(f"{verb} failed: object not found")
    elif verb == "modify-aggr":
        system.links[name]["policy"] = _value(argv, "-P", "L4")
    elif verb == "add-aggr":
        system.links[name]["ports"] += ports
    return answer


def _value(argv: list[str], option: str, default: str) -> str:
    return argv[argv.index(option) + 1] if option in argv else default


def _show(system: System, argv: list[str], answer: Answer) -> None:
    for name, link in system.links.items():
        if argv[1] == "show-vlan" and link["kind"] == "vlan":
            answer.say(f"{name}:{link['vid']}:{link['over']}")
        elif argv[1] == "show-aggr" and link["kind"] == "aggr":
            if "-x" not in argv:
                answer.say(f"{name}:{link['policy']}")
                continue
            answer.say(f"{name}:")
            for port in link["ports"]:
                answer.say(f":{port}")


def ipadm(system: System, argv: list[str]) -> Answer:
    """``show-if``, ``show-addr``, and what IPADM names."""
    answer, verb, name = Answer("ipadm"), argv[1], argv[-1]
    interfaces = system.links.setdefault("ip", {"kind": "ip", "names": []})["names"]
    if verb == "show-if":
        answer.stdout = "".join(f"{each}\n" for each in interfaces)
    elif verb == "show-addr":
        answer.stdout = "".join(
            f"{each}:{address}\n".replace("::", "\\:\\:") for each, address in system.addresses.items()
        )
    elif verb not in IPADM:
        return answer.complain(f"unrecognized subcommand: '{verb}'")
    elif verb == "create-if":
        if name in interfaces:
            return answer.complain(f"cannot create interface {name}: Interface already exists")
        interfaces.append(name)
    elif verb == "create-addr":
        if name in system.addresses or name.split("/")[0] not in interfaces:
            return answer.complain("Could not create address")
        system.addresses[name] = _value(argv, "-a", "")
    elif system.addresses.pop(name, None) is None:
        return answer.complain(f"could not delete address {name}: Address object not found")
    return answer
