# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A program of subjects of the engine, as one file that Python runs; what goes to a host by one copy is whole there.

    python3 pack.py /usr/share/.../module_utils _core,_zfs _zfs.program /tmp/zfs.pyz

The file depends on the contents alone, so that another checkout of the same code changes nothing on any host.
"""

from __future__ import annotations

import pathlib
import sys
import typing as t
import zipfile

# Where archives begin to tell time.
_STAMP = (1980, 1, 1, 0, 0, 0)
_PACKAGE = "ha_storage"


def pack(engine: pathlib.Path, subjects: t.Iterable[str], program: str, goal: pathlib.Path) -> None:
    """*goal* runs ``main()`` of the module *program* (``_zfs.program``), with the *subjects* of the *engine*."""
    main = f"import sys\nfrom {_PACKAGE}.{program} import main\nsys.exit(main())\n"
    files = {"__main__.py": main.encode(), f"{_PACKAGE}/__init__.py": b""}
    for subject in subjects:
        files[f"{_PACKAGE}/{subject}/__init__.py"] = b""
        for path in sorted((engine / subject).glob("*.py")):
            files[f"{_PACKAGE}/{subject}/{path.name}"] = path.read_bytes()
    with goal.open("wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _STAMP), files[name], zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    pack(pathlib.Path(sys.argv[1]), sys.argv[2].split(","), sys.argv[3], pathlib.Path(sys.argv[4]))
