# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sinks that answer, that refuse and that hang; and what is read on the node."""

from __future__ import annotations

import http.server
import json
import os
import socketserver
import threading

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.model import Event, Mail, Snmp, Webhook
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.system import SETTINGS, SPOOL, Host, post
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandTimedOut, HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result

EVENT = Event("fencing", "node2", "critical", "node2 was fenced", 1700000000)
VOTES = "Quorate:          Yes\nFlags:            Quorate Qdevice \n    1   1    A,V,NMW node1 (local)\n"


class Tools:
    """Answers by the name of the tool; an exception is raised."""

    def __init__(self, **answers):
        self.answers, self.ran = answers, []

    def __call__(self, argv, *, stdin="", timeout=30, ok=(0,)):
        self.ran.append(argv)
        answer = self.answers[argv[0].rpartition("-")[2]]
        if isinstance(answer, Exception):
            raise answer
        return Result(0, answer, "")


@pytest.fixture
def host(tmp_path):
    def make(**answers):
        made = Host(Files(str(tmp_path)), Tools(**answers))
        made.name = "node1"
        return made

    return make


@pytest.fixture
def served():
    """Starts a server with a handler class; returns its port."""
    servers = []

    def start(handler, kind=http.server.HTTPServer):
        server = kind(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server.server_address[1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def hook(status, got):
    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((self.path, self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words):
            pass

    return Hook


def test_a_webhook_gets_json_and_the_token(host, served):
    got = []
    port = served(hook(204, got))
    host().deliver(Webhook(f"http://127.0.0.1:{port}/in?x=1", "tok"), EVENT, "lab")
    path, headers, body = got[0]
    assert path == "/in?x=1" and headers["Authorization"] == "Bearer tok"
    assert json.loads(body) == {
        "cluster": "lab",
        "node": "node1",
        "kind": "fencing",
        "subject": "node2",
        "severity": "critical",
        "text": "node2 was fenced",
        "time": "2023-11-14T22:13:20+00:00",
    }


@pytest.mark.parametrize("status", [302, 401, 500])
def test_any_other_answer_of_a_webhook_is_an_error_and_is_not_followed(served, status):
    got = []
    port = served(hook(status, got))
    with pytest.raises(HaStorageError, match=f"answered {status}"):
        post(Webhook(f"http://127.0.0.1:{port}/", "tok"), {})
    assert len(got) == 1


def test_a_server_that_speaks_something_else(served):
    class Noise(socketserver.StreamRequestHandler):
        def handle(self):
            self.rfile.readline()
            self.wfile.write(b"220 hello\r\n")

    port = served(Noise, socketserver.TCPServer)
    with pytest.raises(HaStorageError, match="does not speak HTTP"):
        post(Webhook(f"http://127.0.0.1:{port}"), {})


def test_a_relay_takes_a_mail(host, served):
    said = []

    class Relay(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 relay\r\n")
            data = False
            for line in self.rfile:
                said.append(line)
                if data:
                    if line == b".\r\n":
                        data = False
                        self.wfile.write(b"250 taken\r\n")
                elif line.lower().startswith(b"data"):
                    data = True
                    self.wfile.write(b"354 go on\r\n")
                else:
                    self.wfile.write(b"250 ok\r\n")
                if line.lower().startswith(b"quit"):
                    return

    port = served(Relay, socketserver.TCPServer)
    host().deliver(Mail("127.0.0.1", port, "none", "san@example.com", ("ops@example.com",)), EVENT, "lab")
    assert b"Subject: [lab] CRITICAL: node2 was fenced\r\n" in said


def test_nobody_listens(host):
    with pytest.raises(OSError, match="refused"):
        host().deliver(Webhook("http://127.0.0.1:9/"), EVENT, "lab")


def test_a_trap_finds_its_secrets_in_a_file_of_root_alone(host, tmp_path, monkeypatch):
    for name in ("SNMPCONFPATH", "SNMP_PERSISTENT_DIR", "MIBS"):
        monkeypatch.setenv(name, "before")
    made = host(snmptrap="")
    made.deliver(Snmp("m", 162, "2c", ".1", community="hush"), EVENT, "lab")
    folder = tmp_path / "run/quorate/snmp"
    assert os.environ["SNMPCONFPATH"] == str(folder) and "hush" not in str(made._run.ran)
    assert (folder / "snmp.conf").stat().st_mode & 0o777 == 0o600 and "hush" in (folder / "snmp.conf").read_text()


def test_events_are_taken_from_the_spool_once_the_oldest_first(host, tmp_path):
    spool = tmp_path / SPOOL.strip("/")
    spool.mkdir(parents=True)
    for age, name, text in (
        (30, "9", "export QUORATE_EVENT='split-brain'\nexport DRBD_RESOURCE='san0'\n"),
        (20, "1", "export QUORATE_EVENT='out-of-sync'\nexport DRBD_RESOURCE='san0'\n"),
        (10, "5", "export A='open"),
        (10, ".new.7", "export QUORATE_EVENT='out-of-sync'\n"),
    ):
        (spool / name).write_text(text)
        os.utime(spool / name, (1000 - age, 1000 - age))
    (spool / "link").symlink_to("/etc/passwd")
    os.mkfifo(spool / "pipe")
    made = host()
    assert [(each.kind, each.at) for each in made.spooled()] == [("split_brain", 970), ("verify", 980)]
    assert list(made.spooled()) == [] and os.listdir(spool) == [".new.7"]


def test_settings_that_are_missing_or_damaged_are_named(host, tmp_path):
    with pytest.raises(HaStorageError, match="there is no"):
        host().settings()
    path = tmp_path / SETTINGS.strip("/")
    path.parent.mkdir(parents=True)
    path.write_text("{")
    with pytest.raises(HaStorageError, match="is no JSON"):
        host().settings()
    path.write_text('{"cluster": "lab", "webhook": {"url": "http://h/"}}')
    assert host().settings().sinks == {"webhook": Webhook("http://h/")}


def test_a_look_keeps_what_cannot_be_asked_and_forgets_what_is_stopped(host, tmp_path):
    (tmp_path / "sys/module/drbd").mkdir(parents=True)
    events = """exists resource name:san0 role:Primary suspended:no
exists connection name:san0 conn-name:p connection:Connected role:Secondary
exists device name:san0 volume:0 minor:0 disk:UpToDate
exists -"""
    made = host(quorumtool=VOTES, drbdsetup=events)
    well = {
        ("quorum", "node1"): "yes",
        ("arbiter", "node1"): "votes",
        ("replication", "san0"): "up",
        ("disk", "san0"): "there",
    }
    assert made.sight() == well
    made._run.answers["drbdsetup"] = CommandTimedOut(["drbdsetup"], 3)
    assert made.sight() == well
    made._run.answers["quorumtool"] = "Cannot initialize QUORUM service\n"
    assert made.sight() == {("replication", "san0"): "up", ("disk", "san0"): "there"}
    made._run.answers["quorumtool"] = VOTES.replace("Quorate ", "")
    assert made.sight()["quorum", "node1"] == "no"


def test_without_drbd_only_the_cluster_is_looked_at(host):
    made = host(quorumtool=VOTES)
    assert len(made.sight()) == 2 and len(made._run.ran) == 1
