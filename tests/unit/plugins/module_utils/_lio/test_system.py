# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""System calls, the saved file, kernel modules and the lock."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import DeadlineExceeded, HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import LEFT_OVER, Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.plan import Operation
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.actions import (
    Calls,
    Discard,
    Forget,
    Keep,
    Prepare,
    Save,
    Step,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.render import saved_text
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.system import (
    ConfigFs,
    KernelRefused,
    LioSystem,
    exclusive,
)
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import (
    IQN,
    SAVED,
    no_command,
    two_luns,
    wanted,
)


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("old\n")
    return ConfigFs(str(tmp_path))


def system(tmp_path, tree=None, runner=no_command, **more) -> LioSystem:
    return LioSystem(wanted(two_luns(), **more), tree=tree, files=Files(str(tmp_path)), runner=runner)


def test_reading(tree):
    tree.do(Step("link", "link", "folder"))
    assert sorted(tree.names("")) == ["file", "folder", "link"]
    assert tree.text("file") == "old" and tree.link("link") == f"{tree.root}folder"


@pytest.mark.parametrize("path", ["missing", "file/below"])
def test_what_is_not_there_is_empty(tree, path):
    assert tree.names(path) == [] and tree.text(path) is None and tree.link(path) is None


def test_what_is_no_link_is_none(tree):
    assert tree.link("file") is None


def test_every_verb(tree, tmp_path):
    for step in (
        Step("mkdir", "a"),
        Step("link", "l", "a"),
        Step("write", "file", "new"),
        Step("attempt", "file", "neu"),
    ):
        tree.do(step)
    assert (tmp_path / "l").resolve() == tmp_path / "a" and (tmp_path / "file").read_text() == "neu\n"
    tree.do(Step("unlink", "l"))
    tree.do(Step("rmdir", "a"))
    assert sorted(tree.names("")) == ["file", "folder"]


def test_an_attempt_may_find_nothing_but_a_write_must(tree):
    tree.do(Step("attempt", "missing", "1"))
    with pytest.raises(FileNotFoundError):
        tree.do(Step("write", "missing", "1"))
    assert "missing" not in tree.names("")


def test_a_refused_call_names_its_path_and_no_value(tree, tmp_path):
    operation = Operation("let x in", Calls((Step("write", "auth/password", "verysecret12"),)))
    with pytest.raises(KernelRefused) as caught:
        system(tmp_path, tree).apply(operation)
    assert str(caught.value) == "let x in: the kernel refused to write auth/password: No such file or directory"
    assert "verysecret12" not in repr(caught.value.details) + repr(operation)


def test_a_missing_device_is_found_before_the_first_call(tree, tmp_path):
    operation = Operation("export", Calls((Step("mkdir", "a"),), needs="/dev/missing"))
    with pytest.raises(HaStorageError, match="export: /dev/missing does not exist"):
        system(tmp_path, tree).apply(operation)
    assert "a" not in tree.names("")


def test_the_saved_file_is_private_and_its_left_overs_are_swept(tmp_path):
    engine, folder = system(tmp_path, live="never"), tmp_path / "etc/quorate/targets"
    folder.mkdir(parents=True)
    (folder / f"{LEFT_OVER}abc").write_text("secret")
    for number in range(8):
        engine.apply(Operation("save", Save(SAVED, str(number))))
    assert engine.read().saved.text == "7" and engine.read().saved.mode == 0o600
    assert sorted(path.name for path in folder.iterdir()) == ["san0.json", *(f"san0.json.{n}" for n in range(1, 6))]
    engine.apply(Operation("forget", Forget(SAVED)))
    assert list(folder.iterdir()) == []


def test_without_modules_nothing_exists(tmp_path):
    engine = system(tmp_path, ConfigFs(str(tmp_path / "missing")))
    state = engine.read()
    assert (state.live.ready, state.live.target, state.live.backstores) == (False, None, {})
    # Where they will be kept is known all the same: the first start on a node plans it together with the rest.
    assert state.live.folder
    assert not system(tmp_path, ConfigFs(str(tmp_path / "missing")), reservations="/run/none").read().live.folder
    assert sorted(state.live.kept) == sorted(lun.serial for lun in engine.wanted.config.target.luns)


def test_reservations_are_kept_by_links_into_a_folder_that_exists(tmp_path):
    folder = "/run/quorate/reservations/san0"
    engine = system(tmp_path)
    (tmp_path / "etc/target/pr").mkdir(parents=True)
    keep = Operation("keep", Keep("/etc/target/pr/aptpl_1", f"{folder}/aptpl_1"))
    (tmp_path / folder.lstrip("/")).mkdir(parents=True)
    engine.apply(keep)
    assert engine.files.link("/etc/target/pr/aptpl_1") == f"{folder}/aptpl_1"
    (tmp_path / folder.lstrip("/") / "aptpl_1").write_text("kept")
    engine.apply(Operation("forget", Discard(("/etc/target/pr/aptpl_1", f"{folder}/aptpl_1"))))
    assert engine.files.names("/etc/target/pr") == engine.files.names(folder) == []
    engine.apply(Operation("keep nowhere", Keep("/etc/target/pr/aptpl_1", "")))


def test_modules_are_loaded_and_reservation_folders_made(tmp_path):
    root = tmp_path / "config"
    commands = []

    def runner(argv, **_options):
        commands.append(tuple(argv))
        if argv[0] == "mount":
            root.mkdir()
            (root / "dbroot").write_text("/etc/target\n")

    engine = system(tmp_path, ConfigFs(str(root)), runner)
    assert not engine.read().live.ready
    engine.apply(Operation("load", Prepare()))
    assert commands == [
        ("modprobe", "-a", "configfs", "target_core_mod", "target_core_iblock", "iscsi_target_mod"),
        ("mount", "-t", "configfs", "none", "/sys/kernel/config"),
    ]
    assert (root / "iscsi").is_dir()
    assert sorted(path.name for path in (tmp_path / "etc/target").iterdir()) == ["alua", "pr"]
    assert engine.read().live.ready


def test_the_info_module_reads_the_attributes_that_the_file_names(tmp_path):
    engine = system(tmp_path, ConfigFs(str(tmp_path / "missing")))
    engine.apply(Operation("save", Save(SAVED, "{")))
    engine.wanted = dataclasses.replace(engine.wanted, config=None)
    assert engine.read_as_saved().saved.text == "{" and engine.wanted.config is None
    engine.apply(Operation("save", Save(SAVED, saved_text(two_luns()))))
    engine.read_as_saved()
    assert engine.wanted.config == two_luns() and engine.wanted.iqn == IQN


def test_an_unknown_action_is_a_programming_error(tmp_path):
    with pytest.raises(TypeError):
        system(tmp_path).apply(Operation("x", "y"))


def test_only_one_run_at_a_time(tmp_path):
    path = str(tmp_path / "lock")
    with exclusive(path), pytest.raises(DeadlineExceeded, match="another run"), exclusive(path, timeout=0.1):
        pass
    with exclusive(path, timeout=0.1):
        pass
