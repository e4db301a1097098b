# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Archives: what goes in comes out, and damage is noticed."""

from __future__ import annotations

import gzip
import io
import tarfile

import hypothesis.strategies as st
import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.archive import Damaged, pack, unpack
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.model import Entry
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.parse import digest
from hypothesis import given


def entry(path, content, mode=0o600, owner=0):
    return Entry(mode, owner, owner, content, digest(path, content))


paths = st.sampled_from(["/etc/a", "/etc/b/c", "/cib.xml", "/manifest"])
files = st.dictionaries(paths, st.binary(max_size=50))


@given(files, st.sampled_from([0o600, 0o644]), st.integers(0, 70000))
def test_what_goes_in_comes_out(contents, mode, owner):
    snapshot = {path: entry(path, content, mode, owner) for path, content in contents.items()}
    again = unpack(pack(snapshot, "node1"))
    assert again == snapshot and {path: each.content for path, each in again.items()} == contents


def test_any_damage_is_noticed():
    whole = pack({"/etc/a": entry("/etc/a", b"x" * 5000)}, "node1")
    for damaged in (b"", whole[:-200], b"no archive", gzip.compress(b"no tar")):
        with pytest.raises(Damaged, match="cannot be read"):
            unpack(damaged)
    plain = bytearray(gzip.decompress(whole))
    plain[plain.index(b"xxx") + 7] = ord("y")
    with pytest.raises(Damaged, match="damaged at /etc/a"):
        unpack(gzip.compress(bytes(plain)))


def test_a_file_that_nobody_kept_is_noticed():
    stream = io.BytesIO(pack({}, "node1"))
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(stream.getvalue())), mode="r:") as old:
        manifest = old.extractfile("manifest.json").read()
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as new:
        for name, content in (("manifest.json", manifest), ("etc/evil", b"x")):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    with pytest.raises(Damaged, match="damaged at /etc/evil"):
        unpack(made.getvalue())
