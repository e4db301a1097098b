# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts that share a LUN, as their tools tell it: stand-ins that refuse every command that they do not know."""

from __future__ import annotations

import dataclasses
import json

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandFailed
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.model import Filesystem, Lun, Wish
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.system import HostSystem

TYPE = "Write Exclusive, registrants only"
LUN = "/dev/mapper/svc1"
PATHS = {"/dev/vg1/root": "/dev/dm-7", "/dev/vg1/data": "/dev/dm-8", LUN: "/dev/dm-3"}
DISKS = ("sdb", "sdc")


@dataclasses.dataclass
class Shared:
    """What all hosts see: the LUN with its reservations, and the tags of the volume group on it."""

    keys: list[str] = dataclasses.field(default_factory=list)
    holder: str = ""
    type: str = TYPE
    tags: set[str] = dataclasses.field(default_factory=set)
    volumes: int = 2
    automatic: bool = True


class Host:
    """A Runner. *readonly*: what the kernel holds for read-only, until it is asked again."""

    def __init__(self, shared: Shared, readonly=()) -> None:
        self.shared, self.readonly = shared, set(readonly)
        self.active, self.mounts, self.running = 0, {}, set()
        self.units = {"lxc@svc1.service": "loaded", "svc1.target": "loaded"}
        self.changes: list[str] = []
        self.fsck = self.attention = 0
        self.gone = set()

    def __call__(self, argv, *, stdin="", timeout=30, ok=(0,)):
        assert stdin == "" and timeout > 0
        rc, text, error = getattr(self, "do_" + argv[0])(*argv[1:])
        if rc not in ok:
            raise CommandFailed(argv, rc, text, error)
        return Result(rc, text, error)

    def changing(self, *words):
        self.changes.append(" ".join(words))

    def do_blockdev(self, what, path):
        if what == "--getro":
            return 0, f"{int(path in self.readonly)}\n", ""
        assert what == "--setrw"  # as kernels since 5.11 have it: what a disk says of itself stays
        self.changing("blockdev", what, path)
        return 0, "", ""

    def rescan(self, path, word):
        disk = path.split("/")[4]
        assert path == f"/sys/class/block/{disk}/device/rescan" and disk in DISKS and word == "1"
        self.changing("rescan", disk)
        self.readonly.discard(f"/dev/{disk}")

    def do_multipathd(self, *words):
        assert words == ("reload", "map", "svc1")
        self.changing("multipathd", *words)
        if not self.readonly & {f"/dev/{disk}" for disk in DISKS}:
            self.readonly.discard(LUN)
        return 0, "ok\n", ""

    def do_sg_persist(self, *words):
        return self._persist("sg_persist", *words)

    def do_mpathpersist(self, *words):
        return self._persist("mpathpersist", *words)

    def _persist(self, tool, *words):
        shared = self.shared
        if self.attention and "--in" in words:
            self.attention -= 1
            return 6, "", "PR in: Unit attention, Additional sense: Reservations preempted\n"
        if tool == "sg_persist" and "--readonly" not in words:
            assert words[-1] not in self.readonly, "cannot be opened for writing"
        words = [word for word in words if word not in ("--no-inquiry", "--readonly")]
        if words[:2] == ["--in", "--read-keys"]:
            if not shared.keys:
                return 0, "  PR generation=0x3, there are NO registered reservation keys\n", ""
            lines = "".join(f"    {key}\n" for key in shared.keys)
            plural = "key follows" if len(shared.keys) == 1 else "keys follow"
            return 0, f"  PR generation=0x3, \n{len(shared.keys)} registered reservation {plural}:\n{lines}", ""
        if words[:2] == ["--in", "--read-reservation"]:
            if not shared.holder:
                return 0, "  PR generation=0x3, there is NO reservation held\n", ""
            scope = f"    scope: LU_SCOPE,  type: {shared.type}\n"
            if tool == "mpathpersist":
                scope = f"  scope = LU_SCOPE, type = {shared.type}\n"
                return 0, f"  PR generation=0x3, Reservation follows:\n   Key = {shared.holder}\n{scope}", ""
            return 0, f"  PR generation=0x3, Reservation follows:\n    Key={shared.holder}\n{scope}", ""
        assert words[0] == "--out"
        self.changing(tool, *words)
        return self._out(words[1], dict(word.split("=") for word in words[2:-1]))

    def _out(self, what, values):
        shared, mine, other = self.shared, values.get("--param-rk"), values.get("--param-sark")
        if what == "--register-ignore":
            shared.keys.append(other)
            return 0, "", ""
        if mine not in shared.keys:
            return 24, "", "Reservation conflict\n"
        if what == "--reserve":
            if shared.holder not in ("", mine):
                return 24, "", "Reservation conflict\n"
            shared.holder = mine
        elif what == "--preempt-abort":
            shared.keys = [key for key in shared.keys if key != other]
            shared.holder = mine if shared.holder == other else shared.holder
        elif what == "--release":
            shared.holder = ""
        elif what == "--register":
            assert other is None
            shared.keys = [key for key in shared.keys if key != mine]
        else:
            raise AssertionError(what)
        return 0, "", ""

    def do_vgs(self, *words):
        assert words[-1] == "vg1"
        if self.gone:
            return 5, "", '  Volume group "vg1" not found\n'
        enabled = "enabled" if self.shared.automatic else ""
        row = {"vg_name": "vg1", "vg_tags": ",".join(sorted(self.shared.tags)), "vg_autoactivation": enabled}
        return 0, json.dumps({"report": [{"vg": [row]}]}), ""

    def do_lvs(self, *_words):
        states = ["active" if number < self.active else "" for number in range(self.shared.volumes)]
        rows = [{"lv_name": f"lv{number}", "lv_active": state} for number, state in enumerate(states)]
        return 0, json.dumps({"report": [{"lv": rows}]}), ""

    def do_vgchange(self, what, value, group):
        assert group == "vg1"
        self.changing("vgchange", what, value, group)
        if what == "--activate":
            assert value == "y" or not self.mounts
            self.active = self.shared.volumes if value == "y" else 0
        elif what == "--setautoactivation":
            self.shared.automatic = {"y": True, "n": False}[value]
        else:
            {"--addtag": self.shared.tags.add, "--deltag": self.shared.tags.discard}[what](value)
        return 0, "", ""

    def do_findmnt(self, *words):
        assert words == ("--json", "--list", "--output", "SOURCE,TARGET")
        rows = [{"source": "proc", "target": "/proc"}]
        rows += [{"source": source, "target": target} for target, source in self.mounts.items()]
        return 0, json.dumps({"filesystems": rows}), ""

    def do_fsck(self, *words):
        assert words[:2] == ("-T", "-p") and words[-1] in PATHS and self.active
        self.changing("fsck", *words)
        return self.fsck, "", "UNEXPECTED INCONSISTENCY\n" if self.fsck > 1 else ""

    def do_mount(self, *words):
        assert self.changes[-1].startswith("fsck") and self.active
        self.changing("mount", *words)
        self.mounts[words[-1]] = words[-2]
        return 0, "", ""

    def do_umount(self, target):
        assert not self.running
        self.changing("umount", target)
        del self.mounts[target]
        return 0, "", ""

    def do_systemctl(self, what, *words):
        name = words[-1]
        if what == "show":
            state = "active" if name in self.running else "inactive"
            return 0, f"LoadState={self.units[name]}\nActiveState={state}\n", ""
        self.changing("systemctl", what, name)
        {"start": self.running.add, "stop": self.running.discard}[what](name)
        return 0, "", ""


def wish(key="0x1", tag="node1", other="node2", **changes):
    """The whole service, on the host with this *key* and *tag*."""
    values = {
        "name": "svc1",
        "started": True,
        "luns": (Lun(LUN, multipath=True, paths=("/dev/sdb", "/dev/sdc")),),
        "key": key,
        "vg": "vg1",
        "tag": tag,
        "other_tags": (other,),
        "filesystems": (
            Filesystem("/dev/vg1/root", "/opt/svc1", "ext4", "defaults,discard"),
            Filesystem("/dev/vg1/data", "/opt/svc1/data", "xfs"),
        ),
        "units": ("lxc@svc1.service", "svc1.target"),
    }
    return Wish(**{**values, **changes})


def system(host, wanted):
    """The modules' own system on *host*."""

    def listed(path):
        return DISKS if path == "/sys/class/block/dm-3/slaves" else ()

    def there(path):
        scsi = [f"/sys/class/block/{disk}/device/rescan" for disk in DISKS]
        return path in scsi if path.startswith("/sys") else path not in host.gone

    return HostSystem(wanted, host, lambda path: PATHS.get(path, path), there, listed, host.rescan)
