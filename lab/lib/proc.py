# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Run programs, and end only those processes that the lab itself started."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Callable, Dict, List, Optional

from lab.lib.errors import LabError

#: Tools such as mke2fs and ip live here, and an ordinary user's PATH often lacks it.
SBIN = "/usr/local/sbin:/usr/sbin:/sbin"


def environment(extra: Optional[Dict[str, str]] = None) -> Dict[str, str]:
    """The environment for every child: fixed locale, and the system folders on PATH."""
    env = dict(os.environ, LC_ALL="C", LANG="C")
    env["PATH"] = f"{env.get('PATH', '/usr/bin:/bin')}:{SBIN}"
    env.update(extra or {})
    return env


def which(tool: str) -> Optional[str]:
    """The path of a tool, or None; looks into the system folders as well."""
    return shutil.which(tool, path=environment()["PATH"])


def run(
    argv: List[str],
    timeout: float = 60,
    check: bool = True,
    stdin: Optional[str] = None,
    cwd: Optional[Path] = None,
    env: Optional[Dict[str, str]] = None,
) -> "subprocess.CompletedProcess[str]":
    """Run a program to its end; a failure is a LabError with the last lines it printed."""
    try:
        done = subprocess.run(
            argv,
            input=stdin,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            cwd=cwd,
            env=environment(env),
            check=False,
        )
    except FileNotFoundError as error:
        raise LabError(f"the host has no '{argv[0]}'", "lab/lab doctor --install installs what is missing") from error
    except subprocess.TimeoutExpired as error:
        raise LabError(f"'{argv[0]}' did not end within {timeout:.0f} s") from error
    if check and done.returncode != 0:
        tail = "\n  ".join((done.stderr or done.stdout).strip().splitlines()[-6:])
        raise LabError(f"'{' '.join(argv[:4])}' failed with code {done.returncode}", tail)
    return done


def start_time(pid: int) -> Optional[int]:
    """When the process started, in kernel ticks; None if there is no such process (or only its zombie)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else int(fields[19])


def write_pid(path: Path, pid: int) -> None:
    """The file names the process beyond doubt: its id and when it started."""
    write_text(path, json.dumps({"pid": pid, "start": start_time(pid)}))


def read_pid(path: Path) -> Optional[int]:
    """The id of the process that the file names, if it still runs; a reused id does not count."""
    try:
        entry = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    pid, started = entry.get("pid"), entry.get("start")
    return pid if started is not None and start_time(pid) == started else None


def end_group(path: Path, timeout: float = 10) -> bool:
    """The process group that the pid file names is gone; True if there was one."""
    pid = read_pid(path)
    if pid is None:
        return False
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    if not wait_for(lambda: start_time(pid) is None, timeout, 0.05):
        raise LabError(f"process {pid} did not end within {timeout:.0f} s")
    return True


def wait_for(condition: Callable[[], object], timeout: float, interval: float = 0.2) -> bool:
    """True as soon as the condition holds, False if it never does within the time."""
    deadline = time.monotonic() + timeout
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(interval)
    return True


def write_text(path: Path, text: str, mode: int = 0o644) -> None:
    """The file holds the text; a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
    os.replace(draft, path)
