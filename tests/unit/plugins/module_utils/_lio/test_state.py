# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names in configfs, and the saved file, which has secrets."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.state import Backstore, SavedFile


def test_the_folder_of_a_backstore():
    assert Backstore(7, "san0-lun0").path == "core/iblock_7/san0-lun0"


def test_the_saved_file_does_not_show_its_text():
    assert "verysecret12" not in repr(SavedFile("verysecret12", 0o600))
