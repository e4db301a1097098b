# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of a folder, and apt's settings for it."""

from __future__ import annotations

import hashlib
import json
import typing as t

from .model import INDEX, RELEASE, Package, Release


def render_index(packages: t.Iterable[Package]) -> str:
    """The index of a flat repository."""
    ordered = sorted(packages, key=lambda each: each.file)
    return "\n".join(f"{each.stanza}\nFilename: ./{each.file}\n" for each in ordered)


def render_release(release: Release, index: str) -> str:
    """The release file: for what hosts, and the index's sum. Its date says nothing, so that the same gives the same."""
    sums = f" {_sha256(index)} {len(index.encode())} {INDEX}"
    return (
        "Origin: quorate.ha_storage\nLabel: quorate.ha_storage\n"
        f"Suite: {release.distribution}\nVersion: {release.version}\nArchitectures: {release.architecture}\n"
        f"Date: Thu, 01 Jan 2026 00:00:00 UTC\nSHA256:\n{sums}\n"
    )


def render_sums(release: Release, packages: t.Iterable[Package]) -> str:
    """The list for sha256sum --check: every package, the index, the release file."""
    found = tuple(packages)
    index = render_index(found)
    digests = {each.file: each.sha256 for each in found}
    digests.update({INDEX: _sha256(index), RELEASE: _sha256(render_release(release, index))})
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def render_source(folder: str) -> str:
    """The source file for the *folder*.

    ``Trusted``: there is no signature to check. The sums of the packages were taken from the signed index of the mirror
    when they were fetched, and every copy since then was compared with them.
    """
    return (
        "# Written by quorate.ha_storage: packages that were fetched elsewhere, without a signature of their own.\n"
        "# Each was compared with the sum in the signed index of the mirror it came from.\n"
        f"Types: deb\nURIs: file:{folder}\nSuites: ./\nTrusted: yes\n"
    )


def render_settings(settings: t.Mapping[str, str]) -> str:
    """apt's configuration."""
    return "".join(f"{name} {json.dumps(value)};\n" for name, value in settings.items())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
