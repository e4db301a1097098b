# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads ``.res`` files, and what the DRBD tools print."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import Unparsable
from .model import DIALECT_8, DIALECT_9, Host, Metadata, Options, Resource, Volume

_TOKEN = re.compile(r'\s+|#[^\n]*|(?P<brace>[{};])|"(?P<quoted>(?:[^"\\\n]|\\.)*)"|(?P<plain>[^\s{};"#]+)')
JUST_CREATED = 4


class Statement(t.NamedTuple):
    """``words;`` or, with a *body*, ``words { ... }``."""

    words: tuple[str, ...]
    body: tuple[Statement, ...] | None = None


def parse_statements(text: str, source: str = "DRBD configuration") -> tuple[Statement, ...]:
    """The statements of *text*. Raises Unparsable for text that no DRBD parser reads either."""
    body, _end = _statements(_tokens(text, source), 0, source, False)
    return body


def parse_resources(text: str, source: str = "DRBD configuration") -> dict[str, Resource]:
    """The resources of a file by name. Raises Unparsable for forms that ``render`` does not write."""
    found = [s for s in parse_statements(text, source) if s.words[:1] == ("resource",)]
    return {s.words[1]: _resource(s, source) for s in found if len(s.words) == 2}


def installed_volumes(text: str, name: str) -> tuple[Volume, ...]:
    """The volumes of resource *name* in *text*; empty where the file has another form than ours."""
    try:
        resource = parse_resources(text).get(name)
    except Unparsable:
        return ()
    return resource.volumes if resource else ()


def _tokens(text: str, source: str) -> list[tuple[str, str]]:
    """Pairs of kind and value; kind is ``brace`` or ``word``."""
    tokens, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if not match:
            # Never the text itself: it may be the secret.
            line = text.count("\n", 0, position) + 1
            raise Unparsable(source, f"line {line}", "a quotation mark is not closed")
        if match.group("brace"):
            tokens.append(("brace", match.group()))
        elif match.group("quoted") is not None:
            tokens.append(("word", re.sub(r"\\(.)", r"\1", match.group("quoted"))))
        elif match.group("plain"):
            tokens.append(("word", match.group()))
        position = match.end()
    return tokens


def _statements(
    tokens: t.Sequence[tuple[str, str]], start: int, source: str, nested: bool
) -> tuple[tuple[Statement, ...], int]:
    found: list[Statement] = []
    words: list[str] = []
    at = start
    while at < len(tokens):
        kind, value = tokens[at]
        at += 1
        if kind == "word":
            words.append(value)
        elif value == ";":
            found.append(Statement(tuple(words)))
            words = []
        elif value == "{":
            body, at = _statements(tokens, at, source, True)
            found.append(Statement(tuple(words), body))
            words = []
        elif nested and not words:
            return tuple(found), at
        else:
            raise Unparsable(source, f"token {at}", "a closing brace that closes nothing")
    if words or nested:
        raise Unparsable(source, "end of file", "a statement is not finished")
    return tuple(found), at


def _resource(statement: Statement, source: str) -> Resource:
    """The model of a ``resource`` statement."""
    name, body = statement.words[1], statement.body or ()
    sections = {kind: _section(body, kind) for kind in ("net", "disk", "options", "handlers")}
    hosts = tuple(_host(s, source) for s in body if s.words[:1] == ("on",))
    fencing = sections["net"].pop("fencing", "") or sections["disk"].pop("fencing", "")
    protocol, secret = sections["net"].pop("protocol", ""), sections["net"].pop("shared-secret", "")
    return Resource(
        name=name,
        dialect=DIALECT_9 if any(host.node_id is not None for host in hosts) else DIALECT_8,
        hosts=hosts,
        volumes=tuple(_volume(s, source) for s in body if s.words[:1] == ("volume",)),
        protocol=protocol,
        secret=secret,
        fencing=fencing,
        **{kind: _options(values) for kind, values in sections.items()},
    )


def _section(body: t.Iterable[Statement], kind: str) -> dict[str, str]:
    inner = [s for section in body if section.words == (kind,) for s in section.body or ()]
    return {s.words[0]: s.words[1] if len(s.words) > 1 else "yes" for s in inner if s.words}


def _options(values: t.Mapping[str, str]) -> Options:
    return tuple(sorted(values.items()))


def _volume(statement: Statement, source: str) -> Volume:
    inner = {s.words[0]: s.words[1:] for s in statement.body or () if s.words}
    try:
        minor = inner["device"][inner["device"].index("minor") + 1]
        return Volume(int(statement.words[1]), int(minor), inner["disk"][0])
    except (KeyError, ValueError, IndexError) as error:
        raise Unparsable(source, " ".join(statement.words), "a volume needs a number, a minor and a disk") from error


def _host(statement: Statement, source: str) -> Host:
    inner = {s.words[0]: s.words[1:] for s in statement.body or () if s.words}
    try:
        address, port = inner["address"][-1].rsplit(":", 1)
        node_id = int(inner["node-id"][0]) if "node-id" in inner else None
        return Host(statement.words[1], address.strip("[]"), int(port), node_id)
    except (KeyError, ValueError, IndexError) as error:
        raise Unparsable(source, " ".join(statement.words[:2]), "a host needs a name and an address") from error


def parse_adjust(stdout: str) -> tuple[str, ...]:
    """The names of the kernel operations that ``drbdadm -d adjust`` would do.

    Only the names: the arguments hold the secret.
    """
    verbs = []
    for line in stdout.splitlines():
        words = line.split()
        if not words:
            continue
        if words[0].rsplit("/", 1)[-1].startswith("drbdsetup"):
            verbs.append(words[1] if len(words) > 1 else "drbdsetup")
        elif words[0].rsplit("/", 1)[-1].startswith("drbdmeta"):
            verbs.append(words[-1])
    return tuple(verbs)


def parse_metadata(stdout: str, dialect: str) -> Metadata:
    """Metadata from ``drbdmeta ... get-gi`` (or ``drbdadm get-gi``): ``0000000000000004:0...:0:0``."""
    for line in stdout.splitlines():
        current = line.strip().split(":")[0]
        if re.fullmatch(r"[0-9A-Fa-f]{16}", current):
            # The lowest bit only says that the node was primary.
            return Metadata(dialect, int(current, 16) & ~1 == JUST_CREATED)
    raise Unparsable("generation identifiers", "get-gi", "no line begins with 16 hex digits and a colon")


def parse_signature(stdout: str) -> str:
    """What ``blkid -p -o export`` found, in a word or two; empty for nothing and for DRBD metadata alone."""
    values = dict(line.split("=", 1) for line in stdout.splitlines() if "=" in line)
    kind = values.get("TYPE", "")
    if kind and kind != "drbd":
        return kind
    return f"{values['PTTYPE']} partition table" if "PTTYPE" in values else ""
