# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real tools for the tests that want them, where they are not installed (tools/unpack), and the simulators."""

from __future__ import annotations

import os
import pathlib
import sys

from ansible_collections.quorate.ha_storage.plugins.module_utils._core import runner

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
TOOLS = f":{CACHE / 'quorate-ha_storage' / 'unpacked' / 'bin'}"
runner.SEARCH_PATH += TOOLS
os.environ["PATH"] += TOOLS
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "simulators"))
