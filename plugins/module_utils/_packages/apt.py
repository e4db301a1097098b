# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""apt with sources, lists and a cache of its own, so that the host's are neither used nor changed unless it is said."""

from __future__ import annotations

import dataclasses
import os
import shutil
import typing as t

from .._core.errors import HaStorageError
from .._core.files import Files
from .._core.runner import Result, Runner, run
from .model import Foreseen, Package
from .parse import parse_index, parse_simulation, parse_unknown
from .render import render_settings

_UPDATE, _ASK, _DOWNLOAD = 600, 300, 7200


class Apt:
    """apt-get and apt-cache with *settings*, which lie with lists and cache below the folder *top*."""

    def __init__(
        self, top: str, settings: t.Mapping[str, str], *, files: Files | None = None, runner: Runner = run
    ) -> None:
        self.top, self.files, self._run = top, files or Files(), runner
        self.config = self.files.path(f"{top}/apt.conf")
        self._settings = {
            "Dir::State::Lists": self.files.path(f"{top}/lists"),
            "Dir::Cache": self.files.path(f"{top}/cache"),
            "Acquire::Languages": "none",
            # The folders need not be open to apt's own user.
            "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
            **settings,
        }

    def update(self) -> None:
        """The lists are those of the sources. Raises CommandFailed where one does not answer or is not signed."""
        for folder in ("lists/partial", "cache/archives/partial"):
            os.makedirs(self.files.path(f"{self.top}/{folder}"), exist_ok=True)
        self.files.write_atomic(f"{self.top}/apt.conf", render_settings(self._settings))
        self._get("update", "--error-on=any", timeout=_UPDATE)

    def simulate(self, names: t.Sequence[str], *, recommends: bool | None = None) -> Foreseen:
        """What the installation of *names* would do. *recommends* None: as the host is set."""
        words = () if recommends is None else (f"--option=APT::Install-Recommends={str(recommends).lower()}",)
        done = self._get("install", "--simulate", *words, *names, timeout=_ASK, ok=(0, 100))
        unknown = [name for name in parse_unknown(done.stderr) if name in names]
        if not unknown:
            return parse_simulation(done.stdout, done.stderr, done.rc == 0)
        rest = self.simulate([name for name in names if name not in unknown], recommends=recommends)
        complaints = tuple(f"{name} is not there" for name in unknown)
        return dataclasses.replace(rest, complaints=(*complaints, *rest.complaints))

    def show(self, requests: t.Sequence[str]) -> tuple[Package, ...]:
        """What the lists say of packages with versions. Raises HaStorageError where they do not know each."""
        if not requests:
            return ()
        argv = ["apt-cache", f"--config-file={self.config}", "show", "--no-all-versions", *requests]
        found = parse_index(self._run(argv, timeout=_ASK).stdout, "the output of apt-cache show")
        if len(found) != len(requests):
            raise HaStorageError(f"apt-cache told of {len(found)} packages, and was asked for {len(requests)}")
        return found

    def download(self, packages: t.Sequence[Package], folder: str) -> None:
        """The files of *packages* lie in *folder*; apt has compared them with the signed lists."""
        os.makedirs(self.files.path(folder), exist_ok=True)
        self._get("download", *(each.request for each in packages), timeout=_DOWNLOAD, folder=folder)

    def forget(self) -> None:
        """Nothing of it is left."""
        shutil.rmtree(self.files.path(self.top), ignore_errors=True)

    def _get(self, *words: str, timeout: float, ok: t.Container[int] = (0,), folder: str = "/") -> Result:
        place = self.files.path(folder)
        argv = [
            "env",
            f"--chdir={place}",
            "apt-get",
            f"--config-file={self.config}",
            "--quiet",
            *words,
        ]
        return self._run(argv, timeout=timeout, ok=ok)
