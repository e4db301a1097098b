# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration, and what it allows: exact commands by (service, client, array). Pure.

The file is JSON; the role writes it. What is allowed is spelt out when the file is read, so that a request is a look-up
of exact strings: no pattern, no stripping, no case folding.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import re
import typing as t

READ, WRITE = "read", "write"
# What the modules for Remote Copy groups send, for one group; nothing that makes, changes or removes groups.
READS = ("showrcopy targets", "showrcopy links", "showrcopy groups {group}")
WRITES = (
    "startrcopygroup {group}",
    "stoprcopygroup -f {group}",
    "syncrcopy -w {group}",
    *(
        f"setrcopygroup {verb} -f -waittask {{group}}"
        for verb in ("reverse", "failover", "recover", "restore", "switchover")
    ),
    "setrcopygroup reverse -f -waittask -current {group}",
    "setrcopygroup reverse -f -waittask -local -current {group}",
    "setrcopygroup reverse -f -waittask -stopgroups -local -current {group}",
)
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:@/-]*")
_GROUP = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,30}")
# Printable ASCII without what a shell or the array's own command line could take for something else.
_COMMAND = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:,=/%+ -]*")
_HASH = re.compile(r"[0-9a-f]{64}")

Key = t.Tuple[str, str, str]
Data = t.Mapping[str, t.Any]


class Wrong(Exception):
    """The configuration cannot be used, for each of these reasons."""

    def __init__(self, problems: t.Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


@dataclasses.dataclass(frozen=True)
class Client:
    """How a node proves that it is the one. Empty: its identifier, which is no secret, is enough."""

    token_sha256: str = ""
    certificate: str = ""

    def proven(self, token: str, certificate: str) -> bool:
        """Whether *token* and *certificate* (the common name of a verified one) are this node's; '' where none came."""
        hashed = hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
        return (not self.token_sha256 or hmac.compare_digest(hashed, self.token_sha256)) and (
            not self.certificate or hmac.compare_digest(certificate.encode(), self.certificate.encode())
        )


@dataclasses.dataclass(frozen=True)
class Limits:
    """Seconds for a command; commands at once on an array; requests that wait; bytes of an answer."""

    seconds: float = 3600
    at_once: int = 4
    waiting: int = 2000
    answer: int = 1 << 20


@dataclasses.dataclass(frozen=True)
class Config:
    """All that a running proxy knows. *arrays*: the password file of each. *allowed*: READ or WRITE by command."""

    cli: str
    arrays: t.Mapping[str, str]
    clients: t.Mapping[str, Client]
    allowed: t.Mapping[Key, t.Mapping[str, str]]
    limits: Limits = Limits()

    def decide(self, service: str, client: str, array: str, command: str) -> str:
        """READ or WRITE where exactly this is allowed, else ''."""
        return self.allowed.get((service, client, array), {}).get(command, "")


def read_config(data: t.Any) -> Config:
    """The configuration out of the JSON document *data*. Raises Wrong with all that is wrong."""
    if not isinstance(data, dict):
        raise Wrong(["the configuration is no mapping"])
    problems = [
        f"{key} is not known" for key in data if key not in ("cli", "arrays", "clients", "rules", "limits", "open")
    ]
    arrays, clients = _mapping(data, "arrays", problems), _mapping(data, "clients", problems)
    known = {name: _client(name, raw, bool(data.get("open")), problems) for name, raw in clients.items()}
    if not str(data.get("cli", "")).startswith("/"):
        problems.append("cli must be an absolute path")
    for name, path in arrays.items():
        if not str(path).startswith("/"):
            problems.append(f"arrays.{name} must be the absolute path of a password file")
    allowed: dict[Key, dict[str, str]] = {}
    for index, rule in enumerate(data.get("rules", [])):
        key, commands = _rule(f"rules[{index}]", rule, arrays, clients, problems)
        allowed.setdefault(key, {}).update(commands)
    limits = _limits(data.get("limits", {}), problems)
    if problems:
        raise Wrong(problems)
    return Config(data["cli"], {name: str(path) for name, path in arrays.items()}, known, allowed, limits)


def _mapping(data: Data, key: str, problems: list[str]) -> Data:
    found = data.get(key, {})
    if not isinstance(found, dict) or not all(isinstance(name, str) and NAME.fullmatch(name) for name in found):
        problems.append(f"{key} must be a mapping of names")
        return {}
    return found


def _client(name: str, raw: t.Any, is_open: bool, problems: list[str]) -> Client:
    known = ("token_sha256", "certificate")
    if not isinstance(raw, dict) or [key for key in raw if key not in known or not isinstance(raw[key], str)]:
        problems.append(f"clients.{name} must have {' and '.join(known)} only")
        return Client()
    client = Client(**raw)
    if client.token_sha256 and not _HASH.fullmatch(client.token_sha256):
        problems.append(f"clients.{name}.token_sha256 is no SHA-256")
    if not is_open and client == Client():
        problems.append(
            f"clients.{name} has neither token nor certificate: anybody who knows the identifier could be it"
        )
    return client


def _rule(path: str, rule: t.Any, arrays: Data, clients: Data, problems: list[str]) -> tuple[Key, dict[str, str]]:
    """(key, commands) of one rule: those of its groups, and those that it spells out."""
    known = ("service", "client", "array", "groups", "take_over", READ, WRITE)
    if not isinstance(rule, dict) or not all(isinstance(rule.get(key), str) for key in known[:3]):
        problems.append(f"{path} must have {', '.join(known[:3])}")
        return ("", "", ""), {}
    problems += [f"{path}.{key} is not known" for key in rule if key not in known]
    for key, names in (("array", arrays), ("client", clients)):
        if rule[key] not in names:
            problems.append(f"{path}.{key} is not among {key}s")
    commands = {
        command: kind for kind in (READ, WRITE) for command in _spelt(f"{path}.{kind}", rule.get(kind, []), problems)
    }
    for group in rule.get("groups", []):
        if not isinstance(group, str) or not _GROUP.fullmatch(group):
            problems.append(f"{path}.groups: {group!r} is not the name of one group")
            continue
        commands.update({command.format(group=group): READ for command in READS})
        commands.update({command.format(group=group): WRITE for command in WRITES if rule.get("take_over")})
    return (rule["service"], rule["client"], rule["array"]), commands


def _spelt(path: str, commands: t.Any, problems: list[str]) -> list[str]:
    if not isinstance(commands, list):
        problems.append(f"{path} must be a list")
        return []
    wrong = [command for command in commands if not isinstance(command, str) or not is_command(command)]
    problems += [f"{path}: {command!r} is no single plain command" for command in wrong]
    return [command for command in commands if command not in wrong]


def is_command(text: str) -> bool:
    """Whether *text* is words with single blanks between them, and nothing that could be more than words."""
    return bool(_COMMAND.fullmatch(text)) and text.split(" ") == text.split()


def _limits(raw: t.Any, problems: list[str]) -> Limits:
    known = {field.name for field in dataclasses.fields(Limits)}
    if not isinstance(raw, dict) or [key for key in raw if key not in known or not _positive(raw[key])]:
        problems.append(f"limits must be numbers above 0: {', '.join(sorted(known))}")
        return Limits()
    return Limits(**raw)


def _positive(value: t.Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0
