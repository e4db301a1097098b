# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Anything that the modules can be asked for, for hypothesis: what is sensible, and what a tired operator asks."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import (
    WantedChap,
    WantedGroup,
    WantedInitiator,
    WantedPortalGroup,
    WantedTarget,
    WantedUnit,
    WantedView,
)
from hypothesis import strategies as st

from .worlds import ESX1, ESX2, FC, G0, G1, G2, HBA, TARGET, lun

yes = st.booleans()
paths = st.sampled_from([lun(0), lun(1), lun(2), "/dev/zvol/rdsk/sp1/clone", "/dev/zvol/rdsk/sp1/none"])
hosts = st.sampled_from(["hg1", "my hosts", "Hg1"])
targets = st.sampled_from([TARGET, TARGET + ".1"])
several = {"max_size": 2, "unique": True}
chap = st.builds(WantedChap, st.sampled_from([None, "", "u 1"]), st.sampled_from(["", "a-secret-of-16-c"]))
host_group = st.builds(
    WantedGroup,
    hosts,
    st.just(False),
    st.lists(st.sampled_from([HBA, ESX1, ESX2]), **several).map(tuple),
    present=yes,
    purge_members=yes,
    allow_move=yes,
)
target_group = st.builds(
    WantedGroup,
    st.sampled_from(["tg", "TG"]),
    st.just(True),
    st.lists(st.one_of(targets, st.just(FC)), **several).map(tuple),
    present=st.sampled_from([True, True, False]),
    purge_members=yes,
    allow_move=yes,
    allow_offline_targets=yes,
)
portal_group = st.builds(
    WantedPortalGroup,
    st.sampled_from(["2", "front"]),
    st.sampled_from([("10.0.0.1:3260",), ("10.0.0.2:3260",)]),
    yes,
    allow_recreate=yes,
)
target = st.builds(
    WantedTarget,
    targets,
    st.sampled_from([None, "", "a b"]),
    st.sampled_from([None, "default", "chap"]),
    chap,
    st.sampled_from([None, (), ("2",), ("front",)]),
    yes,
    st.sampled_from([True, True, False]),
)
initiator = st.builds(WantedInitiator, st.sampled_from([ESX1, ESX2]), chap, yes)
unit = st.builds(
    WantedUnit,
    paths,
    st.sampled_from(["", "", "", G0, G2]),
    st.sampled_from(["present", "present", "present", "standby", "absent"]),
    st.sampled_from([None, None, 1 << 30, 16 << 30, 17 << 30]),
    st.sampled_from([None, None, 512, 4096]),
    st.sampled_from([None, "data of vh1"]),
    st.sampled_from([None, None, "4711"]),
    st.sampled_from([None, "http://x/ "]),
    st.sampled_from([None, True, False]),
    st.sampled_from([None, True]),
    st.sampled_from([None, True, False]),
    st.sampled_from(["import_or_create", "import_or_create", "import", "create"]),
    st.sampled_from(["stmfadm", "stmfadm", "sbdadm"]),
)
view = st.builds(
    WantedView,
    st.one_of(paths, st.sampled_from([G0, G1, G2])),
    st.sampled_from(["", "hg1", "my hosts", "HG1"]),
    st.sampled_from(["", "tg"]),
    st.one_of(st.none(), st.integers(0, 2)),
    st.sampled_from([True, True, False]),
    allow_all_hosts=yes,
    allow_unregistered=yes,
    allow_renumber=yes,
)
anything = st.one_of(host_group, target_group, portal_group, target, initiator, unit, unit, view, view)
