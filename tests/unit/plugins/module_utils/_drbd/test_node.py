# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd import model
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.node import KernelModuleMissing, Node

from .scripted import Script

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures" / "drbd"
FRESH = (FIXTURES / "get-gi-8.4-fresh.txt").read_text()
GI_8, GI_9 = "drbdmeta - v08 /dev/d internal get-gi", "drbdmeta --node-id 0 - v09 /dev/d internal get-gi"
NONE, IN_USE = Result(1, "", ""), Result(20, "", "Exclusive open failed")
BLKID = "blkid -p -o export /dev/d"


@pytest.fixture
def host(tmp_path):
    """Makes a node below a folder; a *loaded* module has that version."""

    def make(*answers, loaded=None, files=None, device=b""):
        for name, text in {**(files or {}), **({"/sys/module/drbd/version": f"{loaded}\n"} if loaded else {})}.items():
            path = tmp_path / name.lstrip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (tmp_path / "dev").mkdir(exist_ok=True)
        (tmp_path / "dev" / "d").write_bytes(device or bytes(1 << 20))
        return Node(Files(str(tmp_path)), Script(*answers))

    return make


@pytest.mark.parametrize("version, dialect", [("8.4.11", "8.4"), ("9.2.12", "9")])
def test_the_loaded_module_says_the_dialect(host, version, dialect):
    assert host(loaded=version).dialect() == dialect


def test_otherwise_the_module_that_would_be_loaded_says_it(host):
    assert host(("modinfo -F version drbd", "9.1.7\n")).dialect() == "9"


def test_no_module_at_all_is_not_there_yet(host):
    with pytest.raises(KernelModuleMissing):
        host(("modinfo -F version drbd", NONE)).dialect()


def test_without_the_module_nothing_is_live_and_nothing_is_asked(host):
    assert host().live() == {}


def test_live_resources(host):
    events = (FIXTURES / "events2-8.4-uptodate.txt").read_text()
    node = host(("drbdsetup events2 --now --statistics all", events), loaded="8.4.11")
    assert node.live()["san0"].role == "Secondary"


def test_a_candidate_is_checked_among_the_other_resources(host):
    files = {"/etc/drbd.d/global_common.conf": "GLOBAL", "/etc/drbd.d/a.res": "A", "/etc/drbd.d/b.res": "B"}
    node = host(("drbdadm -c - sh-nop", ""), files={**files, "/etc/drbd.d/b.res.1": "OLD"})
    text = node.configuration("b", "CANDIDATE")
    assert text.split() == ["GLOBAL", "A", "CANDIDATE"]
    node.validate(text)
    assert node.run.stdin == [text]


def test_what_drbdadm_says_against_it_is_wrong_input(host):
    said = "\n   found __DRBD_NODE__ in environment\nSTDIN:3: Parse error: 'x' expected,\n\tbut got 'y'\n"
    with pytest.raises(InvalidInput, match="STDIN:3: Parse error: 'x' expected, but got 'y'"):
        host(("drbdadm -c - sh-nop", Result(10, "", said))).validate("")


def test_a_failing_adjust_does_not_tell_its_output(host):
    failed = Result(10, "drbdsetup net-options --shared-secret=s3cret", "s3cret")
    with pytest.raises(HaStorageError) as caught:
        host(("drbdadm -c - -d adjust san0", failed)).pending("san0", "")
    assert "s3cret" not in str(caught.value) + str(caught.value.details)


def test_a_device_that_is_not_there(host):
    assert host().disk("/dev/none", "8.4") == model.Disk("/dev/none", exists=False)


def test_a_blank_device(host):
    node = host((GI_8, NONE), (GI_9, NONE), (BLKID, Result(2, "", "")))
    assert node.disk("/dev/d", "8.4") == model.Disk("/dev/d", size=1 << 20)


def test_a_device_in_use_is_not_looked_into(host):
    assert host((GI_8, IN_USE)).disk("/dev/d", "8.4") == model.Disk("/dev/d", busy=True, size=1 << 20)


def test_metadata_of_either_dialect_are_found(host):
    ours = host((GI_8, FRESH), (BLKID, "TYPE=drbd\n")).disk("/dev/d", "8.4")
    assert ours.metadata == model.Metadata("8.4", True) and ours.signature == ""
    other = host((GI_9, NONE), (GI_8, FRESH), (BLKID, "TYPE=drbd\n")).disk("/dev/d", "9")
    assert other.metadata == model.Metadata("8.4", True)


@pytest.mark.parametrize(
    "answer, signature",
    [("TYPE=ext4\n", "ext4"), (Result(8, "", "ambivalent"), "several signatures")],
)
def test_signatures(host, answer, signature):
    assert host((GI_8, NONE), (GI_9, NONE), (BLKID, answer)).disk("/dev/d", "8.4").signature == signature


def test_remains_that_drbdmeta_would_take_for_data_count(host):
    answers = ((GI_8, NONE), (GI_9, NONE), (BLKID, Result(2, "", "")))
    remains = bytes(67 << 10) + b"x" + bytes(1 << 20)
    assert host(*answers, device=remains).disk("/dev/d", "8.4").signature == "unknown data at its beginning"
    later = bytes(68 << 10) + b"x" + bytes(1 << 20)
    assert host(*answers, device=later).disk("/dev/d", "8.4").signature == ""


def test_attached_metadata(host):
    gi = (FIXTURES / "get-gi-8.4-uptodate.txt").read_text()
    assert host(("drbdadm get-gi san0", FRESH)).attached_is_fresh("san0", "8.4")
    assert not host(("drbdadm get-gi san0", gi)).attached_is_fresh("san0", "8.4")
    assert not host(("drbdadm get-gi san0", Result(10, "", ""))).attached_is_fresh("san0", "8.4")


def test_addresses_of_this_host():
    assert Node.has_address("127.0.0.1")
    assert not Node.has_address("192.0.2.1")


@pytest.mark.parametrize(
    ("text", "mode", "unusable"),
    [("#!/bin/sh", 0o755, ()), ("", 0o755, ("/h/handler",)), ("#!/bin/sh", 0o644, ("/h/handler",))],
)
def test_fencing_handlers_must_be_programs(host, tmp_path, text, mode, unusable):
    node = host(files={"/h/handler": text})
    (tmp_path / "h/handler").chmod(mode)
    handlers = (("fence-peer", "/h/handler fence"), ("split-brain", "/h/other"), ("unfence-peer", "/h/handler unfence"))
    assert node.unusable(model.Resource("san0", "8.4", (), (), "C", handlers=handlers)) == unusable


def test_a_missing_fencing_handler_and_one_by_its_name_only(host):
    resource = model.Resource(
        "san0", "8.4", (), (), "C", handlers=(("fence-peer", "/h/none"), ("unfence-peer", "found-by-path"))
    )
    assert host().unusable(resource) == ("/h/none",)
