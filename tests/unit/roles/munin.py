# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Munin's own programs, as tools/unpack leaves them, with all their folders below one of the test."""

from __future__ import annotations

import getpass
import grp
import os
import pathlib
import re
import socketserver
import struct
import subprocess
import threading
import zlib

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"))
UNPACKED = CACHE / "quorate-ha_storage" / "unpacked"
PERL, ROOT = UNPACKED / "bin" / "munin-perl", UNPACKED / "root"


class Munin:
    """A host of Munin; nothing of it is outside of *folder*, and nothing runs but what a test runs."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("etc/plugins", "etc/plugin-conf.d", "etc/munin-conf.d", "state", "db", "log", "run", "www", "cgi"):
            (folder / name).mkdir(parents=True)
        text = (ROOT / "usr/share/perl5/Munin/Common/Defaults.pm").read_text()
        for key, value in self._places().items():
            text, count = re.subn(rf"(our \${key}\s*=\s*).*;", rf"\g<1>q{{{value}}};", text)
            assert count == 1, key
        changed = folder / "perl/Munin/Common/Defaults.pm"
        changed.parent.mkdir(parents=True)
        changed.write_text(text)

    def _places(self):
        user = getpass.getuser()
        places = {
            "CONFDIR": "etc",
            "DBDIR": "db",
            "PLUGSTATE": "state",
            "LOGDIR": "log",
            "STATEDIR": "run",
            "HTMLDIR": "www",
        }
        found = {f"MUNIN_{key}": self.folder / value for key, value in places.items()}
        who = {"MUNIN_USER": user, "MUNIN_PLUGINUSER": user, "MUNIN_GROUP": grp.getgrgid(os.getgid()).gr_name}
        return {**found, **who, "MUNIN_LIBDIR": ROOT / "usr/share/munin", "MUNIN_CGITMPDIR": self.folder / "cgi"}

    def run(self, program, *words, **environ):
        """What a program of Munin printed, as bytes."""
        environment = {**os.environ, "MUNIN_MODULES": str(self.folder / "perl"), **environ}
        first = (ROOT / program).read_text().partition("\n")[0]
        careful = ["-T"] if re.search(r"\s-\w*T", first) else []
        # Programs of the master refuse to run as root: root is somebody else in a namespace of its own.
        somebody = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
        if os.geteuid() or "usr/sbin" in program:
            somebody = []
        argv = [*somebody, str(PERL), *careful, str(ROOT / program), *map(str, words)]
        done = subprocess.run(argv, env=environment, cwd=self.folder, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr.decode() + done.stdout.decode(errors="replace")[-2000:]
        return done.stdout

    def plugin(self, name, *verb):
        """What ``munin-run`` printed."""
        etc = self.folder / "etc"
        folders = ("--servicedir", etc / "plugins", "--sconfdir", etc / "plugin-conf.d")
        return self.run("usr/sbin/munin-run", "--config", etc / "munin-node.conf", *folders, name, *verb).decode()


class FakeNode(socketserver.ThreadingTCPServer):
    """Tells a master what plugins said at several moments, at once: a value may carry its time.

    config -- lines of one plugin; samples -- by time, its lines of values
    """

    daemon_threads = True

    def __init__(self, name, plugin, config, samples):
        super().__init__(("127.0.0.1", 0), Handler)
        self.name, self.plugin = name, plugin
        self.answers = {"config": "\n".join(config), "fetch": "\n".join(_timed(samples))}

    def __enter__(self):
        self.thread = threading.Thread(target=self.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *_failure):
        self.shutdown()
        self.thread.join()
        self.server_close()


class Handler(socketserver.StreamRequestHandler):
    """The part of the protocol that munin-update speaks."""

    def handle(self):
        server = self.server
        self._say(f"# munin node at {server.name}")
        for line in self.rfile:
            verb = line.decode().split()[:1]
            if verb == ["quit"]:
                return
            if verb == ["nodes"]:
                self._say(f"{server.name}\n.")
            elif verb == ["cap"]:
                self._say("cap multigraph")
            elif verb == ["list"]:
                self._say(server.plugin)
            else:
                self._say(server.answers.get(verb[0] if verb else "", "# ?") + "\n.")

    def _say(self, text):
        self.wfile.write(f"{text}\n".encode())


def _timed(samples):
    """The values graph by graph, as Munin wants them, each with its time."""
    found = {}
    for at, lines in samples.items():
        for line in lines:
            if line.startswith("multigraph "):
                graph = found.setdefault(line, [])
            else:
                key, value = line.split()
                graph.append(f"{key} {at}:{value}")
    return [each for graph, values in found.items() for each in (graph, *values)]


def pixels(png):
    """The rows of a PNG of 8 bits a sample, each a list of pixels as tuples."""
    at, data = 8, b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, _height, depth, colours = struct.unpack(">IIBB", body[:10])
            assert depth == 8
            step = {0: 1, 2: 3, 3: 1, 6: 4}[colours]
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    raw, size = zlib.decompress(data), width * step + 1
    rows, above = [], bytes(size - 1)
    for start in range(0, len(raw), size):
        above = _unfiltered(raw[start], raw[start + 1 : start + size], above, step)
        rows.append([tuple(above[i : i + step]) for i in range(0, size - 1, step)])
    return rows


def _unfiltered(kind, line, above, step):
    """A line of samples; by the rules of PNG each was written as a difference from its neighbours."""
    found = bytearray()
    for i, value in enumerate(line):
        left, corner = (found[i - step], above[i - step]) if i >= step else (0, 0)
        guess = left + above[i] - corner
        nearest = min((left, above[i], corner), key=lambda each: abs(guess - each))
        found.append((value + (0, left, above[i], (left + above[i]) // 2, nearest)[kind]) & 255)
    return bytes(found)
