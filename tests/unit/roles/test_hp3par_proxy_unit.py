# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The systemd unit of the proxy starts what the program understands, and confines it."""

from __future__ import annotations

import importlib
import pathlib
import re
import shlex
import sys

import jinja2
import pytest
import yaml

ROLE = pathlib.Path(__file__).parents[3] / "roles/hp3par_proxy"
sys.path.insert(0, str(ROLE / "files"))


def unit(**changes):
    names = {}
    for path in ("defaults/main.yml", "vars/main.yml"):
        names.update(yaml.safe_load((ROLE / path).read_text()))
    text = (ROLE / "templates/hp3par-proxy.service.j2").read_text()
    template = jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(text)
    return template.render(ansible_managed="managed", **{**names, **changes})


@pytest.mark.parametrize("authority", ["", "ca.pem"])
def test_it_starts_the_program_with_words_that_it_knows(authority):
    (line,) = re.findall(r"^ExecStart=(.*)$", unit(hp3par_proxy_client_ca=authority), re.MULTILINE)
    python, *words = shlex.split(line)
    assert (python, words[:2]) == ("/usr/bin/python3", ["-m", "hp3par_proxy"])
    main = importlib.import_module("hp3par_proxy.__main__")
    read = main.read_arguments(words[2:])
    assert (read.address, read.port) == ("0.0.0.0", 8443)
    assert read.client_ca == ("/etc/quorate/hp3par-proxy/clients.pem" if authority else "")


def test_it_is_given_the_time_that_its_commands_may_take():
    assert "TimeoutStopSec=3630\n" in unit() and "TimeoutStopSec=90\n" in unit(hp3par_proxy_limits={"seconds": 60})


def test_it_is_confined():
    lines = set(unit().splitlines())
    wanted = {"NoNewPrivileges=true", "ProtectSystem=strict", "ProtectHome=true", "CapabilityBoundingSet="}
    assert wanted <= lines and "User=hp3par-proxy" in lines
