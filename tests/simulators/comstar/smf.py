# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""svcadm, svcs and svccfg (section 10), for the services that matter here."""

from __future__ import annotations

import typing as t

from .answer import Answer
from .state import ISCSI_TARGET, ISCSITGT, STMF, System

VERBS = ("enable", "disable", "refresh", "restart", "clear")
NAMES = {"stmf": STMF, "iscsi/target": ISCSI_TARGET, "iscsitgt": ISCSITGT}


def _fmri(system: System, name: str) -> str | None:
    """A full name, one without ``:default``, or a short one; None where nothing matches."""
    full = NAMES.get(name, name if name.endswith(":default") else f"{name}:default")
    return full if full in system.services else None


def svcs(system: System, argv: list[str]) -> Answer:
    """``svcs -H -o state NAME``."""
    answer = Answer("svcs")
    fmri = _fmri(system, argv[-1])
    if fmri is None:
        return answer.complain(f"Pattern '{argv[-1]}' doesn't match any instances")
    answer.say(system.services[fmri])
    return answer


def svcadm(system: System, argv: list[str]) -> Answer:
    """``enable``, ``disable``, ``refresh``, ``restart``, ``clear``; with -s a service that cannot start is said."""
    answer = Answer("svcadm")
    if len(argv) < 3 or argv[1] not in VERBS:
        answer.stderr, answer.rc = "Usage: svcadm [-v] [-Z | -z zone] [cmd [args ... ]]\n", 2
        return answer
    options = "".join(word[1:] for word in argv[2:-1])
    fmri = _fmri(system, argv[-1])
    if fmri is None:
        return answer.complain(f"Pattern '{argv[-1]}' doesn't match any instances")
    if argv[1] == "enable":
        return _enable(system, fmri, options, answer)
    if argv[1] == "disable":
        system.services[fmri] = "disabled"
    elif argv[1] == "clear" and system.services[fmri] == "maintenance":
        system.services[fmri] = "online"
    return answer


def _enable(system: System, fmri: str, options: str, answer: Answer) -> Answer:
    if system.services[fmri] == "maintenance":
        return answer.complain(f'Instance "{fmri}" is in maintenance state.') if "s" in options else answer
    if fmri == ISCSI_TARGET and system.services.get(STMF) != "online":
        if "r" not in options:
            system.services[fmri] = "offline"
            text = f'Instance "{fmri}" has unsatisfied dependencies.'
            return answer.complain(text) if "s" in options else answer
        system.services[STMF] = "online"
    system.services[fmri] = "online"
    return answer


def svccfg(system: System, argv: list[str], read_file: t.Callable[[str], str]) -> Answer:
    """``export [-a] NAME``, ``delete [-f] NAME``, ``import FILE``."""
    answer = Answer("svccfg")
    words = [word for word in argv[1:] if not word.startswith("-")]
    if len(words) != 2 or words[0] not in ("export", "delete", "import"):
        answer.rc = 2
        return answer
    verb, operand = words
    if verb == "import":
        # The instance is the first in the file; its properties come as they stand there.
        text = read_file(operand)
        if not _in_order(text):
            return answer.complain("Document is not valid.")
        fmri = next((NAMES[name] for name in NAMES if f"name='system/{name}'" in text.replace('"', "'")), STMF)
        system.manifests[fmri] = text
        system.services.setdefault(fmri, "disabled")
        return answer
    fmri = _fmri(system, operand) or ""
    if not fmri:
        return answer.complain(f"Pattern '{operand}' doesn't match any instances or services")
    if verb == "export":
        answer.stdout = system.manifests.get(fmri, "")
    else:
        system.manifests.pop(fmri, None)
        system.services.pop(fmri)
    return answer


def _in_order(text: str) -> bool:
    """Whether property groups stand before instances, as the document type has it (by the source of svccfg)."""
    # Imported where it is needed: it would take a sixth of every command's time.
    from xml.etree import ElementTree as xml

    for service in xml.fromstring(text).iter("service"):
        tags = [node.tag for node in service]
        if "instance" in tags and "property_group" in tags[tags.index("instance") :]:
            return False
    return True
