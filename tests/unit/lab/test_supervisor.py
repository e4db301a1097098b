# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The supervisor's socket: connections handed over."""

import socket
import threading

import pytest

from lab.lib import proxy, supervisor


def test_a_connection_is_handed_over(tmp_path):
    class Nothing:
        """A supervisor without nodes."""

        def status(self):
            return {"nodes": {}}

    path = tmp_path / "control.sock"
    with supervisor.Server(str(path), supervisor.Handler) as server, socket.create_server(("127.0.0.1", 0)) as listener:
        server.supervisor = Nothing()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        with proxy.connect(str(path), "127.0.0.1", port) as link:
            other, _rest = listener.accept()
            with other:
                other.sendall(b"SSH-2.0")
                assert link.recv(7) == b"SSH-2.0"
        listener.close()
        with pytest.raises(OSError, match="refused"):
            proxy.connect(str(path), "127.0.0.1", port).close()
        server.shutdown()
        thread.join(5)
