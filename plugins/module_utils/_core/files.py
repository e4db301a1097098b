# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are whole at any moment: whole old or whole new, also after a power cut."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile

# Unfinished files begin with this; after a crash one may stay.
LEFT_OVER = ".quorate-"


class Files:
    """Reads and writes below *root*; tests give a temporary folder."""

    def __init__(self, root: str = "/") -> None:
        self.root = root

    def path(self, name: str) -> str:
        """Where the absolute *name* lies below the root."""
        return os.path.join(self.root, name.lstrip("/"))

    def read_text(self, name: str) -> str | None:
        """The text of *name*, or None where there is no such file."""
        try:
            with open(self.path(name), encoding="utf-8") as stream:
                return stream.read()
        except FileNotFoundError:
            return None

    def read_bytes(self, name: str) -> bytes | None:
        """The bytes of *name*, or None where there is no such file or the kernel has nothing to say in it."""
        try:
            with open(self.path(name), "rb") as stream:
                return stream.read()
        except OSError as error:
            # sysfs answers EINVAL and the like for a page that a device does not have.
            if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EINVAL, errno.ENODEV, errno.ENXIO, errno.EIO):
                return None
            raise

    def mode(self, name: str) -> int | None:
        """The permission bits of *name*, or None where there is no such file."""
        try:
            return os.stat(self.path(name)).st_mode & 0o7777
        except FileNotFoundError:
            return None

    def link(self, name: str) -> str:
        """Where the symbolic link *name* points to; "" where there is no such link."""
        try:
            return os.readlink(self.path(name))
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.EINVAL):
                return ""
            raise

    def names(self, folder: str) -> list[str]:
        """The sorted names in *folder*; empty where there is no such folder."""
        try:
            return sorted(os.listdir(self.path(folder)))
        except FileNotFoundError:
            return []

    def write_atomic(
        self, name: str, text: str | bytes, mode: int = 0o644, generations: int = 0, staging: str | None = None
    ) -> None:
        """*name* holds *text* with *mode* and is on disk; *generations* former versions stay as ``name.1`` ....

        *staging* is another folder of the same file system for the unfinished file, where readers of the folder
        itself take up every name (open-iscsi's node records).

        The file is synced before the rename and the folder after it: without both, ext4 may show an empty file
        after a power cut (seen with a zero-byte fence handler, which then refused every promotion).
        """
        path = self.path(name)
        folder = os.path.dirname(path)
        os.makedirs(folder, exist_ok=True)
        # The prefix has a dot and no known ending, so that no *.d folder reader takes up a left-over.
        descriptor, temporary = tempfile.mkstemp(dir=self.path(staging) if staging else folder, prefix=LEFT_OVER)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                os.fchmod(stream.fileno(), mode)
                stream.write(text.encode() if isinstance(text, str) else text)
                stream.flush()
                os.fsync(stream.fileno())
            self._keep_generations(path, generations)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
        sync_folder(folder)

    def make_link(self, name: str, goal: str) -> None:
        """*name* is a symbolic link to *goal*, and is nothing else at any moment."""
        path = self.path(name)
        unfinished = os.path.join(os.path.dirname(path), f"{LEFT_OVER}{os.getpid()}")
        with contextlib.suppress(FileNotFoundError):
            os.unlink(unfinished)
        os.symlink(goal, unfinished)
        os.replace(unfinished, path)
        sync_folder(os.path.dirname(path))

    def remove(self, name: str) -> None:
        """*name* is gone, also after a power cut."""
        try:
            os.unlink(self.path(name))
        except FileNotFoundError:
            return
        sync_folder(os.path.dirname(self.path(name)))

    @staticmethod
    def _keep_generations(path: str, generations: int) -> None:
        """The current file is ``path.1`` too (a hard link, so that *path* itself never goes missing)."""
        if not generations or not os.path.exists(path):
            return
        for number in range(generations, 1, -1):
            older, newer = f"{path}.{number}", f"{path}.{number - 1}"
            if os.path.exists(newer):
                os.replace(newer, older)
        if os.path.exists(f"{path}.1"):
            os.unlink(f"{path}.1")
        os.link(path, f"{path}.1")


def tell_kernel(path: str, word: str) -> None:
    """A file of sysfs or configfs has got *word*: in one piece, and the file is never made. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY)
    try:
        os.write(descriptor, word.encode())
    finally:
        os.close(descriptor)


def sync_folder(folder: str) -> None:
    """What was made, renamed or removed in *folder* stays so after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
