# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes alerts by HTTP and SMTP on one host, and appends each as a line of JSON to the file that is named."""

from __future__ import annotations

import http.server
import json
import socketserver
import sys
import threading
import time

HTTP, SMTP = 8080, 2525


def note(**told):
    """One more line."""
    with open(sys.argv[1], "a", encoding="utf-8") as log:
        log.write(json.dumps({"arrived": time.time(), **told}) + "\n")


class Hook(http.server.BaseHTTPRequestHandler):
    """A webhook."""

    def do_POST(self):
        """Takes anything."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        note(by="webhook", token=self.headers.get("Authorization"), **body)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_words):
        """Says nothing."""


class Relay(socketserver.StreamRequestHandler):
    """As much of SMTP as it takes to get a message."""

    def handle(self):
        """Takes anything."""
        self._say("220 lab")
        message = None
        for line in self.rfile:
            if message is not None:
                if line == b".\r\n":
                    note(by="mail", text=b"".join(message).decode())
                    message = None
                    self._say("250 taken")
                else:
                    message.append(line)
            elif line.lower().startswith(b"data"):
                message = []
                self._say("354 go on")
            elif line.lower().startswith(b"quit"):
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class Threaded(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """One thread for each conversation."""

    allow_reuse_address = daemon_threads = True


if __name__ == "__main__":
    threading.Thread(target=Threaded(("", SMTP), Relay).serve_forever, daemon=True).start()
    http.server.ThreadingHTTPServer(("", HTTP), Hook).serve_forever()
