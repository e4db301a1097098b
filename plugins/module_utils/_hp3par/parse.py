# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``showrcopy`` prints -> model: CSV (with or without titles) and tables, 3PAR OS 3.1 to 10.5.

Columns are found by their titles, so that releases may add some. Table rows are cut at blanks, not at the offsets of
the titles: numbers stand to the right, and a long one begins before its title. Any word that is not known is an error.
"""

from __future__ import annotations

import csv
import dataclasses
import enum
import re
import typing as t

from .._core.errors import Unparsable
from .model import Group, Link, LinkState, Mode, Path, Role, Status, Sync, Target, Volume
from .times import Clock, is_moment, parse_span

Row = t.Dict[str, str]
Word = t.TypeVar("Word", bound=enum.Enum)

# The titles of each part, as they are printed where titles are not left out (``setclienv nohdtot 1``).
TITLES = {
    "targets": ("Name", "ID", "Type", "Status", "Options", "Policy"),
    "links": ("Target", "Node", "Address", "Status", "Options"),
    "groups": ("Name", "Target", "Status", "Role", "Mode", "Options"),
    "volumes": ("LocalVV", "ID", "RemoteVV", "RemoteID", "SyncStatus", "LastSyncTime"),
}
_NEEDED = {
    "targets": {"Name", "Type", "Status"},
    "links": {"Target", "Node", "Address", "Status"},
    "groups": {"Name", "Target", "Status", "Role", "Mode"},
    "volumes": {"LocalVV", "RemoteVV", "SyncStatus", "LastSyncTime"},
}
_HEADINGS = re.compile(r"(Remote Copy System|Target|Link|Group) Information|Status: .*")
_ECHO = re.compile(r"^.*\bcli% ?")  # the prompt, where an interactive CLI was spoken to
_PERCENT = re.compile(r"(\w[\w-]*) ?\((\d{1,3})%\)")
_SHARE = re.compile(r"\(\d{1,3}%\)")
_BEGUN = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?")  # a moment whose time, or zone, is yet to come
_POLICY = re.compile(r"[a-z][a-z0-9_]*")


@dataclasses.dataclass(frozen=True)
class Report:
    """What one or several ``showrcopy`` commands told."""

    targets: tuple[Target, ...] = ()
    links: tuple[Link, ...] = ()
    groups: tuple[Group, ...] = ()


def parse_showrcopy(text: str, clock: Clock, asked: str = "groups") -> Report:
    """The whole answer of ``showrcopy``; *asked* (targets, links, groups) tells rows without titles apart.

    Raises Unparsable. An answer without rows is no error here: it has no groups.
    """
    rows = _rows(text, asked)
    return Report(
        tuple(_target(row) for part, row in rows if part == "targets"),
        tuple(_link(row) for part, row in rows if part == "links"),
        _groups(rows, clock),
    )


def _rows(text: str, asked: str) -> list[tuple[str, Row]]:
    """(part, fields by title) of each row, in order."""
    rows: list[tuple[str, Row]] = []
    part, titles = asked, {**TITLES}
    for line in _lines(text):
        fields = _fields(line)
        found = _titles(fields)
        if found:
            part, titles[found] = ("groups" if found == "volumes" else found), _renamed(fields)
            continue
        kind = "volumes" if part == "groups" and line[0].isspace() else part
        rows.append((kind, _row(line, fields, titles[kind], kind)))
    return rows


def _lines(text: str) -> t.Iterator[str]:
    for raw in text.replace("\r", "").split("\n"):
        line = _ECHO.sub("", raw)
        if line.strip() and not _HEADINGS.fullmatch(line.strip()) and not line.startswith("Pseudo-terminal"):
            yield line


def _is_csv(line: str) -> bool:
    """Whether the first cell of *line* ends with a comma; in a table, commas only part options."""
    return bool(re.match(r"\s*[^\s,]* *,", line))


def _fields(line: str) -> list[str]:
    """The cells of a row or of titles; rows of volumes begin with an empty one in CSV, which is dropped."""
    if not _is_csv(line):
        return _joined(line.split())
    cells = [cell.strip() for cell in next(csv.reader([line], skipinitialspace=True))]
    return cells if cells[0] else cells[1:]


def _titles(fields: list[str]) -> str:
    """The part that *fields* are the titles of, or ''."""
    for part, needed in _NEEDED.items():
        if fields[0] == TITLES[part][0] and needed <= set(fields):
            return part
    return ""


def _renamed(fields: list[str]) -> tuple[str, ...]:
    """The titles; the second ``ID`` is the remote volume's."""
    return tuple("RemoteID" if name == "ID" and "ID" in fields[:at] else name for at, name in enumerate(fields))


def _row(line: str, fields: list[str], titles: t.Sequence[str], part: str) -> Row:
    """The cells by title. Options, the last one, may be missing, or fall into pieces where they are not quoted."""
    if part == "groups" and len(fields) > len(titles):
        last = len(titles) - 1
        fields = [*fields[:last], ("," if _is_csv(line) else " ").join(fields[last:])]
    row = dict(zip(titles, fields))
    missing = _NEEDED[part] - set(row)
    if missing:
        raise Unparsable("showrcopy", line.strip(), f"no {', '.join(sorted(missing))}")
    return row


def _joined(words: list[str]) -> list[str]:
    """Words of a table, with moments and percentages, which hold blanks, as one cell each."""
    cells: list[str] = []
    for word in words:
        if cells and (_SHARE.fullmatch(word) or _BEGUN.fullmatch(cells[-1])):
            cells[-1] += f" {word}"
        else:
            cells.append(word)
    return cells


def _word(kind: type[Word], text: str, source: str, where: str) -> Word:
    try:
        return kind(text)
    except ValueError:
        raise Unparsable(source, where, f"unknown {kind.__name__.lower()} '{text}'") from None


def _target(row: Row) -> Target:
    return Target(row["Name"], _word(Path, row["Status"], "showrcopy targets", row["Name"]))


def _link(row: Row) -> Link:
    state = _word(LinkState, row["Status"], "showrcopy links", f"{row['Target']} {row['Node']}")
    return Link(row["Target"], row["Node"], row["Address"], state)


def _groups(rows: list[tuple[str, Row]], clock: Clock) -> tuple[Group, ...]:
    groups: list[Group] = []
    for part, row in rows:
        if part == "groups":
            groups.append(_group(row))
        elif part == "volumes":
            if not groups:
                raise Unparsable("showrcopy groups", row["LocalVV"], "a volume before the first group")
            last = groups[-1]
            groups[-1] = dataclasses.replace(last, volumes=(*last.volumes, _volume(row, clock)))
    return tuple(groups)


def _group(row: Row) -> Group:
    source, name = "showrcopy groups", row["Name"]
    period, policies = parse_options(row.get("Options", ""), name)
    return Group(
        name=name,
        target=row["Target"],
        status=_word(Status, row["Status"], source, name),
        role=_word(Role, row["Role"], source, name),
        mode=_word(Mode, row["Mode"], source, name),
        period=period,
        policies=policies,
    )


def parse_options(text: str, name: str) -> tuple[int, frozenset[str]]:
    """(period in seconds, policies) of the column Options; ``Last-Sync`` there repeats what the volumes say."""
    period, policies = 0, set()
    for item in (part.strip() for part in text.split(",")):
        if item.startswith("Period "):
            span = parse_span(item[len("Period ") :].strip())
            if span is None:
                raise Unparsable("showrcopy groups", name, f"unknown period '{item}'")
            period = span
        elif item and item != "-" and not item.startswith("Last-Sync"):
            if not _POLICY.fullmatch(item):
                raise Unparsable("showrcopy groups", name, f"unknown option '{item}'")
            policies.add(item)
    return period, frozenset(policies)


def _volume(row: Row, clock: Clock) -> Volume:
    name, text, moment = row["LocalVV"], row["SyncStatus"], row["LastSyncTime"]
    percent = _PERCENT.fullmatch(text)
    if moment != "NA" and not is_moment(moment):
        raise Unparsable("showrcopy groups", name, f"unknown LastSyncTime '{moment}'")
    return Volume(
        name=name,
        remote=row["RemoteVV"],
        sync=_word(Sync, percent.group(1) if percent else text, "showrcopy groups", name),
        last_sync=clock(moment) if moment != "NA" else None,
        percent=int(percent.group(2)) if percent else None,
    )
