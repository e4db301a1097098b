# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Indexes, sums and what apt prints. Names and versions are checked here: they become names of files."""

from __future__ import annotations

import re

from .._core.errors import Unparsable
from .model import Foreseen, Package, Release

_FORMS = {
    "Package": re.compile(r"[a-z0-9][a-z0-9+.-]+"),
    "Version": re.compile(r"[0-9][A-Za-z0-9.+:~-]*"),
    "Architecture": re.compile(r"[a-z0-9][a-z0-9-]*"),
    "Size": re.compile(r"[0-9]+"),
    "SHA256": re.compile(r"[0-9a-f]{64}"),
}
_FIELD = re.compile(r"^([A-Za-z0-9-]+):[ \t]*(.*)$", re.MULTILINE)
_SUM = re.compile(r"([0-9a-f]{64}) [ *]([^/\s]+)")
# Inst libc6 [2.36-9] (2.36-9+deb12u14 Debian:12.15/oldstable [amd64]) []
_COMES = re.compile(r"Inst (\S+?)(?::\S+)? (?:\[\S+\] )?\((\S+) (?:[^()]* )?\[([a-z0-9-]+)\]\)")
_GOES = re.compile(r"Remv (\S+)")
_UNMET = re.compile(r" (?:(\S+) : | +)((?:Pre-?)?Depends: .*)")
_UNKNOWN = re.compile(r"E: (?:Unable to locate package (\S+)|Package '(\S+)' has no installation candidate)")


def parse_index(text: str, source: str = "the index") -> tuple[Package, ...]:
    """The packages of an index, each once. Raises Unparsable."""
    stanzas = [part.strip("\n") for part in re.split(r"\n(?:[ \t]*\n)+", text.strip("\n")) if part.strip()]
    found = {package.file: package for package in (_package(stanza, source) for stanza in stanzas)}
    return tuple(found[file] for file in sorted(found))


def _package(stanza: str, source: str) -> Package:
    fields = dict(_FIELD.findall(stanza))
    name = fields.get("Package", "a package without a name")
    for field, form in _FORMS.items():
        if not form.fullmatch(fields.get(field, "")):
            raise Unparsable(source, name, f"{field} is '{fields.get(field, '')}'")
    kept = re.sub(r"^Filename:.*\n?", "", stanza, flags=re.MULTILINE).strip("\n")
    size, sha256 = int(fields["Size"]), fields["SHA256"]
    return Package(name, fields["Version"], fields["Architecture"], size, sha256, kept)


def parse_release(text: str) -> Release | None:
    """What hosts the packages are for; None where it is not said."""
    fields = {name.lower(): value.strip() for name, value in _FIELD.findall(text)}
    found = Release(fields.get("suite", ""), fields.get("version", ""), fields.get("architectures", ""))
    return found if all((found.distribution, found.version, found.architecture)) else None


def parse_sums(text: str) -> dict[str, str]:
    """SHA-256 by name. Raises Unparsable."""
    found = {}
    for line in text.splitlines():
        match = _SUM.fullmatch(line)
        if not match:
            raise Unparsable("the list of sums", line[:80], "is no sum with the name of a file")
        found[match[2]] = match[1]
    return found


def parse_host(os_release: str, architecture: str) -> Release:
    """What host it is, by the text of os-release and dpkg's word for its processor."""
    fields = dict(re.findall(r"^([A-Z_]+)=[\"']?([^\"'\n]*)", os_release, re.MULTILINE))
    version = fields.get("VERSION_ID", "").partition(".")[0]
    return Release(fields.get("ID", ""), version, architecture.strip())


def parse_simulation(output: str, errors: str, ok: bool) -> Foreseen:
    """What apt-get --simulate said; where it is not *ok* there are complaints for sure. Raises Unparsable."""
    comes = []
    for line in output.splitlines():
        if line.startswith("Inst "):
            match = _COMES.match(line)
            if not match:
                raise Unparsable("the output of apt-get --simulate", line, "names no version and architecture")
            comes.append((match[1], match[2], match[3]))
    goes = tuple(match[1] for match in map(_GOES.match, output.splitlines()) if match)
    return Foreseen(tuple(comes), goes, () if ok else _complaints(output, errors))


def parse_unknown(errors: str) -> tuple[str, ...]:
    """The packages that apt does not know at all. It says nothing of the others then."""
    found = (_UNKNOWN.match(line) for line in errors.splitlines())
    return tuple(match[1] or match[2] for match in found if match)


def _complaints(output: str, errors: str) -> tuple[str, ...]:
    """What cannot be installed, in apt's words: those that name a package that is not there, if there are any."""
    unmet, name = [], ""
    for line in output.splitlines():
        match = _UNMET.fullmatch(line)
        if match:
            name = match[1] or name
            unmet.append(f"{name} {match[2]}")
    causes = [line for line in unmet if line.endswith("is not installable")]
    said = [line[3:] for line in errors.splitlines() if line.startswith("E: ")]
    return tuple(causes or unmet or said or ["apt-get failed and did not say why"])
