# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the proxy's configuration allows: exactly what it says, and nothing that looks like it."""

from __future__ import annotations

import hashlib
import importlib
import json
import pathlib
import sys

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Step, Verb, Where
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.proxy_config import proxy_config
from hypothesis import assume, given
from hypothesis import strategies as st

FILES = pathlib.Path(__file__).parents[3] / "roles/hp3par_proxy/files"
sys.path.insert(0, str(FILES))
rules = importlib.import_module("hp3par_proxy.rules")

TOKEN = "a-long-token"
HASH = hashlib.sha256(TOKEN.encode()).hexdigest()
CONFIG = {
    "cli": "/opt/hp_3par_cli/bin/cli",
    "arrays": {"hp3par1": "/etc/pwf1", "hp3par2": "/etc/pwf2"},
    "clients": {"node1": {"token_sha256": HASH}, "node2": {"certificate": "node2.example.com"}},
    "rules": [
        {
            "service": "svc1",
            "client": "node1",
            "array": "hp3par1",
            "groups": ["RCG.SVC1"],
            "take_over": True,
            "read": ["showvv -showcols Name,CreationTime"],
        },
        {"service": "svc1", "client": "node2", "array": "hp3par1", "groups": ["RCG.SVC1"]},
        {"service": "svc2", "client": "node1", "array": "hp3par1", "write": ["updatevv -f vol1"]},
    ],
}
ALLOWED = [
    ("svc1", "node1", "hp3par1", "showrcopy targets", "read"),
    ("svc1", "node1", "hp3par1", "showrcopy links", "read"),
    ("svc1", "node1", "hp3par1", "showrcopy groups RCG.SVC1", "read"),
    ("svc1", "node1", "hp3par1", "showvv -showcols Name,CreationTime", "read"),
    ("svc1", "node1", "hp3par1", "syncrcopy -w RCG.SVC1", "write"),
    ("svc1", "node2", "hp3par1", "showrcopy links", "read"),
    ("svc2", "node1", "hp3par1", "updatevv -f vol1", "write"),
]
REFUSED = [
    ("svc1", "node1", "hp3par2", "showrcopy links"),
    ("svc2", "node1", "hp3par1", "showrcopy links"),
    ("svc1", "node3", "hp3par1", "showrcopy links"),
    ("SVC1", "node1", "hp3par1", "showrcopy links"),
    ("svc1 ", "node1", "hp3par1", "showrcopy links"),
    ("svc1", "Node1", "hp3par1", "showrcopy links"),
    ("svc1", "node1", "HP3PAR1", "showrcopy links"),
    ("svc1", "node1", "hp3par1", "Showrcopy links"),
    ("svc1", "node1", "hp3par1", "showrcopy  links"),
    ("svc1", "node1", "hp3par1", "showrcopy links "),
    ("svc1", "node1", "hp3par1", " showrcopy links"),
    ("svc1", "node1", "hp3par1", "showrcopy links\n"),
    ("svc1", "node1", "hp3par1", "showrcopy\tlinks"),
    ("svc1", "node1", "hp3par1", "showrcopy\u00a0links"),
    ("svc1", "node1", "hp3par1", "showrcopy groups RCG.SVC2"),
    ("svc1", "node1", "hp3par1", "showrcopy groups"),
    ("svc1", "node1", "hp3par1", "showrcopy"),
    ("svc1", "node1", "hp3par1", "showrcopy links; stoprcopygroup -f RCG.SVC1"),
    ("svc1", "node1", "hp3par1", "removercopygroup -f RCG.SVC1"),
    ("svc1", "node2", "hp3par1", "syncrcopy -w RCG.SVC1"),
    ("svc2", "node1", "hp3par1", "updatevv -f vol2"),
    ("", "", "", ""),
]


def config(**changes):
    return rules.read_config({**CONFIG, **changes})


@pytest.mark.parametrize(("service", "client", "array", "command", "kind"), ALLOWED)
def test_what_is_spelt_out_is_allowed(service, client, array, command, kind):
    assert config().decide(service, client, array, command) == kind


@pytest.mark.parametrize("asked", REFUSED)
def test_everything_else_is_refused(asked):
    assert config().decide(*asked) == ""


@given(st.tuples(*[st.text(max_size=40)] * 4))
def test_nothing_but_what_is_spelt_out_is_allowed(asked):
    assume(asked not in [allowed[:4] for allowed in ALLOWED])
    assert config().decide(*asked) == ""


def test_the_groups_of_a_rule_have_all_that_the_modules_send():
    def words(verb, *options):
        return " ".join(render.arguments(Step(verb, Where.LOCAL, "svc1", options)))

    options = [("-current",), ("-local", "-current"), ("-stopgroups", "-local", "-current")]
    sent = [words(verb) for verb in Verb] + [words(Verb.REVERSE, *given) for given in options]
    assert {command.format(group="svc1") for command in rules.WRITES} == set(sent)
    assert rules.READS == render.READS


def test_a_client_proves_who_it_is():
    by_token, by_certificate = config().clients["node1"], config().clients["node2"]
    both = rules.Client(HASH, "node")
    assert by_token.proven(TOKEN, "") and by_token.proven(TOKEN, "whoever")
    assert not any(by_token.proven(token, "node1") for token in ("", "a-long-tokem", TOKEN + " ", TOKEN.upper(), HASH))
    assert by_certificate.proven("", "node2.example.com") and not by_certificate.proven(TOKEN, "node1.example.com")
    assert both.proven(TOKEN, "node") and not both.proven(TOKEN, "") and not both.proven("", "node")
    assert not by_token.proven("\udcff", "")  # a header that is no UTF-8


WRONG = [
    ([], "no mapping"),
    ({**CONFIG, "rule": []}, "rule is not known"),
    ({**CONFIG, "cli": "cli"}, "cli must be an absolute path"),
    ({**CONFIG, "arrays": {"hp3par1": "pwf", "hp3par2": "/etc/pwf2"}}, "arrays.hp3par1 must be the absolute path"),
    ({**CONFIG, "arrays": ["hp3par1"]}, "arrays must be a mapping"),
    ({**CONFIG, "clients": {**CONFIG["clients"], "node1": {}}}, "neither token nor certificate"),
    ({**CONFIG, "clients": {**CONFIG["clients"], "node1": {"token": TOKEN}}}, "token_sha256 and certificate only"),
    ({**CONFIG, "clients": {**CONFIG["clients"], "node1": {"token_sha256": TOKEN}}}, "is no SHA-256"),
    ({**CONFIG, "rules": [{"service": "svc1"}]}, r"rules\[0\] must have service, client, array"),
    ({**CONFIG, "rules": [{**CONFIG["rules"][0], "array": "hp3par3"}]}, "array is not among arrays"),
    ({**CONFIG, "rules": [{**CONFIG["rules"][0], "client": "node3"}]}, "client is not among clients"),
    ({**CONFIG, "rules": [{**CONFIG["rules"][0], "groups": ["svc*"]}]}, "is not the name of one group"),
    ({**CONFIG, "rules": [{**CONFIG["rules"][0], "allow": []}]}, "allow is not known"),
    ({**CONFIG, "rules": [{**CONFIG["rules"][0], "read": "showrcopy"}]}, "must be a list"),
    ({**CONFIG, "limits": {"seconds": 0}}, "numbers above 0"),
    ({**CONFIG, "limits": {"second": 1}}, "numbers above 0"),
]


@pytest.mark.parametrize(("data", "why"), WRONG)
def test_a_configuration_that_is_wrong_is_not_used(data, why):
    with pytest.raises(rules.Wrong, match=why) as caught:
        rules.read_config(data)
    assert TOKEN not in str(caught.value)


INJECTIONS = [
    "showrcopy links; rm -rf /",
    "showrcopy links | cat",
    "showrcopy `id`",
    "showrcopy $(id)",
    "showrcopy ${HOME}",
    "showrcopy links && id",
    "showrcopy links > /tmp/x",
    "showrcopy < /etc/passwd",
    "showrcopy links\nstoprcopygroup -f x",
    "showrcopy links\r",
    "showrcopy 'a b'",
    'showrcopy "a"',
    "showrcopy a\\ b",
    "showrcopy links\x00",
    "showrcopy l\u0456nks",
    "showrcopy  links",
    " showrcopy",
    "showrcopy ",
    "-sys other showrcopy",
    "",
    "showrcopy *",
    "showrcopy a?",
    "showrcopy !x",
    "showrcopy #x",
    "showrcopy ~",
]


@pytest.mark.parametrize("command", INJECTIONS)
def test_no_rule_can_allow_more_than_plain_words(command):
    assert not rules.is_command(command)
    with pytest.raises(rules.Wrong, match="no single plain command"):
        config(rules=[{**CONFIG["rules"][0], "read": [command]}])


def test_an_identifier_is_enough_only_where_that_is_said():
    clients = {"node1": {}, "node2": {}}
    assert config(clients=clients, open=True).clients["node1"].proven("", "")


def test_limits_are_taken_over():
    assert config(limits={"seconds": 2.5, "at_once": 1}).limits == rules.Limits(2.5, 1)


def test_a_configuration_can_be_checked_before_it_is_used(tmp_path, capsys):
    check = importlib.import_module("hp3par_proxy.check")
    path = tmp_path / "config.json"
    for data, code, said in ((CONFIG, 0, ""), ({**CONFIG, "cli": "cli"}, 1, "cli must be an absolute path\n")):
        path.write_text(json.dumps(data))
        assert (check.main(str(path)), capsys.readouterr().err) == (code, said)
    path.write_text("{")
    assert check.main(str(path)) == 1 and "config.json: " in capsys.readouterr().err


def test_what_the_role_writes_is_what_the_program_reads():
    variables = {"cli": "/cli", "arrays": [{"name": "hp3par1"}], "identifier_is_enough": False, "limits": {}}
    variables |= {"clients": [{"id": "node1", "token": TOKEN}], "rules": [CONFIG["rules"][0]]}
    read = rules.read_config(proxy_config(variables, "/etc"))
    assert read.decide(*ALLOWED[0][:4]) == "read" and read.clients["node1"].proven(TOKEN, "")
