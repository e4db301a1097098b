# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cut of the code: pure layers, Python 3.8 on the nodes, small files, a test beside each file."""

from __future__ import annotations

import ast
import pathlib
import typing as t

import yaml

from . import checkout

IMPURE = {"ansible", "os", "subprocess", "socket", "time", "shutil", "tempfile", "urllib", "pathlib"}
FILE_LINES, FUNCTION_LINES, MAIN_LINES = 300, 50, 30
ON_NODES = checkout.files("plugins/modules/*.py", "plugins/module_utils/*.py", "roles/*/files/*.py")
SUBJECTS = checkout.files("plugins/module_utils/*.py")


def own_lines(path: pathlib.Path) -> int:
    """Lines without the documentation blocks that Ansible asks for."""
    blocks = [
        node.end_lineno - node.lineno + 1
        for node in checkout.parsed(path).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in checkout.DOCUMENTATION
    ]
    return len(checkout.read(path).splitlines()) - sum(blocks)


def functions(path: pathlib.Path) -> t.Iterator[ast.FunctionDef]:
    """Every function of a file, methods and inner ones too."""
    for node in ast.walk(checkout.parsed(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def imported(path: pathlib.Path) -> set[str]:
    """The top names of what a file imports absolutely."""
    names = set()
    for node in ast.walk(checkout.parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_pure_files_do_no_io() -> None:
    guilty = {
        str(path): sorted(imported(path) & IMPURE)
        for path in SUBJECTS
        if path.stem in checkout.PURE and imported(path) & IMPURE
    }
    assert guilty == {}


def test_what_the_cluster_agents_share_imports_no_ansible() -> None:
    assert [str(path) for path in SUBJECTS if imported(path) & {"ansible", "ansible_collections"}] == []


def test_code_for_the_nodes_is_python_3_8() -> None:
    assert ON_NODES
    for path in ON_NODES:
        ast.parse(checkout.read(path), str(path), feature_version=(3, 8))
        assert "from __future__ import annotations" in checkout.read(path), path


def test_files_and_functions_are_small() -> None:
    large = [f"{path}: {own_lines(path)} lines" for path in checkout.files("*.py") if own_lines(path) > FILE_LINES]
    for path in checkout.files("*.py"):
        for function in functions(path):
            limit = MAIN_LINES if function.name == "main" and "modules" in path.parts else FUNCTION_LINES
            length = function.end_lineno - function.lineno + 1
            if length > limit:
                large.append(f"{path}:{function.lineno} {function.name}(): {length} lines")
    assert large == []


def test_each_source_file_has_its_test_file() -> None:
    without = [
        str(path)
        for path in SUBJECTS
        if not checkout.files(f"tests/unit/plugins/module_utils/{path.parent.name}/test_{path.stem}*.py")
    ]
    assert without == []


def test_each_module_has_a_reading_twin_and_all_documentation() -> None:
    modules = {path.stem: path for path in checkout.files("plugins/modules/*.py")}
    readers = {name for name in modules if name.endswith(("_info", "_facts"))}
    groups = yaml.safe_load(checkout.read(pathlib.Path("meta/runtime.yml")))["action_groups"]
    # One reader may serve all modules of an action group, where their objects are read at once; it has its name then.
    twins = {name: {f"{name}_info", f"{group}_info"} for group, names in groups.items() for name in names}
    # A verb's twin tells of what it acts on.
    twins["config_restore"].add("config_backup_info")
    twins["vmfs_header_restore"].add("vmfs_header_backup_info")
    twins["iscsi_luns"].add("iscsi_session_info")
    assert [name for name in modules if name not in readers and not twins[name] & set(modules)] == []
    for path in modules.values():
        assert [block for block in checkout.DOCUMENTATION if f"{block} =" not in checkout.read(path)] == [], path


def test_no_default_is_a_value_that_all_calls_share() -> None:
    """As pylint of ansible-test has it (dangerous-default-value), which takes two minutes to say so."""
    guilty = []
    for path in checkout.files("*.py"):
        shared = {
            target.id
            for node in checkout.parsed(path).body
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, (ast.Dict, ast.List, ast.Set))
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        for function in functions(path):
            defaults = [*function.args.defaults, *function.args.kw_defaults]
            names = {default.id for default in defaults if isinstance(default, ast.Name)}
            guilty += [f"{path}: {function.name}: {name}" for name in sorted(names & shared)]
    assert guilty == []


def test_no_test_is_left_out() -> None:
    left_out = ("mark." + "skip", "mark." + "xfail", "pytest." + "skip(", "pytest." + "xfail(", "import" + "orskip")
    guilty = [str(path) for path in checkout.files("*.py") if any(word in checkout.read(path) for word in left_out)]
    assert guilty == []
