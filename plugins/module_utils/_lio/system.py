# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The only input and output of the subject: configfs, the saved file, kernel modules."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import typing as t

from .._core import lock
from .._core.errors import HaStorageError
from .._core.files import LEFT_OVER, Files, tell_kernel
from .._core.runner import Runner, run
from . import reservation
from .actions import Calls, Discard, Forget, Keep, Prepare, Save, Step
from .live import read_live
from .model import Wanted
from .plan import SAVED_MODE
from .state import Kept, Live, SavedFile, State
from .view import saved_config

CONFIGFS = "/sys/kernel/config"
GENERATIONS = 5
LOCK = "/run/quorate-lio.lock"
MODULES = ("configfs", "target_core_mod", "target_core_iblock", "iscsi_target_mod")
# Linux takes this folder for reservation data if it exists when target_core_mod is loaded, else /var/target.
DATABASE = "/etc/target"


class KernelRefused(HaStorageError):
    """A configfs call failed; the message names call and path, never the value, which may be a secret."""


class ConfigFs:
    """Plain system calls below *root*, for speed without Python's buffered files."""

    def __init__(self, root: str = f"{CONFIGFS}/target") -> None:
        self.root = root + "/"

    def names(self, path: str) -> list[str]:
        """The names in the folder *path*; none where there is no such folder."""
        try:
            return os.listdir(self.root + path)
        except (FileNotFoundError, NotADirectoryError):
            return []

    def text(self, path: str) -> str | None:
        """The stripped text of the file *path*, or None where there is no such file."""
        try:
            descriptor = os.open(self.root + path, os.O_RDONLY)
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            return os.read(descriptor, 65536).decode().strip()
        finally:
            os.close(descriptor)

    def link(self, path: str) -> str | None:
        """Where the symbolic link *path* points to, or None where there is no such link."""
        try:
            return os.readlink(self.root + path)
        except (FileNotFoundError, NotADirectoryError, OSError) as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EINVAL):
                return None
            raise

    def do(self, step: Step) -> None:
        """Makes one call. Raises OSError."""
        path = self.root + step.path
        if step.verb == "mkdir":
            os.mkdir(path)
        elif step.verb == "rmdir":
            os.rmdir(path)
        elif step.verb == "link":
            os.symlink(self.root + step.value, path)
        elif step.verb == "unlink":
            os.unlink(path)
        else:
            self._write(path, step)

    def _write(self, path: str, step: Step) -> None:
        try:
            tell_kernel(path, step.value)
        except FileNotFoundError:
            if step.verb != "attempt":
                raise


class LioSystem:
    """One target of this node, with its saved file."""

    def __init__(
        self,
        wanted: Wanted,
        *,
        tree: ConfigFs | None = None,
        files: Files | None = None,
        runner: Runner = run,
    ) -> None:
        self.wanted = wanted
        self.tree = tree or ConfigFs()
        self.files = files or Files()
        self.run = runner

    def read(self) -> State:
        """What the kernel and the saved file hold."""
        saved = self.wanted.saved
        text = self.files.read_text(saved) if saved else None
        mode = self.files.mode(saved) if saved else None
        return State(self._live(), SavedFile(text, mode))

    def read_as_saved(self) -> State:
        """As read(), with the attributes that the saved file names."""
        saved = SavedFile(self.files.read_text(self.wanted.saved))
        self.wanted = dataclasses.replace(self.wanted, config=saved_config(State(saved=saved)))
        return self.read()

    def absent(self) -> State:
        """A node without LIO."""
        return State()

    def _live(self) -> Live:
        if self.wanted.live == "never":
            return Live()
        if "iscsi" not in self.tree.names(""):
            return Live(kept=self._kept(Live()), folder=self._has_folder())
        live = read_live(self.tree, self.wanted.iqn, self.wanted.config)
        ready = all(map(os.path.isdir, self._reservation_folders()))
        return dataclasses.replace(live, ready=ready, kept=self._kept(live), folder=self._has_folder())

    def _has_folder(self) -> bool:
        folder = self.wanted.reservations
        return not folder or os.path.isdir(self.files.path(folder))

    def _kept(self, live: Live) -> dict[str, Kept]:
        folder, wanted = f"{self._database()}/pr", self.wanted
        described = [lun.serial for lun in wanted.config.target.luns] if wanted.config else []
        kept = {}
        for serial in {*described, *(backstore.serial for backstore in live.backstores.values())}:
            path, goal = f"{folder}/{reservation.file_name(serial)}", reservation.goal(wanted.reservations, serial)
            kept[serial] = Kept(path, self.files.link(path), self.files.read_text(goal) if goal else None)
        return kept

    def apply(self, operation: t.Any) -> None:
        """Carries out one operation. Raises KernelRefused or OSError."""
        action = operation.action
        if isinstance(action, Calls):
            self._calls(operation.summary, action)
        elif isinstance(action, Save):
            self._sweep(action.path)
            self.files.write_atomic(action.path, action.text, mode=SAVED_MODE, generations=GENERATIONS)
        elif isinstance(action, Forget):
            self._forget(action.path)
        elif isinstance(action, Keep):
            self._keep(action)
        elif isinstance(action, Discard):
            for path in action.paths:
                self.files.remove(path)
        elif isinstance(action, Prepare):
            self._prepare()
        else:
            raise TypeError(f"not an action of LIO: {type(action).__name__}")

    def _calls(self, summary: str, calls: Calls) -> None:
        if calls.needs and not os.path.exists(self.files.path(calls.needs)):
            raise HaStorageError(f"{summary}: {calls.needs} does not exist", device=calls.needs)
        for step in calls.steps:
            try:
                self.tree.do(step)
            except OSError as error:
                reason = os.strerror(error.errno or 0)
                raise KernelRefused(
                    f"{summary}: the kernel refused to {step.verb} {step.path}: {reason}", path=step.path, reason=reason
                ) from None

    def _sweep(self, path: str) -> None:
        """Unfinished files of killed runs are gone: they hold secrets. No other run writes here, see exclusive()."""
        folder = os.path.dirname(path)
        for name in self.files.names(folder):
            if name.startswith(LEFT_OVER):
                self.files.remove(f"{folder}/{name}")

    def _forget(self, path: str) -> None:
        self._sweep(path)
        for generation in range(GENERATIONS, 0, -1):
            self.files.remove(f"{path}.{generation}")
        self.files.remove(path)

    def _keep(self, keep: Keep) -> None:
        if keep.goal:
            self.files.make_link(keep.path, keep.goal)
        else:
            self.files.remove(keep.path)

    def _prepare(self) -> None:
        os.makedirs(self.files.path(DATABASE), exist_ok=True)
        self.run(["modprobe", "-a", *MODULES])
        if not self.tree.names(""):
            self.run(["mount", "-t", "configfs", "none", CONFIGFS])
        if "iscsi" not in self.tree.names(""):
            self.tree.do(Step("mkdir", "iscsi"))
        for folder in self._reservation_folders():
            os.makedirs(folder, exist_ok=True)

    def _reservation_folders(self) -> list[str]:
        """Without them a persistent reservation fails, and yet registers its key."""
        return [self.files.path(f"{self._database()}/{name}") for name in ("pr", "alua")]

    def _database(self) -> str:
        return self.tree.text("dbroot") or DATABASE


def exclusive(path: str = LOCK, timeout: float = 30) -> contextlib.AbstractContextManager[None]:
    """No other run of the engine makes objects on this node meanwhile: they would choose the same HBA index.

    Raises DeadlineExceeded after *timeout* seconds.
    """
    return lock.exclusive(path, what="another run that changes targets", timeout=timeout)
