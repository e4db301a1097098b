# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cases of the Sun test collection (STC comstar-tests) that are about more than views, as the reference names them."""

from __future__ import annotations

import pytest
from comstar import host, state

G0 = "600144F0B1C2D3E4000050A1B2C30001"
IQN = "iqn.2026-11.com.example:a"


def fresh():
    return state.System(datasets={"sp1": state.Dataset(), "sp1/lun0": state.Dataset(16 << 30)})


CASES = [
    # (case, what goes before, the command, whether it succeeds)
    ("create003 duplicate host group", ["stmfadm create-hg a"], "stmfadm create-hg a", False),
    ("add007 member of no group", [], f"stmfadm add-hg-member -g a {IQN}", False),
    (
        "tgmember target on line",
        ["stmfadm create-tg t", f"itadm create-target -n {IQN}"],
        f"stmfadm add-tg-member -g t {IQN}",
        False,
    ),
    (
        "tgmember target off line",
        ["stmfadm create-tg t", f"itadm create-target -n {IQN}", f"stmfadm offline-target {IQN}"],
        f"stmfadm add-tg-member -g t {IQN}",
        True,
    ),
    ("tgmember target that is not there", ["stmfadm create-tg t"], f"stmfadm add-tg-member -g t {IQN}", True),
    ("visible target on line is not deleted", [f"itadm create-target -n {IQN}"], f"itadm delete-target {IQN}", False),
    (
        "visible off line it is",
        [f"itadm create-target -n {IQN}", f"stmfadm offline-target {IQN}"],
        f"itadm delete-target {IQN}",
        True,
    ),
    (
        "list010 views of a deleted unit",
        ["stmfadm create-lu /dev/zvol/rdsk/sp1/lun0", f"stmfadm add-view {G0}", f"stmfadm delete-lu {G0}"],
        f"stmfadm list-view -l {G0}",
        False,
    ),
    ("offline011 groups while the service is off", ["svcadm disable stmf"], "stmfadm create-hg a", True),
    ("offline016 views while the service is off", ["svcadm disable stmf"], f"stmfadm add-view {G0}", True),
    (
        "itadm_create_target_data_003 the same alias twice",
        [f"itadm create-target -n {IQN} -l same"],
        "itadm create-target -l same",
        True,
    ),
]


@pytest.mark.parametrize("_case, before, line, succeeds", CASES, ids=[case[0] for case in CASES])
def test_case(_case, before, line, succeeds):
    assert (host.run(host.after(fresh(), *before), line.split()).rc == 0) is succeeds
