# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``bin/cli`` stands in for HP's InForm program: it speaks to the pair at the socket $HP3PAR_SIMULATOR."""

from __future__ import annotations

import json
import os
import socket
import sys


def main() -> int:
    """The return code of one command, after what it has printed."""
    request = {"do": "cli", "arguments": sys.argv[1:], "password_file": os.environ.get("TPDPWFILE", "")}
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(os.environ["HP3PAR_SIMULATOR"])
        connection.sendall(json.dumps(request).encode() + b"\n")
        reply = json.loads(connection.makefile().readline())
    sys.stdout.write(reply["out"])
    sys.stderr.write(reply["err"])
    return int(reply["rc"])


if __name__ == "__main__":
    sys.exit(main())
