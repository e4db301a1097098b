# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTPS without Ansible, against a server of this test."""

from __future__ import annotations

import http.server
import ssl
import subprocess
import threading
import urllib.error

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import opener as subject


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])) + self.headers["X-Key"].encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given):
        pass


@pytest.fixture
def server(tmp_path):
    pem = tmp_path / "server.pem"
    argv = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    argv += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(tmp_path / "key"), "-out", str(pem)]
    subprocess.run(argv, check=True, capture_output=True)
    running = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, tmp_path / "key")
    running.socket = context.wrap_socket(running.socket, server_side=True)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield f"https://127.0.0.1:{running.server_port}/x", str(pem)
    running.shutdown()
    thread.join()
    running.server_close()


def test_certificates_are_verified_unless_told_otherwise(server):
    url, pem = server

    def ask(**options):
        given = {"validate_certs": True, "ca_path": None, "client_cert": None, "client_key": None, **options}
        return subject.open_url(url, method="POST", data=b"body ", headers={"X-Key": "key"}, timeout=5, **given)

    for options in ({"ca_path": pem}, {"validate_certs": False}):
        with ask(**options) as response:
            assert response.status == 201 and response.read() == b"body key"
    with pytest.raises(urllib.error.URLError) as caught:
        ask()
    assert isinstance(caught.value.reason, ssl.SSLCertVerificationError)
