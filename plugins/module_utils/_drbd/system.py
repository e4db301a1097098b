# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""All that changes the host: the DRBD tools, the files, the backing devices."""

from __future__ import annotations

import os
import re
import typing as t

from .._core.errors import CommandFailed, DeadlineExceeded, HaStorageError, NotThereYet
from .._core.runner import Runner
from .._core.wait import wait_until
from . import model
from .node import BEGINNING, FOLDER, FORMATS, Node
from .parse import installed_volumes
from .plan import MODE, backing_has_grown
from .ready import all_blank, describe, reached, standalone
from .render import render
from .spec import resource_for


def tell_drbdadm(run: Runner, verb: str, *words: str) -> None:
    """Runs drbdadm to change something. Raises HaStorageError with the kernel's words only.

    drbdadm repeats the command that failed, and that has the secret.
    """
    try:
        run(["drbdadm", verb, *words], timeout=120)
    except CommandFailed as failed:
        said = "; ".join(re.findall(r"Failure: \(\d+\) [^\n]*", failed.stderr + failed.stdout))
        raise HaStorageError(f"drbdadm {verb} failed with return code {failed.rc}: {said}", rc=failed.rc) from None


class DrbdSystem:
    """One resource on this host."""

    def __init__(self, desired: model.Desired, node: Node | None = None, name: str | None = None) -> None:
        self.desired = desired
        self.node = node or Node()
        self.run = self.node.run
        self.files = self.node.files
        self.node_name = name or os.uname().nodename
        self.file = f"{FOLDER}/{desired.name}.res"
        self.marker = f"/run/quorate/drbd-{desired.name}.promoted"

    def absent(self) -> model.Current:
        """A host without DRBD."""
        dialect = model.DIALECT_8 if self.desired.dialect == "auto" else self.desired.dialect
        return model.Current(self.node_name, dialect, module_loaded=False)

    def read(self) -> model.Current:
        """The host as it is. Raises InvalidInput where drbdadm rejects the desired configuration."""
        desired, node = self.desired, self.node
        dialect = self._dialect()
        configuration = ""
        if desired.state != "absent":
            configuration = node.configuration(desired.name, render(resource_for(desired, dialect)))
            node.validate(configuration)
        everything = node.live()
        live = everything.get(desired.name)
        text = node.text(desired.name)
        installed = installed_volumes(text, desired.name) if text else ()
        here = [host for host in desired.hosts if host.name == self.node_name]
        return model.Current(
            node=self.node_name,
            dialect=dialect,
            module_loaded=node.module_loaded(),
            address_present=all(node.has_address(host.address) for host in here),
            text=text,
            mode=self.files.mode(self.file),
            installed=installed,
            disks=self._disks(installed, live, dialect),
            live=live,
            pending=node.pending(desired.name, configuration) if live and desired.state == "up" and here else (),
            fresh=self._fresh(live, dialect),
            taken_minors=tuple(
                (volume.minor, other.name)
                for other in everything.values()
                if other is not live
                for volume in other.volumes
            ),
            unusable_handlers=node.unusable(resource_for(desired, dialect)) if desired.state != "absent" else (),
            left_primary=bool(live) and self.files.read_text(self.marker) is not None,
        )

    def _dialect(self) -> str:
        if self.desired.dialect != "auto":
            return self.desired.dialect
        try:
            return self.node.dialect()
        except NotThereYet:
            if self.desired.state == "absent":
                return model.DIALECT_8
            raise

    def _disks(
        self, installed: t.Sequence[model.Volume], live: model.Live | None, dialect: str
    ) -> tuple[tuple[int, model.Disk], ...]:
        desired = self.desired
        volumes: t.Sequence[model.Volume] = desired.volumes
        if desired.state == "absent":
            volumes = installed if desired.destroy_existing_metadata else ()
        ids = {host.name: host.node_id or 0 for host in desired.hosts}
        found = []
        for volume in volumes:
            if live and live.attached(volume.number):
                disk = model.Disk(volume.disk, size=self.node.size(volume.disk) or 0)
            else:
                disk = self.node.disk(volume.disk, dialect, ids.get(self.node_name, 0))
            found.append((volume.number, disk))
        return tuple(found)

    def _fresh(self, live: model.Live | None, dialect: str) -> bool:
        if self.desired.initial_sync == "none" or not live:
            return False
        if not all(volume.disk_state == "Inconsistent" for volume in live.volumes):
            return False
        return self.node.attached_is_fresh(live.name, dialect)

    def live(self) -> model.Live | None:
        """The resource in the kernel, None where it is down."""
        return self.node.live().get(self.desired.name)

    def apply(self, operation: t.Any) -> None:
        """Carries out *operation*; each may be repeated after having been cut short."""
        action = operation.action
        steps: dict[type, t.Callable[[t.Any], t.Any]] = {
            model.WriteFile: self._write,
            model.RemoveFile: lambda _action: self.files.remove(self.file),
            model.LoadModule: lambda _action: self.run(["modprobe", "drbd"]),
            model.CreateMetadata: self._create_metadata,
            model.WipeMetadata: self._wipe_metadata,
            model.WipeData: self._wipe_data,
            model.Adjust: self._adjust,
            model.FirstSync: self._first_sync,
            model.Demote: self._demote,
            model.Resize: self._resize,
            model.Down: lambda _action: self.run(["drbdsetup", "down", self.desired.name], timeout=60),
        }
        steps[type(action)](action)

    def _write(self, action: model.WriteFile) -> None:
        self.files.write_atomic(self.file, action.text, mode=MODE)

    def _wipe_metadata(self, action: model.WipeMetadata) -> None:
        target = [str(action.volume.minor), FORMATS[action.dialect], action.volume.disk, "internal"]
        self.run(["drbdmeta", "--force", *target, "wipe-md"], timeout=120)

    def _wipe_data(self, action: model.WipeData) -> None:
        self.run(["wipefs", "--all", "--quiet", action.volume.disk], timeout=60)
        with open(self.files.path(action.volume.disk), "r+b") as device:
            device.write(bytes(BEGINNING))
            device.flush()
            os.fsync(device.fileno())

    def _create_metadata(self, action: model.CreateMetadata) -> None:
        volume = action.volume
        # Never --force: drbdmeta then refuses a device that got a file system since it was looked at.
        peers = [str(action.max_peers)] if action.dialect == model.DIALECT_9 else []
        argv = ["drbdmeta", str(volume.minor), FORMATS[action.dialect], volume.disk, "internal", "create-md", *peers]
        self.run(argv, timeout=300)

    def _adjust(self, _action: model.Adjust) -> None:
        was_alone = bool(standalone(self.live()))
        tell_drbdadm(self.run, "adjust", self.desired.name)
        if was_alone:
            self._see_whether_it_stays_up()

    def _see_whether_it_stays_up(self) -> None:
        """Raises SplitBrain when the two sides break the connection again; a peer that is down does not."""
        try:
            self.wait("connected", 5)
        except DeadlineExceeded:
            return

    def _first_sync(self, action: model.FirstSync) -> None:
        name = self.desired.name
        self._require_blank_peers()
        if action.skip:
            for number in action.volumes:
                self.run(["drbdadm", "new-current-uuid", "--clear-bitmap", f"{name}/{number}"], timeout=60)
            return
        self.files.write_atomic(self.marker, "promoted for the first sync\n", mode=MODE)
        self.run(["drbdadm", "primary", "--force", name], timeout=120)
        self._demote()

    def _require_blank_peers(self) -> None:
        """Connected, and nobody has data; raises where a peer has."""
        self.wait("connected", self.desired.sync_timeout)
        try:
            # One look may mix the states before and after the handshake.
            wait_until(self.live, all_blank, what="the state of the peers", timeout=10)
        except DeadlineExceeded as exceeded:
            name = self.desired.name
            reason = f"a peer of {name} is in use or has data: no first sync is started from here"
            raise HaStorageError(reason, state=describe(self.live())) from exceeded

    def _demote(self, _action: model.Demote | None = None) -> None:
        def demoted(result: t.Any) -> bool:
            return bool(result.rc == 0)

        # udev and blkid hold a new Primary open for a moment.
        argv = ["drbdadm", "secondary", self.desired.name]
        wait_until(lambda: self.run(argv, ok=range(256)), demoted, what=" ".join(argv), timeout=20)
        self.files.remove(self.marker)

    def _resize(self, _action: model.Resize) -> None:
        name = self.desired.name
        self.run(["drbdadm", "resize", name], timeout=120)
        disks = dict(self._disks((), self.live(), ""))

        def used_up(live: model.Live | None) -> bool:
            volumes = live.volumes if live else ()
            return not any(backing_has_grown(disks.get(v.number), v.size, self.desired.max_peers) for v in volumes)

        what = f"{name} grows to its backing devices; has the peer's device grown as well"
        wait_until(self.live, used_up, what=what, timeout=20)

    def wait(
        self, goal: str, timeout: float, progress: t.Callable[[str], None] = lambda line: None
    ) -> model.Live | None:
        """The live state once *goal* is reached; *progress* gets a line whenever the state changes."""
        said = [""]

        def report(live: model.Live | None) -> None:
            if describe(live) != said[0]:
                said[0] = describe(live)
                progress(said[0])

        what = f"{self.desired.name} {goal.replace('_', ' ')}"
        return wait_until(self.live, lambda live: reached(live, goal), what=what, timeout=timeout, progress=report)
