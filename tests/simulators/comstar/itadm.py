# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""itadm (section 9). Its exit codes are errno values, and every failure ends with the same line."""

from __future__ import annotations

import dataclasses
import typing as t

from .answer import Answer
from .state import ISCSI_TARGET, Initiator, Port, PortalGroup, System, Target

ENOENT, E2BIG, EBADF, EBUSY, EEXIST, EINVAL = 2, 7, 9, 16, 17, 22
NOT_ONLINE = """The iSCSI target service must be online before running this command.
Use 'svcadm enable -r svc:/network/iscsi/target:default'
to enable the service and its prerequisite services and/or
'svcs -x svc:/network/iscsi/target:default' to determine why it is not online.
"""
WITH_VALUE = "aSunltrDI"
AUTH = ("radius", "chap", "none", "default")
ReadFile = t.Callable[[str], str]


class Failed(Exception):
    """A failure, with its text and the errno that becomes the exit code."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text)
        self.text, self.code = text, code


@dataclasses.dataclass
class Call:
    """Options and operands of a subcommand."""

    options: dict[str, str]
    operands: list[str]
    read_file: ReadFile

    def secret(self) -> str | None:
        """The content of -S, one newline at the end cut off (section 9.6)."""
        if "S" not in self.options:
            return None
        try:
            text = self.read_file(self.options["S"])
        except OSError as error:
            raise Failed(f"Invalid secret file {self.options['S']}", EBADF) from error
        text = text[:-1] if text.endswith("\n") else text
        if not 12 <= len(text) <= 255:
            raise Failed("Secret must be between 12 and 255 characters", EINVAL)
        return text


def itadm(system: System, argv: list[str], read_file: ReadFile) -> Answer:
    """What the command says; *system* is changed."""
    answer = Answer("itadm")
    if not argv[1:] or argv[1] not in COMMANDS:
        answer.stderr, answer.stdout, answer.rc = "Error, no subcommand specified\n", "usage:\n", 1
        return answer
    call = _understand(argv[2:], read_file)
    if system.services.get(ISCSI_TARGET) != "online":
        answer.stderr, answer.rc = NOT_ONLINE, 1
        return answer
    if not call.operands and argv[1] in _NEED_OPERAND:
        answer.stderr, answer.stdout, answer.rc = f"Error, {argv[1]} requires an operand\n", "usage:\n", 1
        return answer
    try:
        COMMANDS[argv[1]](system, call, answer)
    except Failed as failed:
        answer.stderr = f"{failed.text}\nitadm {argv[1]} failed with error {failed.code}\n"
        answer.rc = failed.code
    return answer


def _understand(words: list[str], read_file: ReadFile) -> Call:
    options, words = {}, list(words)
    while words and words[0].startswith("-"):
        word = words.pop(0)
        if word[1] in WITH_VALUE:
            options[word[1]] = word[2:] or words.pop(0)
        else:
            options.update(dict.fromkeys(word[1:], ""))
    return Call(options, words, read_file)


def _name(text: str) -> str:
    if not text.lower().startswith(("iqn.", "eui.")) or not set(text.lower()) <= set(
        "abcdefghijklmnopqrstuvwxyz0123456789.:-"
    ):
        raise Failed(f"Invalid name {text}", EINVAL)
    return text.lower()


def _target(system: System, name: str, mark: str = "") -> Target:
    found = next((target for target in system.targets if target.name == name.lower()), None)
    if found is None:
        raise Failed(f"Target {name} not found{mark}", 1)
    return found


def _group(system: System, name: str) -> PortalGroup | None:
    return next((group for group in system.portal_groups if group.name == name), None)


def _apply(system: System, target: Target, call: Call) -> None:
    """The options that create-target and modify-target share; none and default unset (section 9.6)."""
    options = call.options
    if options.get("a", "none") not in AUTH:
        raise Failed(
            f"Error setting target properties: {EINVAL}\n\tauth: must be none, chap, radius or default", EINVAL
        )
    groups = [] if options.get("t", "default") == "default" else options["t"].split(",")
    for name in groups:
        if _group(system, name) is None:
            raise Failed(f"Invalid tpg-tag {name}, tag not defined", 1)
    secret = call.secret()
    target.alias = "" if options.get("l") == "none" else options.get("l", target.alias)
    target.user = "" if options.get("u") == "none" else options.get("u", target.user)
    target.auth = "" if options.get("a") == "default" else options.get("a", target.auth)
    target.secret = target.secret if secret is None else secret
    target.portal_groups = groups if "t" in options else target.portal_groups


def _create_target(system: System, call: Call, answer: Answer) -> None:
    number = len(system.targets)
    name = _name(call.options.get("n", f"iqn.1986-03.com.sun:02:00000000-0000-0000-0000-{number:012d}"))
    if any(target.name == name for target in system.targets):
        raise Failed(f"iSCSI target {name} already configured", EEXIST)
    if number >= 255:
        raise Failed("Maximum of 255 iSCSI targets", E2BIG)
    target = Target(name)
    _apply(system, target, call)
    # Lists are newest first (section 9.6).
    system.targets.insert(0, target)
    system.ports[name] = Port("iscsit", "iSCSI", target.alias)
    answer.say(f"Target {name} successfully created")


def _modify_target(system: System, call: Call, answer: Answer) -> None:
    target = _target(system, call.operands[0])
    _apply(system, target, call)
    system.ports[target.name].alias = target.alias
    answer.say(f"Target {target.name} successfully modified")


def _delete_target(system: System, call: Call, answer: Answer) -> None:
    target = _target(system, call.operands[0])
    if system.ports[target.name].online and "f" not in call.options:
        text = f"The target is online or busy. Use the -f (force) option, or 'stmfadm offline-target {target.name}'"
        raise Failed(text, EBUSY)
    system.targets.remove(target)
    del system.ports[target.name]


def _list_targets(system: System, call: Call, answer: Answer) -> None:
    targets = [_target(system, call.operands[0], "!")] if call.operands else system.targets
    if "p" not in call.options and targets:
        answer.say(f"{'TARGET NAME':<61}{'STATE':<9}{'SESSIONS':<9}")
    for target in targets:
        port = system.ports[target.name]
        state, sessions = "online" if port.online else "offline", len(port.sessions)
        if "p" not in call.options:
            answer.say(f"{target.name:<61}{state:<9}{sessions:<9}")
            continue
        row = [target.name, state, str(sessions)]
        if "v" in call.options:
            # The space after the method is always there (section 9.3).
            auth = f"{target.auth or 'none'} {'' if target.auth else '(defaults)'}"
            groups = ",".join(f"{name} = {_tag(system, name)}" for name in target.portal_groups) or "default"
            row += [target.alias or "-", auth, target.user or "-", "set" if target.secret else "unset", groups]
        answer.say("\t".join(row))


def _tag(system: System, name: str) -> int:
    group = _group(system, name)
    return group.tag if group else 1


def _create_group(system: System, call: Call, answer: Answer) -> None:
    name, portals = call.operands[0], [_portal(text) for text in call.operands[1:]]
    if _group(system, name):
        raise Failed(f"Target Portal Group {name} already exists", EEXIST)
    if not portals:
        raise Failed("Error, no portal addresses specified", EINVAL)
    used = {portal for group in system.portal_groups for portal in group.portals}
    for portal in portals:
        if portal in used:
            raise Failed(f"Portal {portal} already in use", EEXIST)
    tags = {group.tag for group in system.portal_groups}
    # A numeric name is the tag, else the next free number from 2 (section 9.6).
    own = int(name) if name.isdigit() and 2 <= int(name) <= 65535 else 0
    tag = own if own and own not in tags else next(number for number in range(2, 65536) if number not in tags)
    system.portal_groups.insert(0, PortalGroup(name, tag, portals))


def _portal(text: str) -> str:
    """Unverified: the port is shown although it is the usual one."""
    host, colon, port = text.rpartition(":") if not text.endswith("]") and text.count(":") != 0 else (text, "", "")
    if not (host or text) or (colon and not port.isdigit()):
        raise Failed(f"Bad portal name {text}", EINVAL)
    return text if colon else f"{text}:3260"


def _delete_group(system: System, call: Call, answer: Answer) -> None:
    group = _group(system, call.operands[0])
    if group is None:
        raise Failed(f"Target portal group {call.operands[0]} does not exist", 1)
    if any(group.name in target.portal_groups for target in system.targets) and "f" not in call.options:
        raise Failed("Target portal group associated with one or more targets.  Cannot delete.", EBUSY)
    system.portal_groups.remove(group)


def _list_groups(system: System, call: Call, answer: Answer) -> None:
    if "p" not in call.options and system.portal_groups:
        answer.say(f"{'TARGET PORTAL GROUP':<30}{'PORTAL COUNT':<9}")
    for group in system.portal_groups:
        if call.operands and group.name not in call.operands:
            continue
        if "p" not in call.options:
            answer.say(f"{group.name:<30}{len(group.portals):<9}")
            continue
        portals = [",".join(group.portals) or "<none>"] if "v" in call.options else []
        answer.say("\t".join([group.name, str(len(group.portals)), *portals]))


def _create_initiator(system: System, call: Call, answer: Answer) -> None:
    iqn = _name(call.operands[0])
    if any(initiator.iqn == iqn for initiator in system.initiators):
        # EINVAL, not EEXIST (section 9.5).
        raise Failed(f"Initiator {iqn} already exists", EINVAL)
    secret = call.secret()
    system.initiators.insert(0, Initiator(iqn, _user(call, ""), secret or ""))


def _user(call: Call, former: str) -> str:
    return "" if call.options.get("u") == "none" else call.options.get("u", former)


def _modify_initiator(system: System, call: Call, answer: Answer) -> None:
    found = [each for each in system.initiators if each.iqn == call.operands[0].lower()]
    if not found:
        raise Failed(f"Error, initiator {call.operands[0]} not found", ENOENT)
    secret = call.secret()
    found[0].user = _user(call, found[0].user)
    found[0].secret = found[0].secret if secret is None else secret


def _delete_initiator(system: System, call: Call, answer: Answer) -> None:
    found = [each for each in system.initiators if each.iqn == call.operands[0].lower()]
    if not found:
        raise Failed(f"Initiator {call.operands[0]} not found", 1)
    system.initiators.remove(found[0])


def _list_initiators(system: System, call: Call, answer: Answer) -> None:
    if "p" not in call.options and system.initiators:
        answer.say(f"{'INITIATOR NAME':<61}{'CHAPUSER':<10}{'SECRET':<7}")
    for each in system.initiators:
        user, secret = each.user or "<none>", "set" if each.secret else "unset"
        answer.say(f"{each.iqn}\t{user}\t{secret}" if "p" in call.options else f"{each.iqn:<61}{user:<15}{secret:<4}")


_NEED_OPERAND = (
    "modify-target",
    "delete-target",
    "create-tpg",
    "delete-tpg",
    "create-initiator",
    "modify-initiator",
    "delete-initiator",
)
COMMANDS: dict[str, t.Callable[[System, Call, Answer], None]] = {
    "create-target": _create_target,
    "modify-target": _modify_target,
    "delete-target": _delete_target,
    "list-target": _list_targets,
    "create-tpg": _create_group,
    "delete-tpg": _delete_group,
    "list-tpg": _list_groups,
    "create-initiator": _create_initiator,
    "modify-initiator": _modify_initiator,
    "delete-initiator": _delete_initiator,
    "list-initiator": _list_initiators,
}
