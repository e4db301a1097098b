# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How apt is called. What it answers is in test_system, with the real one."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.apt import Apt

from . import packages


class Host:
    """Answers in order; a command nobody planned fails."""

    def __init__(self, *answers):
        self.answers, self.ran = list(answers), []

    def __call__(self, argv, *, stdin="", timeout=30, ok=(0,)):
        self.ran.append([word for word in argv if not word.startswith(("--chdir", "--config-file"))])
        return self.answers.pop(0)


def apt(tmp_path, *answers):
    host = Host(*answers)
    return host, Apt("/top", {"Dir::State::status": "/empty"}, files=Files(str(tmp_path)), runner=host)


def test_settings_lists_and_cache_are_its_own_and_can_be_forgotten(tmp_path):
    host, made = apt(tmp_path, Result(0, "", ""))
    made.update()
    assert host.ran == [["env", "apt-get", "--quiet", "update", "--error-on=any"]]
    told = (tmp_path / "top/apt.conf").read_text(encoding="utf-8")
    assert f'Dir::State::Lists "{tmp_path}/top/lists";' in told and 'Dir::State::status "/empty";' in told
    made.forget()
    assert not (tmp_path / "top").exists()


def test_all_that_is_wrong_is_told_although_apt_stops_at_unknown_names(tmp_path):
    first = Result(100, packages.text("unknown.txt"), packages.text("unknown-errors.txt"))
    second = Result(100, packages.text("unmet.txt"), packages.text("unmet-errors.txt"))
    host, made = apt(tmp_path, first, second)
    found = made.simulate(["pacemaker", "sbd", "nosuch"], recommends=False)
    assert found.complaints[:2] == ("sbd is not there", "nosuch is not there") and "libqb100" in found.complaints[2]
    assert host.ran[1][3:] == ["install", "--simulate", "--option=APT::Install-Recommends=false", "pacemaker"]


def test_packages_that_apt_does_not_show_are_missed(tmp_path):
    _host, made = apt(tmp_path, Result(0, packages.text("show.txt"), ""))
    with pytest.raises(HaStorageError, match="told of 5 packages, and was asked for 1"):
        made.show(["adduser=3.134"])
    assert made.show([]) == ()


def test_a_download_asks_for_exact_versions(tmp_path):
    host, made = apt(tmp_path, Result(0, "", ""))
    made.download([packages.package("sbd", "1.5")], "/top/packages")
    assert host.ran == [["env", "apt-get", "--quiet", "download", "sbd:amd64=1.5"]]
    assert (tmp_path / "top/packages").is_dir()
