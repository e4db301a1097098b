# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""ssh's ProxyCommand (with ProxyUseFdpass): hands ssh an open connection into the lab, and is gone.

Runs as a plain file by `python3 -I -S`, because every ssh session waits for it: standard library only.
"""

import array
import json
import socket
import sys


def connect(path: str, host: str, port: int, timeout: float = 10) -> socket.socket:
    """An open connection to a port of a node, made by the lab's supervisor inside its namespace."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as control:
        control.settimeout(timeout + 5)
        control.connect(path)
        request = {"do": "connect", "host": host, "port": port, "timeout": timeout}
        control.sendall(json.dumps(request).encode() + b"\n")
        room = socket.CMSG_SPACE(array.array("i", [0]).itemsize)
        text, ancillary, _rest, _rest = control.recvmsg(4096, room)
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                return socket.socket(fileno=array.array("i", data[:4])[0])
        raise OSError(json.loads(text or b"{}").get("error", "the lab does not answer"))


def main() -> int:
    """Pass the connection to ssh over standard output."""
    path, host, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    try:
        link = connect(path, host, port)
    except (OSError, ValueError) as error:
        print(f"lab: cannot reach {host}:{port}: {error}", file=sys.stderr)
        return 1
    with socket.socket(fileno=1) as out:
        rights = array.array("i", [link.fileno()])
        out.sendmsg([b"\0"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
