# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""dladm and ipadm on this host."""

from __future__ import annotations

from .._core.plan import Operation
from .._core.runner import Runner, run
from . import parse
from .model import Network


class IllumosNetwork:
    """The System of ``illumos_network``."""

    def __init__(self, runner: Runner = run) -> None:
        self.run = runner

    def read(self) -> Network:
        """Links and addresses. Raises ToolMissing, Unparsable."""
        return Network(
            parse.parse_aggregations(
                self._ask("dladm", "show-aggr", "-p", "-o", "link,policy"),
                self._ask("dladm", "show-aggr", "-x", "-p", "-o", "link,port"),
            ),
            parse.parse_vlans(self._ask("dladm", "show-vlan", "-p", "-o", "link,vid,over")),
            parse.parse_addresses(self._ask("ipadm", "show-addr", "-p", "-o", "addrobj,addr")),
            parse.parse_interfaces(self._ask("ipadm", "show-if", "-p", "-o", "ifname")),
        )

    def absent(self) -> Network:
        """A host without any of it."""
        return Network()

    def apply(self, operation: Operation) -> None:
        """Runs the command that *operation* carries. Raises CommandFailed, CommandTimedOut."""
        self.run(operation.action, timeout=60)

    def _ask(self, *argv: str) -> str:
        return self.run(argv, timeout=30).stdout
