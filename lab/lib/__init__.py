# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The lab: throwaway user-mode Linux clusters for development and tests (see lab/README.md)."""
