# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a mirror to a folder to a host, with the real apt of this machine, in folders of an ordinary user."""

from __future__ import annotations

import os
import tarfile

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    HaStorageError,
    Refused,
    ToolMissing,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import LEFT_OVER, Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.model import Release, Source, Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.plan import (
    plan_download,
    plan_folder,
    plan_source,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.ready import folder_problems
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.render import render_source
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.spec import FOLDER, RUN, SOURCE
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.system import (
    DownloadSystem,
    FolderSystem,
    SourceSystem,
    read_host,
)

from . import mirror

RECIPES = (("a", "1:1.0", ["b"]), ("b", "1.0", []), ("c", "1.0", ["nowhere"]))
NAMES = [f"{mirror.PREFIX}a"]


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The root of a host whose only source is a mirror with a, b that a needs, and c that cannot be installed."""
    mirror.build(tmp_path / "mirror", *RECIPES)
    monkeypatch.setenv("APT_CONFIG", mirror.settings(tmp_path, tmp_path / "mirror"))
    root = tmp_path / "root"
    (root / "etc").mkdir(parents=True)
    (root / "etc/os-release").write_text("ID=debian\nVERSION_ID=13\n", encoding="utf-8")
    return Files(str(root))


@pytest.fixture
def release(files):
    return read_host(files)


def fetched(files, release, present=(), **leave):
    """The folder /srv/p after a fetch, and what was downloaded for it."""
    downloads = DownloadSystem("/cache", NAMES, False, files=files)
    needed = downloads.ask()
    new = tuple(each for each in needed if each.file not in present)
    bring(downloads, Wanted(release, new), plan_download, check_mode=False)
    folder = FolderSystem("/srv/p", downloads.pack(new) or None, files)
    bring(folder, Wanted(release, needed, **leave), plan_folder, check_mode=False)
    return folder.read(), [each.file for each in new]


def test_a_host_says_what_it_is_even_without_dpkg(files):
    def nothing(argv, **_options):
        raise ToolMissing(argv[0])

    assert read_host(files).architecture
    assert read_host(files, nothing) == Release("debian", "13", "")


def test_a_fetch_brings_everything_that_is_needed_and_then_only_what_is_new(files, release, tmp_path):
    folder, new = fetched(files, release)
    assert new == ["quorate-test-a_1%3a1.0_all.deb", "quorate-test-b_1.0_all.deb"]
    assert folder_problems(folder) == [] and folder.release == release and folder.free > 0
    mirror.build(tmp_path / "mirror", ("b", "1.1", []))
    folder, new = fetched(files, release, [each.file for each in folder.packages if folder.has(each)])
    assert new == ["quorate-test-b_1.1_all.deb"] and len(folder.packages) == 3
    folder, new = fetched(files, release, [each.file for each in folder.packages], remove_old_versions=True)
    assert new == [] and sorted(each.version for each in folder.packages) == ["1.1", "1:1.0"]
    assert folder_problems(folder) == []


def test_everything_that_cannot_be_fetched_is_told(files):
    names = [f"{mirror.PREFIX}c", "quorate-test-nosuch"]
    with pytest.raises(HaStorageError, match="nosuch is not there.*c Depends: quorate-test-nowhere but it is not inst"):
        DownloadSystem("/cache", names, False, files=files).ask()


def test_what_is_damaged_does_not_get_in_and_left_overs_go(files, release, tmp_path):
    folder, _new = fetched(files, release)
    files.write_atomic("/srv/bad", "bad")
    with tarfile.open(files.path("/bad.tar"), "w") as archive:
        for package in folder.packages:
            archive.add(files.path("/srv/bad"), package.file)
    files.write_atomic(f"/srv/q/{LEFT_OVER}half", "half")
    for archive, reason in (
        ("/bad.tar", "is not what the index says"),
        ("/none.tar", "cannot read"),
        (None, "no archive"),
    ):
        with pytest.raises(HaStorageError, match=reason):
            bring(
                FolderSystem("/srv/q", archive, files), Wanted(release, folder.packages), plan_folder, check_mode=False
            )
    assert files.names("/srv/q") == []


def test_an_absent_folder_keeps_what_is_not_ours(files, release):
    fetched(files, release)
    files.write_atomic("/srv/p/notes", "mine")
    bring(FolderSystem("/srv/p", None, files), Wanted(None), plan_folder, check_mode=False)
    assert files.names("/srv/p") == ["notes"]
    files.remove("/srv/p/notes")
    fetched(files, release)
    bring(FolderSystem("/srv/p", None, files), Wanted(None), plan_folder, check_mode=False)
    assert not os.path.exists(files.path("/srv/p"))


def source(files, release, folder, names=(NAMES[0],)):
    return SourceSystem(folder.packages, release, list(names), folder=FOLDER, files=files)


def test_a_host_takes_the_folder_and_no_other_source(files, release, monkeypatch):
    folder, _new = fetched(files, release)
    system, wanted = source(files, release, folder), Source(release, render_source(FOLDER))
    # Where the mirror is out of reach and the packages are not yet here, apt tells what it would install.
    monkeypatch.setenv("APT_CONFIG", "/nonexistent")
    assert bring(system, wanted, plan_source, check_mode=True).plan.operations
    assert system.installs() == ["quorate-test-b 1.0", "quorate-test-a 1:1.0"]
    assert system.settings() == files.path(f"{RUN}/apt.conf") and files.read_text(SOURCE) is None
    assert f"file:{files.path(RUN)}\n" in files.read_text(f"{RUN}/folder.sources")

    bring(system, wanted, plan_source, check_mode=False)
    os.makedirs(files.path("/var/lib/quorate"))
    os.rename(files.path("/srv/p"), files.path(FOLDER))
    system.settings()
    assert f"file:{files.path(FOLDER)}\n" in files.read_text(f"{RUN}/folder.sources")
    assert files.read_text(SOURCE) == wanted.text
    assert not bring(source(files, release, folder), wanted, plan_source, check_mode=False).plan.operations

    bring(system, Source(Release(), None), plan_source, check_mode=False)
    assert files.read_text(SOURCE) is None and not os.path.exists(files.path(RUN))


def test_a_folder_for_another_release_is_not_even_looked_at(files, release):
    folder, _new = fetched(files, release)
    other = Release("debian", "99", release.architecture)
    with pytest.raises(Refused, match="the folder has packages for debian 99"):
        bring(source(files, other, folder), Source(other, "text"), plan_source, check_mode=False)
    assert not os.path.exists(files.path(RUN))


def test_a_folder_that_lacks_something_is_refused(files, release):
    folder, _new = fetched(files, release)
    lacking = FolderSystem("/srv/p", None, files)
    left = tuple(each for each in folder.packages if each.name == NAMES[0])
    bring(lacking, Wanted(release, left, remove_others=True), plan_folder, check_mode=False)
    with pytest.raises(Refused, match="a Depends: quorate-test-b but it is not installable"):
        bring(source(files, release, lacking.read()), Source(release, "text"), plan_source, check_mode=False)
    assert source(files, release, lacking.read(), []).read().foreseen.comes == ()
