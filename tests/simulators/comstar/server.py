# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers to the commands in bin/ out of a process that is up already: to start Python is most of a command's time."""

from __future__ import annotations

import contextlib
import pathlib
import socketserver
import threading
import typing as t

from .front import answer_of


@contextlib.contextmanager
def serving(path: pathlib.Path) -> t.Iterator[str]:
    """Meanwhile the host in the file *path* answers at a port of 127.0.0.1, for ``COMSTAR_SIMULATOR_PORT``."""

    class Handler(socketserver.StreamRequestHandler):
        """The number of words and the words; then exit code, standard output and error; a zero byte behind each."""

        def handle(self) -> None:
            """One command."""
            words = [self._word() for _count in range(int(self._word()))]
            answer = answer_of(path, words)
            self.wfile.write(f"{answer.rc}\0{answer.stdout}\0{answer.stderr}\0".encode())

        def _word(self) -> str:
            found = bytearray()
            while (byte := self.rfile.read(1)) not in (b"\0", b""):
                found += byte
            return found.decode()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        try:
            yield str(server.server_address[1])
        finally:
            server.shutdown()
