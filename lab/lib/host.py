# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""What this machine can do: tools, memory, user namespaces; and what to tell the user when it cannot."""

import os
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple, Optional

from lab.lib.errors import LabError
from lab.lib.proc import environment, run, which

SHM = Path("/dev/shm")
DEFAULT_TMP = Path("/tmp")


class Tool(NamedTuple):
    """A program the lab calls, and the Debian package it is in."""

    name: str
    package: str
    build_only: bool = False


TOOLS = [
    Tool("ip", "iproute2"),
    Tool("ssh", "openssh-client"),
    Tool("ssh-keygen", "openssh-client"),
    Tool("openssl", "openssl"),
    Tool("unshare", "util-linux"),
    Tool("cp", "coreutils"),
    Tool("apt-get", "apt", True),
    Tool("dpkg-deb", "dpkg", True),
    Tool("mmdebstrap", "mmdebstrap", True),
    Tool("patchelf", "patchelf", True),
    Tool("depmod", "kmod", True),
    Tool("mke2fs", "e2fsprogs", True),
    Tool("tar", "tar", True),
    Tool("bash", "bash"),
]
UNPRIVILEGED = [Tool("newuidmap", "uidmap", True)]


def missing_tools(building: bool, root: bool, find: Callable[[str], Optional[str]] = which) -> List[Tool]:
    """The tools that are needed and not here."""
    wanted = [*TOOLS, *([] if root else UNPRIVILEGED)]
    return [tool for tool in wanted if (building or not tool.build_only) and not find(tool.name)]


def missing_packages(building: bool, root: bool) -> List[str]:
    """The Debian packages to install, PyYAML and the archive's keys among them."""
    names = {tool.package for tool in missing_tools(building, root)}
    try:
        import yaml  # noqa: F401
    except ImportError:
        names.add("python3-yaml")
    if building and not Path("/usr/share/keyrings/debian-archive-keyring.gpg").exists():
        names.add("debian-archive-keyring")
    return sorted(names)


def require(building: bool) -> None:
    """Everything is here, or a LabError says what to install."""
    names = missing_packages(building, os.geteuid() == 0)
    if names:
        raise LabError(
            f"missing on this host: {', '.join(names)}",
            "lab/lab doctor --install installs them (apt, as root or by sudo)",
        )


def install(names: List[str]) -> None:
    """The packages are installed."""
    front = [] if os.geteuid() == 0 else ["sudo"]
    if front and not which("sudo"):
        raise LabError(
            "only root can install packages, and there is no sudo here",
            f"as root: apt-get install --no-install-recommends {' '.join(names)}",
        )
    env = environment({"DEBIAN_FRONTEND": "noninteractive"})
    for argv in (["apt-get", "update", "-q"], ["apt-get", "install", "-qy", "--no-install-recommends", *names]):
        if subprocess.run([*front, *argv], env=env, timeout=900, check=False).returncode != 0:
            raise LabError(f"'{' '.join(argv[:2])}' failed", "its own messages are above")


def available_mib(text: Optional[str] = None) -> int:
    """Memory that can still be used, in MiB."""
    text = text if text is not None else Path("/proc/meminfo").read_text(encoding="ascii")
    fields = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    return int(fields.get("MemAvailable", "0").split()[0]) // 1024


def require_memory(needed: int, available: int) -> None:
    """The nodes fit, or a LabError gives both figures."""
    if available < needed:
        raise LabError(
            f"too little memory: the nodes may use {needed} MiB, and {available} MiB are available",
            "use a smaller topology (single), give the nodes less (lab/lab up --memory 384M), or stop another lab",
        )


def free_mib(folder: Path) -> int:
    """Free space in MiB; nothing if the folder cannot be written."""
    if not os.access(folder, os.W_OK):
        return 0
    return shutil.disk_usage(folder).free // (1 << 20)


def scratch(fallback: Path, needed: int) -> Path:
    """A folder for short-lived big files: memory if there is plenty, else a disk."""
    if free_mib(SHM) > needed and available_mib() > needed + 1024:
        return SHM
    return DEFAULT_TMP if free_mib(DEFAULT_TMP) > needed else fallback


def namespace(root: bool) -> List[str]:
    """The command that gives a process its own network, as root or not; a LabError if this host forbids it."""
    tries = [["unshare", "--net"]] if root else []
    tries.append(["unshare", "--user", "--map-root-user", "--net"])
    for argv in tries:
        if run([*argv, "ip", "link", "add", "name", "probe0", "type", "bridge"], check=False).returncode == 0:
            return argv
    raise LabError("this host lets you have no network namespace of your own", namespace_hint(_read_switches()))


def _read_switches() -> Dict[str, str]:
    """The kernel settings that forbid user namespaces."""
    names = (
        "kernel/unprivileged_userns_clone",
        "kernel/apparmor_restrict_unprivileged_userns",
        "user/max_user_namespaces",
    )
    found = {}
    for name in names:
        try:
            found[name] = (Path("/proc/sys") / name).read_text(encoding="ascii").strip()
        except OSError:
            continue
    return found


def namespace_hint(switches: Dict[str, str]) -> str:
    """What to change on this host."""
    if switches.get("kernel/unprivileged_userns_clone") == "0":
        return "as root: sysctl -w kernel.unprivileged_userns_clone=1, or run the lab as root"
    if switches.get("kernel/apparmor_restrict_unprivileged_userns", "0") != "0":
        return "as root: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or run the lab as root"
    if switches.get("user/max_user_namespaces") == "0":
        return "as root: sysctl -w user.max_user_namespaces=10000, or run the lab as root"
    return "inside a container, allow it: podman run --cap-add NET_ADMIN,SYS_ADMIN --security-opt seccomp=unconfined"


def mapped_root() -> List[str]:
    """What to put before a command that must own files as root and as others."""
    if os.geteuid() == 0:
        return []
    argv = ["unshare", "--user", "--map-root-user", "--map-auto"]
    if run([*argv, "true"], check=False).returncode != 0:
        raise LabError(
            "you have no subordinate user ids, which building an image needs",
            "as root: usermod --add-subuids 200000-265535 --add-subgids 200000-265535 YOU",
        )
    return argv


def run_with_progress(argv: List[str], say: Callable[[str], None], env: Dict[str, str], timeout: float) -> None:
    """Run a long program; its own steps (lines that begin with I:) are shown as they come."""
    last: List[str] = []
    with subprocess.Popen(
        argv,
        env=environment(env),
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as child:
        timer = threading.Timer(timeout, child.kill)
        timer.start()
        assert child.stderr is not None
        for line in child.stderr:
            last = [*last[-7:], line.rstrip()]
            if line.startswith("I: ") and not line.startswith("I: main()"):
                say("  " + line[3:].rstrip())
        timer.cancel()
    if child.returncode != 0:
        raise LabError(f"'{argv[0]}' failed with code {child.returncode}", "\n  ".join(last))
