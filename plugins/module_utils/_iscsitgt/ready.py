# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the service is there, and runs, by what svcs says."""

from __future__ import annotations


def is_there(rc: int, stderr: str) -> bool:
    """Whether svcs knows the service."""
    return not (rc and "match any instances" in stderr)


def is_online(stdout: str) -> bool:
    """Whether it runs, a transition not counted."""
    return stdout.strip() == "online"
