# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A proxy that lets nodes run allowed commands on 3PAR arrays; the contract of OpenSVC's document."""

from __future__ import annotations
