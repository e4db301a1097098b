# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which plugins munin-node runs."""

from __future__ import annotations

from . import targets
from .hosts import FakeHost, said

FOLDER, PROGRAMS = "/etc/munin/plugins", "/usr/share/munin/plugins"
WORDS = ("links", FOLDER, PROGRAMS, "--unwanted", "postfix_mail*", "--unwanted", "fw_packets")


def test_links_follow_what_there_is(capsys, tmp_path):
    host = FakeHost(tmp_path)
    host.write("/etc/quorate/targets/san0.json", targets.saved())
    host.write(f"{FOLDER}/load", "")
    host.write(f"{FOLDER}/own", "a file")
    for name in ("fw_packets", "postfix_mailqueue", "quorate_lio_gone", "quorate_drbd_san0"):
        host.files.make_link(f"{FOLDER}/{name}", f"{PROGRAMS}/{name}")
    removed = ("fw_packets", "postfix_mailqueue", "quorate_drbd_san0", "quorate_lio_gone")
    todo = [*(f"remove {name}" for name in removed), "add quorate_lio_san0", "add quorate_switchover"]
    before = host.files.names(FOLDER)
    assert said(capsys, host, *WORDS, "--check").lines == todo
    assert host.files.names(FOLDER) == before
    assert said(capsys, host, *WORDS).lines == todo
    assert host.files.names(FOLDER) == ["load", "own", "quorate_lio_san0", "quorate_switchover"]
    assert host.files.link(f"{FOLDER}/quorate_lio_san0") == f"{PROGRAMS}/quorate_lio_"
    assert said(capsys, host, *WORDS).lines == []
    assert said(capsys, host, *WORDS, "--no", "quorate_lio_").lines == ["remove quorate_lio_san0"]
