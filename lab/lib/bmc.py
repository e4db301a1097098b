# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The BMCs of a lab's nodes: each an HTTPS server on an address of its own, in the supervisor's process.

So they live on while their nodes are frozen or off, as a BMC does on standby power.
"""

import http.server
import json
import secrets
import socket
import ssl
import threading
from pathlib import Path
from typing import Callable, List

from lab.lib import redfish
from lab.lib.proc import run, write_text

PORT = 443
#: Seconds that a client may be silent.
PATIENCE = 10


class Files:
    """The credentials of a lab's BMCs, in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "bmc"
        self.password, self.key, self.certificate = (self.folder / n for n in ("password", "key.pem", "cert.pem"))

    def make(self, addresses: List[str]) -> None:
        """A new password and a self-signed certificate for the addresses."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        write_text(self.password, secrets.token_urlsafe(18), 0o600)
        names = ",".join(f"IP:{address}" for address in addresses)
        argv = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        argv += ["-days", "3650", "-subj", "/CN=BMC of the lab", "-addext", f"subjectAltName={names}"]
        run([*argv, "-keyout", str(self.key), "-out", str(self.certificate)])

    def context(self) -> ssl.SSLContext:
        """TLS with that certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


class Bmc(http.server.ThreadingHTTPServer):
    """One node's; ``powered`` tells whether it has power, ``reset`` carries out what a client asks for."""

    daemon_threads = True

    def __init__(
        self, node: str, address: str, files: Files, powered: Callable[[], bool], reset: Callable[[str, str], None]
    ) -> None:
        self.node, self.powered, self.reset = node, powered, reset
        self.secret, self.context = files.password.read_text(encoding="ascii"), files.context()
        super().__init__((address, PORT), Request)

    def serve(self, interface: str) -> None:
        """Answers from now on, only to who comes by the interface: a BMC is where its node is."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode())
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def finish_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        """Within the thread of the connection: a client that is silent must not hold up the others."""
        request.settimeout(PATIENCE)
        with self.context.wrap_socket(request, server_side=True) as link:
            super().finish_request(link, client_address)  # type: ignore[arg-type]

    def handle_error(self, request: object, client_address: object) -> None:  # type: ignore[override]
        """A client that went away is not worth a line in the supervisor's log."""


class Request(http.server.BaseHTTPRequestHandler):
    """One request to a BMC."""

    server: Bmc

    def do_GET(self) -> None:
        """A page."""
        self._answer()

    def do_POST(self) -> None:
        """An action."""
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not redfish.allowed(self.headers.get("Authorization", ""), redfish.USER, self.server.secret):
            self._send(redfish.Answer(401, {"error": {"message": "who are you?"}}))
            return
        answer = redfish.respond(self.server.node, self.server.powered(), self.command, self.path, body)
        if answer.reset:
            self.server.reset(answer.reset, self.client_address[0])
        self._send(answer)

    def _send(self, answer: redfish.Answer) -> None:
        data = b"" if answer.content is None else json.dumps(answer.content).encode()
        self.send_response(answer.status)
        if answer.status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="BMC"')
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_words: object) -> None:  # type: ignore[override]
        """What matters is in the node's event log."""
