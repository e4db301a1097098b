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


class _Handler(socketserver.StreamRequestHandler):
    """The file of the host, the number of words and the words; then exit code, standard error and output; a zero byte
    behind each. A question mark in place of the exit code asks for standard input first.
    """

    def handle(self) -> None:
        """One command."""
        path = pathlib.Path(self._word())
        name, *words = [self._word() for _count in range(int(self._word()))]
        answer = answer_of(path, name, words, self._input)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(f"{answer.rc}\0{answer.stderr}\0".encode() + answer.stdout + b"\0")

    def _input(self) -> bytes:
        self.wfile.write(b"?\0")
        return self._bytes()

    def _word(self) -> str:
        return self._bytes().decode()

    def _bytes(self) -> bytes:
        found = bytearray()
        while (byte := self.rfile.read(1)) not in (b"\0", b""):
            found += byte
        return bytes(found)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64


@contextlib.contextmanager
def serving() -> t.Iterator[str]:
    """Meanwhile all hosts in files answer at a port of 127.0.0.1, for ``ZFS_SIMULATOR_PORT``."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        try:
            yield str(server.server_address[1])
        finally:
            server.shutdown()
