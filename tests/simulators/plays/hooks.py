# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes a Python process of this machine one of a simulated host: it is run at its start, by sitecustomize.

SIMULATED_BIN -- folders in which commands are looked for first
SIMULATED_ROOT -- what is / to LIO and to whoever looks for presented LUNs
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import os
import pathlib
import pickle
import shutil
import sys

TOP = pathlib.Path(__file__).parents[3]
KERNEL = TOP / "tests/unit/plugins/module_utils/_lio/kernel.py"


def install() -> None:
    """Commands are those of the host, and so are the files that the engine looks at."""
    found, first = shutil.which, os.environ["SIMULATED_BIN"]
    shutil.which = lambda name, *more, **options: found(name, path=first) or found(name, *more, **options)
    sys.meta_path.insert(0, Finder())


def kernel(root: pathlib.Path):
    """A LIO that outlives the process that uses it, in files below *root*; serials can be read as files, too."""
    spec = importlib.util.spec_from_file_location("simulated_lio", KERNEL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    class Kept(module.Kernel):
        def __init__(self, _root=""):
            super().__init__()
            if (root / "lio").exists():
                vars(self).update(pickle.loads((root / "lio").read_bytes()))

        def do(self, step):
            super().do(step)
            kept = {name: value for name, value in vars(self).items() if name not in ("watch", "calls")}
            (root / "lio").write_bytes(pickle.dumps(kept))
            shutil.rmtree(root / "sys", ignore_errors=True)
            for path, value in self.files.items():
                if path.endswith("/vpd_unit_serial"):
                    shown = root / "sys/kernel/config/target" / path
                    shown.parent.mkdir(parents=True)
                    shown.write_text(module.SERIAL + value + "\n")

    return Kept


class Finder(importlib.abc.MetaPathFinder):
    """Changes two modules of the collection as they are imported."""

    def find_spec(self, name, _path=None, _target=None):
        if not name.endswith(("._lio.system", "._zfs.drill_system")):
            return None
        sys.meta_path.remove(self)
        try:
            spec = importlib.util.find_spec(name)
        finally:
            sys.meta_path.insert(0, self)
        spec.loader = Loader(spec.loader)
        return spec


class Loader(importlib.abc.Loader):
    def __init__(self, inner):
        self.inner = inner

    def create_module(self, spec):
        return self.inner.create_module(spec)

    def exec_module(self, module):
        self.inner.exec_module(module)
        root, files = pathlib.Path(os.environ["SIMULATED_ROOT"]), module.Files
        module.Files = lambda: files(str(root))
        if hasattr(module, "ConfigFs"):
            module.ConfigFs = kernel(root)
            module.exclusive.__defaults__ = (str(root / "lock"), 30)
