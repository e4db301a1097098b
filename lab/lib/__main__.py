# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Run the command line of the lab."""

import sys

from lab.lib.cli import main

if __name__ == "__main__":
    sys.exit(main())
