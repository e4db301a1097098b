# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mirror for the real apt of this machine: small packages in a folder, made by dpkg-deb."""

from __future__ import annotations

import hashlib
import subprocess

PREFIX = "quorate-test-"


def build(folder, *recipes):
    """The mirror *folder* has a package of each recipe: (name, version, what it depends on)."""
    folder.mkdir(exist_ok=True)
    for name, version, depends in recipes:
        tree = folder / "tree"
        (tree / "DEBIAN").mkdir(parents=True, exist_ok=True)
        needs = ", ".join(PREFIX + each for each in depends)
        control = f"Package: {PREFIX}{name}\nVersion: {version}\nArchitecture: all\nMaintainer: T <t@example.com>\n"
        control += f"Depends: {needs}\n" if needs else ""
        (tree / "DEBIAN/control").write_text(f"{control}Description: for a test\n", encoding="utf-8")
        goal = folder / f"{name}-{version.replace(':', '.')}.deb"
        subprocess.run(["dpkg-deb", "--root-owner-group", "--build", tree, goal], check=True, capture_output=True)
    index = "\n".join(_stanza(path) for path in sorted(folder.glob("*.deb")))
    (folder / "Packages").write_text(index, encoding="utf-8")


def _stanza(path):
    control = subprocess.run(["dpkg-deb", "--field", path], check=True, capture_output=True, text=True).stdout
    data = path.read_bytes()
    return f"{control}Filename: ./{path.name}\nSize: {len(data)}\nSHA256: {hashlib.sha256(data).hexdigest()}\n"


def settings(tmp_path, mirror):
    """The path of settings by which the host's apt has *mirror* as its only source."""
    source, found = tmp_path / "mirror.sources", tmp_path / "host.conf"
    source.write_text(f"Types: deb\nURIs: file:{mirror}\nSuites: ./\nTrusted: yes\n", encoding="utf-8")
    lines = f'Dir::Etc::SourceList "{source}";\nDir::Etc::SourceParts "/dev/null";\n'
    found.write_text(lines, encoding="utf-8")
    return str(found)
