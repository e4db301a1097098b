# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame of a cluster agent after OCF 1.1: parameters from the environment, meta-data, log, return codes.

Agents run at every monitor and in the middle of a failover, so nothing is imported here that they could do without.
"""

from __future__ import annotations

import os
import signal
import sys
import syslog
import time
import typing as t

from .errors import HaStorageError

SUCCESS = 0
ERR_GENERIC = 1
ERR_ARGS = 2
ERR_UNIMPLEMENTED = 3
ERR_INSTALLED = 5
ERR_CONFIGURED = 6
NOT_RUNNING = 7

WARNING = syslog.LOG_WARNING

# ocf-tester validates by the DTD of OCF 1.0; these two lines add what our meta-data have from OCF 1.1.
DOCTYPE = """<!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd" [
<!ATTLIST parameter unique-group CDATA #IMPLIED reloadable (0|1) #IMPLIED>
<!ATTLIST action name CDATA #REQUIRED>
]>"""
# The cluster manager kills an agent that is late, and learns nothing; so an agent gives up a little earlier.
MARGIN = 3.0


class Failure(HaStorageError):
    """An action failed with the OCF return code *rc*."""

    def __init__(self, message: str, rc: int = ERR_GENERIC) -> None:
        super().__init__(message)
        self.rc = rc


class Parameter(t.NamedTuple):
    """A parameter of an agent.

    kind -- ``string`` or ``integer``
    default -- None: the parameter is required; empty: it may be
    unique -- no two resources may have the same value
    reloadable -- a change needs no restart
    """

    name: str
    text: str
    kind: str = "string"
    default: str | None = None
    unique: bool = False
    reloadable: bool = False


class Action(t.NamedTuple):
    """An action: what it does, and the seconds that meta-data advises."""

    do: t.Callable[[t.Mapping[str, str]], int]
    timeout: int
    interval: int | None = None


class Agent(t.NamedTuple):
    """Everything that makes an agent."""

    name: str
    version: str
    text: str
    parameters: tuple[Parameter, ...]
    actions: t.Mapping[str, Action]


def main(agent: Agent, argv: t.Sequence[str], environment: t.Mapping[str, str]) -> int:
    """The OCF return code of the action that *argv* names."""
    action = argv[1] if len(argv) == 2 else ""
    if action == "meta-data":
        sys.stdout.write(metadata(agent) + "\n")
        return SUCCESS
    if action not in agent.actions:
        sys.stderr.write(f"usage: {argv[0]} meta-data|{'|'.join(agent.actions)}\n")
        return ERR_UNIMPLEMENTED if action else ERR_ARGS
    syslog.openlog(f"{agent.name}({environment.get('OCF_RESOURCE_INSTANCE', 'default')})", syslog.LOG_PID)
    try:
        return agent.actions[action].do(parameters(agent, environment))
    except Failure as failure:
        return explain(str(failure), failure.rc)
    except (HaStorageError, OSError) as error:
        return explain(str(error), ERR_GENERIC)


def parameters(agent: Agent, environment: t.Mapping[str, str]) -> dict[str, str]:
    """The values of all parameters. Raises Failure where a required one is missing or an integer is none."""
    values = {}
    for parameter in agent.parameters:
        value = environment.get(f"OCF_RESKEY_{parameter.name}", parameter.default)
        if not value and parameter.default != "":
            raise Failure(f"the parameter {parameter.name} is missing", ERR_CONFIGURED)
        if parameter.kind == "integer" and not value.isdigit():
            raise Failure(f"the parameter {parameter.name} must be a number, not '{value}'", ERR_CONFIGURED)
        values[parameter.name] = value or ""
    return values


def explain(reason: str, rc: int) -> int:
    """*rc*, with *reason* in the log and in the cluster's status."""
    log(reason, syslog.LOG_ERR)
    sys.stderr.write(f"ocf-exit-reason:{reason}\n")
    return rc


def log(message: str, priority: int = syslog.LOG_INFO) -> None:
    """*message* is in the system log, in the form of ha_log."""
    level = {syslog.LOG_ERR: "ERROR", syslog.LOG_WARNING: "WARNING"}.get(priority, "INFO")
    syslog.syslog(priority, f"{level}: {message}")


def metadata(agent: Agent) -> str:
    """The agent's description as the cluster manager wants it."""
    return "\n".join(
        [
            '<?xml version="1.0"?>',
            DOCTYPE,
            f'<resource-agent name="{agent.name}" version="{agent.version}">',
            "<version>1.1</version>",
            f'<longdesc lang="en">{agent.text}</longdesc>',
            f'<shortdesc lang="en">{agent.text.partition(".")[0]}</shortdesc>',
            "<parameters>",
            *map(_parameter, agent.parameters),
            "</parameters>",
            "<actions>",
            *(_action(name, action) for name, action in agent.actions.items()),
            '<action name="meta-data" timeout="5s"/>',
            "</actions>",
            "</resource-agent>",
        ]
    )


def _parameter(parameter: Parameter) -> str:
    default = "" if parameter.default is None else f' default="{parameter.default}"'
    flags = f' unique-group="{parameter.name}"' if parameter.unique else ""
    flags += ' reloadable="1"' if parameter.reloadable else ""
    return (
        f'<parameter name="{parameter.name}" required="{int(parameter.default is None)}"{flags}>'
        f'<longdesc lang="en">{parameter.text}</longdesc>'
        f'<shortdesc lang="en">{parameter.text.partition(".")[0]}</shortdesc>'
        f'<content type="{parameter.kind}"{default}/></parameter>'
    )


def _action(name: str, action: Action) -> str:
    interval = "" if action.interval is None else f' interval="{action.interval}s" depth="0"'
    return f'<action name="{name}" timeout="{action.timeout}s"{interval}/>'


def deadline(seconds: float, environment: t.Mapping[str, str]) -> float:
    """So many seconds for an action, or less where the cluster manager would kill the agent before."""
    granted = environment.get("OCF_RESKEY_CRM_meta_timeout", "")
    return min(seconds, max(int(granted) / 1000 - MARGIN, 1.0)) if granted.isdigit() else seconds


def bounded(work: t.Callable[[], None], seconds: float) -> None:
    """*work* was done by a child. Raises Failure if it failed or took longer.

    A child that hangs in the kernel cannot even be killed; it is left behind, and fencing has to follow.
    """
    child = os.fork()
    if child == 0:
        _be_child(work)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            if status:
                raise Failure("failed, see the system log")
            return
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    raise Failure(f"did not end within {seconds:g} s")


def detach(work: t.Callable[[], None]) -> None:
    """*work* goes on in a process of its own, and the action ends without it."""
    if os.fork() == 0:
        os.setsid()
        _be_child(work)


def _be_child(work: t.Callable[[], None]) -> t.NoReturn:
    # The cluster manager must not wait for these pipes when the child hangs.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    code = 1
    try:
        work()
        code = 0
    except (HaStorageError, OSError) as error:
        log(str(error), syslog.LOG_ERR)
    finally:
        os._exit(code)
