# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 -m hp3par_proxy.check FILE``: whether a configuration could be used, before it is."""

from __future__ import annotations

import json
import pathlib
import sys

from .rules import Wrong, read_config


def main(path: str) -> int:
    """The return code, after every problem on a line of its own."""
    try:
        read_config(json.loads(pathlib.Path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{path}: {error}\n")
        return 1
    except Wrong as wrong:
        sys.stderr.write("".join(f"{problem}\n" for problem in wrong.problems))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
