# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Machines with real ZFS: QEMU without KVM, a kernel of Debian, disks in files, ssh on a port of this host."""

from __future__ import annotations

import os
import pathlib
import shlex
import shutil
import signal
import socket
import subprocess
import time
import typing as t

from .image import Image

HERE = "127.0.0.1"
MEMORY = 2048
# Seconds until it can be reached, on a busy machine.
BOOT = 420


class GuestError(Exception):
    """A guest does not do what it must."""


class Guest:
    """One machine. Its disks outlive its power, until ``remove``.

    address -- on the network between the guests, which is eth1
    disks -- sizes in MiB of its data disks, /dev/vdb and on
    """

    def __init__(
        self, name: str, image: Image, folder: pathlib.Path, address: str, peers: dict[str, str], disks: t.Sequence[int]
    ) -> None:
        self.name, self.image, self.folder, self.address, self.peers = name, image, folder / name, address, peers
        self.port, self._process = _free_port(), t.cast("subprocess.Popen[bytes] | None", None)
        self.folder.mkdir(parents=True)
        subprocess.run(["cp", "--sparse=always", image.disk, self.folder / "root.img"], check=True, timeout=300)
        self.disks = [self.folder / "root.img"]
        for number, size in enumerate(disks):
            self.disks.append(self.folder / f"data{number}.img")
            with self.disks[-1].open("wb") as disk:
                disk.truncate(size << 20)

    def start(self) -> None:
        """It runs and can be reached by ssh. Raises GuestError."""
        self.known_hosts.write_text(f"[{HERE}]:{self.port} {self.image.host_key}\n")
        with (self.folder / "console").open("ab") as console:
            self._process = subprocess.Popen(
                self._argv(), stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True
            )
        deadline = time.monotonic() + BOOT
        while self.run("true", check=False, timeout=60).returncode:
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise GuestError(f"{self.name} does not come up:\n{self.console()[-3000:]}")
            time.sleep(2)
        hosts = "".join(f"{address} {name}\\n" for name, address in self.peers.items())
        self.run(
            f"hostname {self.name}; ip address add {self.address}/24 dev eth1; ip link set eth1 up; "
            f"printf '127.0.0.1 localhost\\n{hosts}' >/etc/hosts"
        )

    def _argv(self) -> list[str | pathlib.Path]:
        number = self.address.rpartition(".")[2]
        wire = [
            f"{self.folder.parent}/{name}.wire" for name in (self.name, next(n for n in self.peers if n != self.name))
        ]
        between = "dgram,id=between,local.type=unix,local.path={},remote.type=unix,remote.path={}".format(*wire)
        argv: list[str | pathlib.Path] = [
            *("qemu-system-x86_64", "-accel", "tcg", "-cpu", "max", "-smp", "1", "-m", str(MEMORY)),
            *("-nodefaults", "-display", "none", "-no-reboot", "-serial", "stdio"),
            *("-kernel", self.image.kernel, "-initrd", self.image.initrd, "-append", _COMMAND_LINE),
            *("-netdev", f"user,id=outside,restrict=on,hostfwd=tcp:{HERE}:{self.port}-:22"),
            *("-device", f"virtio-net-pci,netdev=outside,mac=52:54:00:79:01:0{number}"),
            *("-netdev", between, "-device", f"virtio-net-pci,netdev=between,mac=52:54:00:79:02:0{number}"),
            *("-device", "virtio-rng-pci"),
        ]
        for disk in self.disks:
            # Flushes go nowhere: what was written outlives the guest's power all the same, in this host's memory.
            argv += ["-drive", f"file={disk},format=raw,if=virtio,cache=unsafe,discard=unmap"]
        return argv

    @property
    def known_hosts(self) -> pathlib.Path:
        return self.folder / "known_hosts"

    def ssh_options(self) -> list[str]:
        """What ssh needs to be let in."""
        return [
            *("-i", str(self.image.key), "-o", f"UserKnownHostsFile={self.known_hosts}", "-o", "BatchMode=yes"),
            *("-o", "IdentitiesOnly=yes", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15"),
            # One login for all: each takes a second or two of an emulated processor.
            *("-o", "ControlMaster=auto", "-o", "ControlPersist=120", "-o", f"ControlPath={self.folder}/%C"),
        ]

    def run(
        self, line: str, check: bool = True, timeout: float = 300, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """A line for its shell. Raises GuestError."""
        argv = ["ssh", "-F", "none", *self.ssh_options(), "-p", str(self.port), f"root@{HERE}", line]
        options: dict[str, t.Any] = {"input": stdin} if stdin is not None else {"stdin": subprocess.DEVNULL}
        try:
            done = subprocess.run(argv, capture_output=True, text=True, timeout=timeout, check=False, **options)
        except subprocess.TimeoutExpired as error:
            if check:
                raise GuestError(f"{self.name}: {line}: no end within {timeout} s") from error
            return subprocess.CompletedProcess(argv, 255, "", str(error))
        if check and done.returncode:
            raise GuestError(f"{self.name}: {line}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def out(self, *words: str) -> str:
        """What a command says."""
        return self.run(shlex.join(words)).stdout.rstrip("\n")

    def console(self) -> str:
        """What the kernel has said."""
        return (self.folder / "console").read_text(errors="replace")

    def lose_power(self) -> None:
        """It does not run any more, from one moment to the next."""
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        if self._process:
            self._process.wait(30)
        # The connection that outlives it.
        self._close()

    def _close(self) -> None:
        argv = ["ssh", "-F", "none", *self.ssh_options(), "-p", str(self.port), "-O", "exit", f"root@{HERE}"]
        subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False)

    def remove(self) -> None:
        """Nothing is left of it."""
        self.lose_power()
        shutil.rmtree(self.folder, ignore_errors=True)


_COMMAND_LINE = (
    "root=/dev/vda rw rootfstype=ext4 console=ttyS0 net.ifnames=0 mitigations=off quiet panic=5 oops=panic "
    "systemd.show_status=false"
)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])
