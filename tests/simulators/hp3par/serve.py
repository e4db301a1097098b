# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A running pair: both arrays by ssh and HTTPS on loopback, the program ``cli`` and the tests by a socket.

Virtual time goes by with the real one, *speed* times as fast; what takes time on an array takes it here.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import http.server
import json
import pathlib
import ssl
import threading
import time
import typing as t

import asyncssh

from . import interpreter, keys, wsapi
from .control import control
from .engine import tick
from .pair import Pair

USER, HERE = "quorate", "127.0.0.1"


class Front:
    """Both arrays of *pair*; its files are in *folder*: ``key``, ``known_hosts``, ``certificate.pem``, ``socket``."""

    def __init__(self, pair: Pair, folder: pathlib.Path, speed: float = 1.0) -> None:
        self.pair, self.folder, self.speed = pair, folder, speed
        self.lock, self.seen = threading.Lock(), time.monotonic()
        self.ssh_ports: list[int] = []
        self.https_ports: list[int] = []
        self.proxy_url = ""
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Front:
        client = keys.ssh_key(self.folder / "key")
        (self.folder / "authorized_keys").write_bytes(client.export_public_key())
        keys.certificate(self.folder / "certificate.pem")
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        self._stack.callback(loop.close)
        self._stack.callback(thread.join)
        self._stack.callback(loop.call_soon_threadsafe, loop.stop)
        servers = asyncio.run_coroutine_threadsafe(self._listen(), loop).result(30)
        self._stack.callback(lambda: asyncio.run_coroutine_threadsafe(_close(servers), loop).result(30))
        for side in (0, 1):
            self._serve_https(side)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def now(self) -> Pair:
        """The pair, after as much virtual time as went by since the last time; only with the lock."""
        elapsed = (time.monotonic() - self.seen) * self.speed
        if elapsed >= 1:
            self.seen = time.monotonic()
            tick(self.pair, int(elapsed))
        return self.pair

    def spent(self, seconds: int) -> float:
        """The real seconds that a command takes which took *seconds* of virtual time; only with the lock."""
        self.seen += seconds / self.speed
        return seconds / self.speed

    def answers(self, side: int) -> bool:
        """Whether the management of an array is there."""
        return self.pair.arrays[side].up and self.pair.arrays[side].answers

    async def _listen(self) -> list[t.Any]:
        servers: list[t.Any] = []
        entries = []
        for side in (0, 1):
            key = keys.ssh_key(self.folder / f"host_key_{side}")
            server = await asyncssh.listen(
                HERE,
                0,
                server_host_keys=[key],
                authorized_client_keys=str(self.folder / "authorized_keys"),
                process_factory=functools.partial(self._command, side),
                server_factory=functools.partial(_Gate, self, side),
            )
            self.ssh_ports.append(server.get_port())
            entries.append((server.get_port(), key))
            servers.append(server)
        keys.known_hosts(self.folder / "known_hosts", entries)
        servers.append(await asyncio.start_unix_server(self._request, str(self.folder / "socket")))
        return servers

    async def _command(self, side: int, process: asyncssh.SSHServerProcess[str]) -> None:
        """One line by exec, or several by stdin, as OpenSVC's driver speaks to arrays (section 1.1)."""
        line = process.command or " ; ".join((await process.stdin.read()).splitlines())
        with self.lock:
            answer = interpreter.run(self.now(), side, line)
            pause = self.spent(answer.seconds)
        await asyncio.sleep(pause)
        if answer.broken in ("lost", "dropped"):
            process.channel.get_connection().abort()
            return
        if answer.broken == "hang":
            await process.stdin.channel.wait_closed()
            return
        process.stdout.write(answer.stdout)
        process.stderr.write(answer.stderr)
        process.exit(answer.rc)

    async def _request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request of ``cli`` or of a test."""
        request = json.loads(await reader.readline())
        with self.lock:
            reply = control(self.now(), request)
            pause = self.spent(reply.get("seconds", 0))
        await asyncio.sleep(pause)
        writer.write(json.dumps(reply).encode() + b"\n")
        await writer.drain()
        writer.close()

    def _serve_https(self, side: int) -> None:
        server = _Server((HERE, 0), functools.partial(_Handler, self, side))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(self.folder / "certificate.pem"))
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        self.https_ports.append(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        self._stack.callback(server.server_close)
        self._stack.callback(thread.join)
        self._stack.callback(server.shutdown)


async def _close(servers: list[t.Any]) -> None:
    for server in servers:
        server.close()
    for server in servers:
        await server.wait_closed()
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


class _Gate(asyncssh.SSHServer):
    """An array whose management is down ends connections before anything is said."""

    def __init__(self, front: Front, side: int) -> None:
        self.front, self.side = front, side

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        if not self.front.answers(self.side):
            conn.abort()

    def begin_auth(self, username: str) -> bool:
        return True


class _Server(http.server.ThreadingHTTPServer):
    """A client that goes away, or does not trust the certificate, is no error of an array."""

    daemon_threads = True

    def handle_error(self, *_given: object) -> None:
        """Nothing is said."""


class _Handler(http.server.BaseHTTPRequestHandler):
    """The web services of one array."""

    def __init__(self, front: Front, side: int, *given: t.Any) -> None:
        self.front, self.side = front, side
        super().__init__(*given)

    def log_message(self, *_given: object) -> None:
        """Nothing: the pair has its own log."""

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        path = self.path[len("/api/v1") :]
        key = self.headers.get("X-HP3PAR-WSAPI-SessionKey", "")
        if not self.front.answers(self.side):
            self.close_connection = True
            return
        with self.front.lock:
            pair = self.front.now()
            began = pair.now
            reply = wsapi.handle(pair, self.side, self.command, path, key, body)
            pause = self.front.spent(pair.now - began)
        time.sleep(pause)
        if reply.broken:
            self.close_connection = True
            return
        data = json.dumps(reply.document).encode() if reply.document is not None else b""
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815
