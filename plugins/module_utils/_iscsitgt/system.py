# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemon's SMF service on this host: svcs, svccfg, svcadm, and the files with manifests."""

from __future__ import annotations

import os
import tempfile

from .._core.errors import NotThereYet
from .._core.files import Files
from .._core.plan import Operation
from .._core.runner import Runner, run
from .model import Config, State, Wanted
from .parse import parse_manifest
from .plan import Import
from .ready import is_online, is_there

SERVICE, INSTANCE = "svc:/system/iscsitgt", "svc:/system/iscsitgt:default"


class IscsitgtSystem:
    """The System of ``iscsitgt``. *folder* holds a manifest, which has secrets, for the moment of its import."""

    def __init__(
        self, wanted: Wanted | None = None, folder: str | None = None, runner: Runner = run, files: Files | None = None
    ) -> None:
        self.wanted, self.folder, self.run = wanted, folder, runner
        self.files = files or Files()

    def read(self) -> State:
        """The live configuration and the manifest. Raises NotThereYet, Unparsable."""
        source = self.files.read_text(self.wanted.manifest) if self.wanted else ""
        if source is None:
            raise NotThereYet(f"there is no manifest {self.wanted.manifest if self.wanted else ''}")
        state = self.run(("svcs", "-H", "-o", "state", INSTANCE), ok=(0, 1))
        there = is_there(state.rc, state.stderr)
        return State(self._live() if there else None, source, there and is_online(state.stdout))

    def absent(self) -> State:
        """Nothing to import, nowhere."""
        empty = "<service_bundle type='manifest' name='export'><service name='system/iscsitgt'/></service_bundle>"
        return State(None, empty)

    def apply(self, operation: Operation) -> None:
        """One step of a plan. Raises CommandFailed, CommandTimedOut."""
        action = operation.action
        if isinstance(action, Import):
            self._import(action)
        else:
            self.run(("svcadm", "enable", "-rs", INSTANCE), timeout=120)

    def _live(self) -> Config:
        text = self.run(("svccfg", "export", "-a", SERVICE), timeout=60).stdout
        return parse_manifest(text) if text.strip() else Config()

    def _import(self, step: Import) -> None:
        descriptor, path = tempfile.mkstemp(dir=self.folder, prefix=".quorate-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(step.text)
            if step.there:
                self.run(("svcadm", "disable", "-s", INSTANCE), timeout=120)
                self.run(("svccfg", "delete", "-f", SERVICE), timeout=60)
            self.run(("svccfg", "import", path), timeout=60)
        finally:
            os.unlink(path)
