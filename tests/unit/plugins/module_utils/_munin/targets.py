# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A target as configfs shows it, in a folder, and the saved file of it."""

from __future__ import annotations

import pathlib

ROOT = "sys/kernel/config/target"
IQN = "iqn.2026-11.com.example:san0"
MIB = 1 << 20


def esx(number):
    return f"iqn.2026-11.com.example:esx{number}"


def plant(folder: pathlib.Path, luns: int = 2, initiators: int = 2, iqn: str = IQN, secret: str = "secretsecret1"):
    """A target that was used: LUN n was read n+1 MiB of, written 2(n+1), by each initiator a share of it."""
    tpg = folder / ROOT / "iscsi" / iqn / "tpgt_1"
    _files(tpg / "attrib", authentication=1)
    _files(folder / ROOT / "iscsi" / iqn / "fabric_statistics/iscsi_login_stats", accepts=initiators, inst=1)
    for lun in range(luns):
        counted = {"in_cmds": 100 * (lun + 1), "read_mbytes": lun + 1, "write_mbytes": 2 * (lun + 1), "name": "LIO"}
        _files(tpg / f"lun/lun_{lun}/statistics/scsi_tgt_port", **counted)
        core = folder / ROOT / f"core/iblock_{lun}/san0-lun{lun}/statistics/scsi_lu"
        _files(core, num_cmds=100 * (lun + 1), read_mbytes=lun + 1, write_mbytes=2 * (lun + 1), prod="LIO", indx=lun)
    for number in range(initiators):
        acl = tpg / "acls" / esx(number)
        _files(acl / "auth", userid="u1", password=secret)
        session = {"cmd_pdus": 50 + number, "txdata_octs": 1000 + number, "rxdata_octs": 2000 + number}
        _files(acl / "fabric_statistics/iscsi_sess_stats", **session)
        for lun in range(luns):
            counted = {"num_cmds": 10 * (lun + 1), "read_mbytes": lun, "write_mbytes": lun + 1, "row_status": "Ready"}
            _files(acl / f"lun_{lun}/statistics/scsi_auth_intr", **counted)


def saved(luns: int = 2, initiators: int = 2, iqn: str = IQN) -> dict:
    """What lies in /etc/quorate/targets on both nodes."""
    stores = [{"name": f"san0-lun{n}", "dev": f"/dev/vg/lun{n}", "wwn": f"serial-{n}"} for n in range(luns)]
    tpg = {
        "portals": [{"ip_address": "10.0.0.1", "port": 3260}],
        "luns": [{"index": n, "storage_object": f"/backstores/block/san0-lun{n}"} for n in range(luns)],
        "node_acls": [
            {"node_wwn": esx(number), "mapped_luns": [{"index": n, "tpg_lun": n} for n in range(luns)]}
            for number in range(initiators)
        ],
    }
    return {"storage_objects": stores, "targets": [{"wwn": iqn, "tpgs": [tpg]}]}


def _files(folder, **values):
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in values.items():
        (folder / name).write_text(f"{value}\n")
