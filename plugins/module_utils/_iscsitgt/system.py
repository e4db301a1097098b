# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemon's SMF service on this host: svcs, svccfg, svcadm, and the files with manifests."""

from __future__ import annotations

import os
import tempfile

from .._core.errors import HaStorageError, NotConverged, NotThereYet
from .._core.files import Files
from .._core.plan import Operation
from .._core.runner import Runner, run
from .._illumos.smf import NOT_INSTALLED, service_state
from .model import Config, State, Wanted
from .parse import parse_manifest
from .plan import Delete, Import, Keep, Stop

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
        state = self._state()
        live = None if state == NOT_INSTALLED else self._live(self._export())
        return State(live, source, state == "online")

    def absent(self) -> State:
        """Nothing to import, nowhere."""
        empty = "<service_bundle type='manifest' name='export'><service name='system/iscsitgt'/></service_bundle>"
        return State(None, empty)

    def apply(self, operation: Operation) -> None:
        """One step of a plan, and a look at what became of it: the next one relies on it.

        Raises CommandFailed, CommandTimedOut, NotConverged, HaStorageError.
        """
        action = operation.action
        if isinstance(action, Keep):
            self._keep(action.name, self._export())
        elif isinstance(action, Stop):
            self.run(("svcadm", "disable", "-s", INSTANCE), timeout=120)
            self._expect("disabled", operation)
        elif isinstance(action, Delete):
            self.run(("svccfg", "delete", "-f", SERVICE), timeout=60)
            self._expect(NOT_INSTALLED, operation)
        elif isinstance(action, Import):
            self._import(action)
        else:
            self.run(("svcadm", "enable", "-rs", INSTANCE), timeout=120)

    def _keep(self, name: str, text: str) -> None:
        """There is no other copy, and it holds secrets."""
        try:
            if self.files.read_text(name) != text:
                self.files.write_atomic(name, text, mode=0o600, generations=2)
        except OSError as error:
            raise HaStorageError(f"{name} cannot be written: {error.strerror}", path=name) from error

    def _expect(self, state: str, operation: Operation) -> None:
        found = self._state()
        if found != state:
            raise NotConverged(f"'{operation.summary}' had no effect, the service is still {found}: run it again")

    def _state(self) -> str:
        return service_state(self.run, INSTANCE)

    def _export(self) -> str:
        return self.run(("svccfg", "export", "-a", SERVICE), timeout=60).stdout

    def _live(self, text: str) -> Config:
        return parse_manifest(text) if text.strip() else Config()

    def _import(self, step: Import) -> None:
        descriptor, path = tempfile.mkstemp(dir=self.folder, prefix=".quorate-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(step.text)
            self.run(("svccfg", "import", path), timeout=60)
        finally:
            os.unlink(path)
