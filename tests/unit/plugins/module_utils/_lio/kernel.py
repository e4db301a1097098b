# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kernel's side of configfs in memory: default files, and what is refused when (Linux 6.1 to 7.2).

In one point it is stricter than the kernel: a LUN cannot lose its backstore while an initiator still has it mapped.
"""

from __future__ import annotations

import errno
import os
import re

DEVICE_ATTRIBUTES = {
    "emulate_model_alias": "0",
    "emulate_tpu": "0",
    "emulate_caw": "1",
    "block_size": "512",
    "force_pr_aptpl": "0",
}
TPG_ATTRIBUTES = {
    "authentication": "1",
    "generate_node_acls": "0",
    "cache_dynamic_acls": "0",
    "demo_mode_write_protect": "1",
    "prod_mode_write_protect": "0",
    "default_cmdsn_depth": "64",
}
UNEXPORTED_ONLY = {"emulate_model_alias", "block_size", "force_pr_aptpl"}
SERIAL = "T10 VPD Unit Serial Number: "
TPG = r"iscsi/[^/]+/tpgt_\d+"
ACL = TPG + r"/acls/[^/]+"


class Killed(BaseException):
    """SIGKILL: no code of ours runs any more."""


class Kernel:
    """Has the interface of ConfigFs. *budget* is the number of calls after which the caller is killed."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {"dbroot": "/etc/target"}
        self.links: dict[str, str] = {}
        self.children: dict[str, set[str]] = {"": set()}
        self.made: set[str] = set()
        self.missing: set[str] = set()
        self.calls: list = []
        self.reads = 0
        self.budget: int | None = None
        self.watch = lambda: None
        for folder in ("core", "core/alua", "iscsi", "iscsi/discovery_auth"):
            self._folder(folder)
        for name, value in (("enforce_discovery_auth", "0"), *self._auth()):
            self._file(f"iscsi/discovery_auth/{name}", value)

    def names(self, path: str) -> list[str]:
        self.reads += 1
        return sorted(self.children.get(path, ()))

    def text(self, path: str) -> str | None:
        self.reads += 1
        if path.endswith("/vpd_unit_serial") and path in self.files:
            return (SERIAL + self.files[path]).strip()
        if path.endswith("/info") and "/core/" not in path and path.startswith("core/"):
            folder = path.rpartition("/")[0]
            device, readonly = (self.files[f"{folder}/.{name}"] for name in ("device", "readonly"))
            return f"UDEV PATH: {device}  readonly: {readonly}\n Major: {self.files[folder + '/enable']} Minor: 0"
        return self.files.get(path)

    def link(self, path: str) -> str | None:
        self.reads += 1
        goal = self.links.get(path)
        return None if goal is None else "../../../../target/" + goal

    def do(self, step) -> None:
        if self.budget is not None:
            if self.budget == 0:
                raise Killed
            self.budget -= 1
        self.calls.append(step)
        getattr(self, "_" + step.verb)(step.path, step.value)
        self.watch()

    def _mkdir(self, path: str, _value: str) -> None:
        parent = path.rpartition("/")[0]
        self._require(parent in self.children, errno.ENOENT)
        self._require(path not in self.children, errno.EEXIST)
        for pattern, fill in self._RULES.items():
            if re.fullmatch(pattern, path):
                self._folder(path)
                self.made.add(path)
                fill(self, path)
                return
        self._refuse(errno.EPERM)

    def _rmdir(self, path: str, _value: str) -> None:
        self._require(path in self.children, errno.ENOENT)
        self._require(path in self.made, errno.EPERM)
        self._require(path not in self.links.values(), errno.EBUSY)
        below = [other for other in (*self.made, *self.links) if other.startswith(path + "/")]
        self._require(not below, errno.ENOTEMPTY)
        for known in [name for name in self.children if name == path or name.startswith(path + "/")]:
            del self.children[known]
        for name in [name for name in self.files if name.startswith(path + "/")]:
            del self.files[name]
        self.made.discard(path)
        self.children[path.rpartition("/")[0]].discard(path.rpartition("/")[2])

    def _link(self, path: str, goal: str) -> None:
        folder = path.rpartition("/")[0]
        self._require(folder in self.children and goal in self.children, errno.ENOENT)
        self._require(not any(other.startswith(folder + "/") for other in self.links), errno.EEXIST)
        if "/acls/" in path:
            self._require(goal.startswith(path.partition("/acls/")[0] + "/lun/"), errno.EINVAL)
            self._require(any(other.startswith(goal + "/") for other in self.links), errno.EINVAL)
            tpg = path.partition("/acls/")[0]
            self.files[f"{folder}/write_protect"] = self.files[f"{tpg}/attrib/prod_mode_write_protect"]
        else:
            self._require(self.files[f"{goal}/enable"] == "1", errno.ENODEV)
        self.links[path] = goal
        self.children[folder].add(path.rpartition("/")[2])

    def _unlink(self, path: str, _value: str) -> None:
        self._require(path in self.links, errno.ENOENT)
        folder = path.rpartition("/")[0]
        self._require("/acls/" in path or folder not in self.links.values(), errno.EBUSY)
        del self.links[path]
        self.children[folder].discard(path.rpartition("/")[2])

    def _attempt(self, path: str, value: str) -> None:
        if path in self.files:
            self._write(path, value)

    def _write(self, path: str, value: str) -> None:
        self._require(path in self.files, errno.ENOENT)
        folder, _slash, name = path.rpartition("/")
        device = "/".join(path.split("/")[:3])
        exported = device in self.links.values()
        if path.startswith("core/") and name == "control":
            self._control(folder, value)
        elif path.startswith("core/") and name == "enable":
            self._enable(folder)
        elif name in ("vpd_unit_serial", "res_aptpl_metadata") or (
            path.startswith("core/") and name in UNEXPORTED_ONLY
        ):
            self._require(not exported, errno.EINVAL)
            self.files[path] = value
        else:
            self.files[path] = value

    def _control(self, folder: str, value: str) -> None:
        self._require(self.files[f"{folder}/enable"] == "0", errno.EEXIST)
        for option in value.split(","):
            key, _equals, given = option.partition("=")
            self.files[f"{folder}/." + {"udev_path": "device", "readonly": "readonly"}[key]] = given

    def _enable(self, folder: str) -> None:
        device = self.files[f"{folder}/.device"]
        self._require(self.files[f"{folder}/enable"] == "0", errno.EEXIST)
        self._require(bool(device), errno.EINVAL)
        self._require(device not in self.missing, errno.ENOENT)
        claimed = {
            self.files[path]
            for path in self.files
            if path.endswith("/.device") and self.files[path[:-7] + "enable"] == "1"
        }
        self._require(device not in claimed, errno.EBUSY)
        self.files[f"{folder}/enable"] = "1"

    def _hba(self, path: str) -> None:
        self._file(f"{path}/hba_info", "HBA")
        self._file(f"{path}/hba_mode", "0")

    def _device(self, path: str) -> None:
        for name, value in {"alias": "", "control": "", "enable": "0", "info": "", "udev_path": ""}.items():
            self._file(f"{path}/{name}", value)
        self.files.update({f"{path}/.device": "", f"{path}/.readonly": "0"})
        self._folder(f"{path}/wwn")
        self._file(f"{path}/wwn/vpd_unit_serial", "")
        self._values(f"{path}/attrib", DEVICE_ATTRIBUTES)
        self._folder(f"{path}/alua")
        self._folder(f"{path}/pr")
        self._file(f"{path}/pr/res_aptpl_metadata", "Ready to process PR APTPL metadata..")

    def _tpg(self, path: str) -> None:
        for name in ("lun", "acls", "np"):
            self._folder(f"{path}/{name}")
        self._file(f"{path}/enable", "0")
        self._values(f"{path}/attrib", TPG_ATTRIBUTES)
        self._values(f"{path}/param", {"MaxBurstLength": "262144", "InitialR2T": "Yes"})

    def _acl(self, path: str) -> None:
        self._values(f"{path}/attrib", {"authentication": "-1", "nopin_timeout": "15"})
        self._values(f"{path}/auth", dict(self._auth()))
        self._file(f"{path}/info", "No active iSCSI Session for Initiator Endpoint: x")
        self._file(f"{path}/cmdsn_depth", "64")

    def _mapped(self, path: str) -> None:
        self._file(f"{path}/write_protect", "0")

    @staticmethod
    def _auth():
        return [(name, "") for name in ("userid", "password", "userid_mutual", "password_mutual")]

    _RULES = {
        r"core/iblock_\d+": _hba,
        r"core/iblock_\d+/[^/]+": _device,
        r"iscsi/[^/]+": lambda kernel, path: None,
        TPG: _tpg,
        TPG + r"/lun/lun_\d+": lambda kernel, path: None,
        TPG + r"/np/[^/]+": lambda kernel, path: None,
        ACL: _acl,
        ACL + r"/lun_\d+": _mapped,
    }

    def _folder(self, path: str) -> None:
        self.children[path] = set()
        parent, _slash, name = path.rpartition("/")
        self.children[parent].add(name)

    def _file(self, path: str, value: str) -> None:
        self.files[path] = value
        parent, _slash, name = path.rpartition("/")
        self.children[parent].add(name)

    def _values(self, folder: str, values: dict[str, str]) -> None:
        self._folder(folder)
        for name, value in values.items():
            self._file(f"{folder}/{name}", value)

    def _require(self, condition: bool, code: int) -> None:
        if not condition:
            self._refuse(code)

    @staticmethod
    def _refuse(code: int) -> None:
        raise OSError(code, os.strerror(code))

    def seen(self, iqn: str) -> dict[str, dict[int, str]]:
        """For each initiator that can log in, the serials by number; nobody can while the portal group is disabled."""
        tpg = f"iscsi/{iqn}/tpgt_1"
        if self.files.get(f"{tpg}/enable") != "1":
            return {}
        return {acl: self._disks(tpg, acl) for acl in self.children[f"{tpg}/acls"] if self._welcome(tpg, acl)}

    def _disks(self, tpg: str, acl: str) -> dict[int, str]:
        disks = {}
        for path, goal in self.links.items():
            match = re.fullmatch(re.escape(f"{tpg}/acls/{acl}") + r"/lun_(\d+)/[^/]+", path)
            stores = [store for link, store in self.links.items() if match and link.startswith(goal + "/")]
            if match and stores:
                disks[int(match.group(1))] = self.files[f"{stores[0]}/wwn/vpd_unit_serial"]
        return disks

    def _welcome(self, tpg: str, acl: str) -> bool:
        gate = self.files[f"{tpg}/acls/{acl}/attrib/authentication"]
        asked = self.files[f"{tpg}/attrib/authentication"] if gate == "-1" else gate
        auth = f"{tpg}/acls/{acl}/auth/"
        known = all(self.files[auth + name] not in ("", "NULL") for name in ("userid", "password"))
        return asked == "0" or known
