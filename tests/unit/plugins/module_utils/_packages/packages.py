# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures and small packages for the tests of this folder."""

from __future__ import annotations

import pathlib

from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.model import Package, Release

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures/packages"
HERE = Release("debian", "13", "amd64")


def text(name: str) -> str:
    """A fixture."""
    return (FIXTURES / name).read_text(encoding="utf-8")


def package(name: str, version: str = "1.0-1", *, size: int = 1000, sha256: str = "") -> Package:
    """A package as the parser would give it."""
    digest = sha256 or f"{sum(f'{name}{version}'.encode()):064x}"
    fields = {"Package": name, "Version": version, "Architecture": "amd64", "Size": str(size), "SHA256": digest}
    return Package(name, version, "amd64", size, digest, "\n".join(f"{key}: {value}" for key, value in fields.items()))
