# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Persistent reservations (SPC-4, 5.13) outside the kernel: the file that LIO writes, and how they come back.

LIO writes all registrations of a LUN to ``<dbroot>/pr/aptpl_<serial>`` before it acknowledges a change, as soon as one
of them asked for it (APTPL), or for all if the LUN has the attribute force_pr_aptpl. It never reads that file: each
registration has to be written to ``pr/res_aptpl_metadata`` of the backstore before that is exported, and becomes valid
when the LUN is mapped to its initiator (target_core_pr.c, target_core_configfs.c of Linux 6.1 to 7.2).
"""

from __future__ import annotations

import re
import typing as t

from .._core.errors import Refusal, Unparsable
from .._core.plan import Operation
from .actions import Discard, Keep
from .model import Lun, Target, Wanted
from .state import Live

NONE = "No Registrations or Reservations"
_RECORD = re.compile(r"PR_REG_START: (\d+)\n(.*?)PR_REG_END: (\d+)\n", re.DOTALL)
_FIELD = re.compile(r"[a-z_]+=[^,\s]+")
# Written with two hexadecimal digits, and read back by a parser that takes 08 for a wrong octal number.
_HEXADECIMAL = ("res_type", "res_scope")


def file_name(serial: str) -> str:
    """How the kernel calls the file of the LUN with this serial."""
    return f"aptpl_{serial}"


def goal(folder: str, serial: str) -> str:
    """Where the reservations of a LUN are kept in *folder*; "" for no folder."""
    return f"{folder}/{file_name(serial)}" if folder else ""


def registrations(text: str, source: str) -> tuple[str, ...]:
    """What has to be written to ``res_aptpl_metadata``, one text for each registration. Raises Unparsable."""
    # The kernel writes its buffer with the closing NUL: where that lacks, more may be missing.
    body, closing, _rest = text.partition("\0")
    if closing and body.strip() == NONE:
        return ()
    found = list(_RECORD.finditer(body))
    if not closing or not found or "".join(record.group(0) for record in found) != body:
        raise Unparsable(source, "structure", "it is not what the kernel writes, or not all of it")
    return tuple(_registration(record, source) for record in found)


def _registration(record: re.Match[str], source: str) -> str:
    lines = record.group(2).splitlines()
    if record.group(1) != record.group(3) or not all(map(_FIELD.fullmatch, lines)):
        raise Unparsable(source, f"registration {record.group(1)}", "it is not what the kernel writes")
    return ",".join(map(_decimal, lines))


def _decimal(line: str) -> str:
    name, _equals, value = line.partition("=")
    return f"{name}={int(value, 16)}" if name in _HEXADECIMAL else line


def astray(live: Live, desired: Wanted) -> t.Iterator[tuple[Lun, Keep]]:
    """The described LUNs whose reservations the kernel does not keep where they belong, and what mends it.

    None without the folder: where a cluster runs the target, it comes with the next start.
    """
    for lun in desired.config.target.luns if desired.config and live.folder else ():
        wanted, kept = goal(desired.reservations, lun.serial), live.kept.get(lun.serial)
        if kept is not None and kept.link != wanted:
            yield lun, Keep(kept.path, wanted)


def operations(live: Live, desired: Wanted) -> t.Iterator[Operation]:
    """What makes the kernel keep the reservations of each described LUN where they belong."""
    where = f"in {desired.reservations}" if desired.reservations else "on this node only"
    for lun, keep in astray(live, desired):
        yield Operation(f"keep the reservations of LUN {lun.number} ({lun.name}) {where}", keep)


def homeless(live: Live, desired: Wanted) -> t.Iterator[Refusal]:
    """A target that is started here needs the folder."""
    if desired.live == "always" and not live.folder:
        yield Refusal(
            f"{desired.reservations}, where reservations shall be kept, does not exist", "make or mount it first"
        )


def forgotten(live: Live, target: Target) -> t.Iterator[Operation]:
    """The reservations of LUNs that *target* does not have any more are gone."""
    described = {lun.serial for lun in target.luns}
    for backstore in sorted(live.backstores.values(), key=lambda each: each.name):
        kept = live.kept.get(backstore.serial)
        if backstore.serial not in described and kept is not None and kept.link:
            yield Operation(f"forget the reservations of {backstore.name}", Discard((kept.path, kept.link)))


def back(live: Live, lun: Lun) -> tuple[str, ...]:
    """The registrations that *lun* had on whichever node served it last. Raises Unparsable."""
    kept = live.kept.get(lun.serial)
    return () if kept is None or kept.text is None else registrations(kept.text, file_name(lun.serial))
