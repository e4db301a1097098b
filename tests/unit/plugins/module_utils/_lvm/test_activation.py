# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Volume groups that come and go, on a host whose devices are folders."""

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm import activation


@pytest.fixture
def calls(monkeypatch, tmp_path):
    """What vgchange was asked; it obeys."""
    calls = []

    def vgchange(argv, timeout):
        calls.append(argv)
        if argv[-2] == "y":
            make("vg--san0-lun0")
        else:
            (tmp_path / "dm-0/dm/name").unlink()

    monkeypatch.setattr(activation, "SYS_BLOCK", str(tmp_path))
    monkeypatch.setattr(activation, "run", vgchange)
    return calls


def make(*names: str) -> None:
    for number, name in enumerate(names):
        folder = pathlib.Path(activation.SYS_BLOCK) / f"dm-{number}" / "dm"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "name").write_text(name + "\n")


def test_only_the_groups_own_volumes_count(calls):
    make("vg--san0-lun0", "vg--san0--b-lun0", "vg-san0", "other")
    (pathlib.Path(activation.SYS_BLOCK) / "sda").mkdir()
    (pathlib.Path(activation.SYS_BLOCK) / "dm-9").mkdir()
    assert list(activation.active("vg-san0")) == ["vg--san0-lun0"]


def test_active_and_not(calls):
    assert not activation.is_active("vg-san0")
    activation.deactivate("vg-san0", "/dev/drbd0", 5)
    assert calls == [], "nothing to do: the disks are not touched"
    activation.activate("vg-san0", "/dev/drbd0")
    assert activation.is_active("vg-san0")
    activation.deactivate("vg-san0", "/dev/drbd0", 5)
    assert not activation.is_active("vg-san0")
    words = ["vgchange", *activation.OPTIONS, "--devices", "/dev/drbd0", "--activate"]
    assert calls == [[*words, "y", "vg-san0"], [*words, "n", "vg-san0"]]


def test_what_vgchange_says_is_not_believed(calls, monkeypatch):
    monkeypatch.setattr(activation, "run", lambda argv, timeout: None)
    with pytest.raises(activation.StillActive, match="has no active volume"):
        activation.activate("vg-san0", "/dev/drbd0")
    make("vg--san0-lun0")
    with pytest.raises(activation.StillActive, match="still active: vg--san0-lun0"):
        activation.deactivate("vg-san0", "/dev/drbd0", 5)
