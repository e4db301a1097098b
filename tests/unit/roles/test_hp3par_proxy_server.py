# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxy as a process, by HTTPS, in front of simulated arrays."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import os
import signal
import ssl
import sys
import time

import aiohttp
import pytest
from hp3par.pair import new_pair
from hp3par.proxied import PROGRAM, TOKEN, Proxied
from hp3par.serve import Front

sys.path.insert(0, str(PROGRAM))
REFUSAL = {"ret": 1, "out": "", "err": "this command is not allowed for this node-service-array id"}
FORM = {"array": "hp3par1", "cmd": "showrcopy groups svc1", "path": "svc1", "uuid": "node1"}
HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def front(tmp_path):
    with Front(new_pair(), tmp_path, speed=50) as running:
        yield running


@pytest.fixture
def proxy(front):
    with Proxied(front) as running:
        yield running


def ask(proxy, *forms, headers=None, own_certificate=False):
    """The (status, reply) of each form, all at once; text where the reply is no JSON."""

    async def one(session, form):
        async with session.post(
            f"{proxy.url}/api/cmd/", data=form, headers=HEADERS if headers is None else headers
        ) as reply:
            text = await reply.text()
            return reply.status, json.loads(text) if text.startswith("{") else text

    async def all_of_them():
        context = ssl.create_default_context(cafile=str(proxy.certificate))
        if own_certificate:
            context.load_cert_chain(str(proxy.certificate))
        connector = aiohttp.TCPConnector(ssl=context, limit=0)
        async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(240)) as session:
            return await asyncio.gather(*(one(session, form) for form in forms))

    return asyncio.run(all_of_them())


def test_the_two_examples_of_the_document(front, proxy):
    allowed, refused = ask(proxy, FORM, {**FORM, "cmd": "showrcopy groups svc2"})
    status, said = allowed
    assert (status, said["ret"], said["err"], set(said)) == (200, 0, "", {"ret", "out", "err"})
    assert said["out"].startswith("svc1,hp3par2,Started,Primary,Periodic,")
    assert "\n ,svc1.data,2706,svc1.data,31079,Synced," in said["out"] and "LocalVV" not in said["out"]
    assert refused == (200, REFUSAL)


def test_the_older_name_of_the_service_is_understood(proxy):
    old = {"svcname" if key == "path" else key: value for key, value in FORM.items()}
    assert [reply[1]["ret"] for reply in ask(proxy, old, {**FORM, "svcname": "svc1"})] == [0, 0]


SIMILAR = [
    {"array": "hp3par2"},
    {"array": "HP3PAR1"},
    {"array": "hp3par1 "},
    {"array": "hp3par3"},
    {"array": ""},
    {"path": "svc2"},
    {"path": "SVC1"},
    {"path": " svc1"},
    {"svcname": "svc2"},
    {"uuid": "node2"},
    {"uuid": "NODE1"},
    {"uuid": ""},
    {"cmd": "showrcopy  groups svc1"},
    {"cmd": "showrcopy groups svc1 "},
    {"cmd": "showrcopy groups svc1\n"},
    {"cmd": "Showrcopy groups svc1"},
    {"cmd": "showrcopy groups SVC1"},
    {"cmd": "showrcopy groups svc1;stoprcopygroup -f svc1"},
    {"cmd": "showrcopy groups svc1 | sh"},
    {"cmd": "showrcopy groups $(id)"},
    {"cmd": "showrcopy groups svc1\x00"},
    {"cmd": "showrcopy groups svc\u00b9"},
    {"cmd": "-sys hp3par2 showrcopy groups svc1"},
    {"cmd": ""},
    {"more": "1"},
]


def test_what_only_looks_like_it_is_refused_and_reaches_no_array(front, proxy):
    forms = [{**FORM, **change} for change in SIMILAR]
    forms += [{key: value for key, value in FORM.items() if key != left} for left in FORM]
    forms += [[*FORM.items(), ("cmd", "showrcopy groups svc1")], [*FORM.items(), ("uuid", "node1")]]
    assert ask(proxy, *forms) == [(200, REFUSAL)] * len(forms)
    assert front.pair.log == []


@pytest.mark.parametrize("headers", [{}, {"Authorization": f"bearer {TOKEN}"}, {"Authorization": "Bearer wrong"}])
def test_a_client_without_its_token_is_refused(front, proxy, headers):
    assert ask(proxy, FORM, headers=headers) == [(200, REFUSAL)] and front.pair.log == []


def test_other_bodies_are_refused_too(front, proxy):
    (found,) = ask(proxy, json.dumps(FORM), headers={**HEADERS, "Content-Type": "application/json"})
    assert found == (200, REFUSAL)
    assert ask(proxy, {**FORM, "cmd": "a" * 5000})[0][0] == 413
    assert front.pair.log == []


def test_a_thousand_requests_at_once(front, proxy):
    """None is lost, and none of the wrong ones let through."""
    forms = [FORM if number % 2 else {**FORM, "path": f"svc{number}"} for number in range(1000)]
    with Proxied(front, cli="echo $1 $2", limits={"at_once": 8}) as quick:
        replies = ask(quick, *forms)
        assert len(quick.audited()) == 1000
    said = {"ret": 0, "out": "-sys hp3par1\n", "err": ""}
    assert replies == [(200, said if number % 2 else REFUSAL) for number in range(1000)]


def test_writes_of_an_array_come_one_after_the_other(front, tmp_path):
    script = f"echo begin >> {tmp_path}/order; sleep 0.2; echo end >> {tmp_path}/order"
    stop = {**FORM, "cmd": "stoprcopygroup -f svc1"}
    with Proxied(front, cli=script) as proxy:
        assert [reply[1]["ret"] for reply in ask(proxy, *[stop] * 4)] == [0] * 4
    assert (tmp_path / "order").read_text().split() == ["begin", "end"] * 4


def test_what_takes_too_long_is_killed_with_its_children(front, tmp_path):
    script = f"sh -c 'sleep 3; touch {tmp_path}/alive' & wait"
    with Proxied(front, cli=script, limits={"seconds": 1}) as proxy:
        began = time.monotonic()
        (reply,) = ask(proxy, FORM)
        assert reply[1]["ret"] == 124 and "may have been carried out" in reply[1]["err"]
        assert time.monotonic() - began < 20
        time.sleep(3)
    assert not (tmp_path / "alive").exists()


def test_what_has_to_wait_too_long_is_not_run(front, tmp_path):
    stop = {**FORM, "cmd": "stoprcopygroup -f svc1"}
    with Proxied(front, cli=f"echo run >> {tmp_path}/runs; sleep 30", limits={"seconds": 2}) as proxy:
        replies = [reply[1]["ret"] for reply in ask(proxy, stop, stop)]
    assert sorted(replies) == [124, 126] and (tmp_path / "runs").read_text() == "run\n"


def test_answers_have_limits_and_return_codes_are_handed_on(front):
    with Proxied(front, cli="head -c 100000 /dev/zero", limits={"answer": 1000}) as proxy:
        assert ask(proxy, FORM)[0][1]["ret"] == 125
    with Proxied(front, cli="echo out; echo err >&2; exit 7") as proxy:
        assert ask(proxy, FORM) == [(200, {"ret": 7, "out": "out\n", "err": "err\n"})]


def test_too_many_that_wait_are_told_so(front):
    with Proxied(front, cli="sleep 1", limits={"waiting": 2}) as proxy:
        statuses = sorted(status for status, _reply in ask(proxy, *[FORM] * 4))
    assert statuses == [200, 200, 503, 503]


def test_no_shell_and_no_more_environment_than_needed(front):
    with Proxied(front, cli='echo "$@"; env') as proxy:
        said = ask(proxy, FORM)[0][1]["out"].splitlines()
    assert said[0] == "-sys hp3par1 -nohdtot -csvtable showrcopy groups svc1"
    names = {line.partition("=")[0] for line in said[1:]}
    assert {"TPDPWFILE", "LC_ALL"} <= names and not {"TPDNOCERTPROMPT", "TPDSYSNAME", "SSH_AUTH_SOCK"} & names


def test_the_audit_tells_who_did_what_and_no_secret(front, proxy):
    ask(proxy, FORM, {**FORM, "cmd": "no such\ncommand"})
    lines = sorted(proxy.audited(), key=lambda line: line["decision"])
    assert [(line["client"], line["array"], line["decision"], line["ret"]) for line in lines] == [
        ("node1", "hp3par1", "read", 0),
        ("node1", "hp3par1", "refused", 1),
    ]
    assert lines[1]["command"] == "no such\ncommand" and TOKEN not in proxy.log.read_text()


def test_the_configuration_is_read_again_and_a_wrong_one_is_not_taken(front, proxy):
    def reload(text):
        proxy.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 20
        while text not in proxy.log.read_text():
            assert time.monotonic() < deadline, proxy.log.read_text()
            time.sleep(0.05)

    proxy.write(rules=[])
    reload("read again")
    assert ask(proxy, FORM) == [(200, REFUSAL)]
    proxy.config.write_text("{")
    reload("the old configuration stays")
    assert ask(proxy, FORM) == [(200, REFUSAL)] and proxy.process.poll() is None


@pytest.mark.parametrize("name", ["proxy.json", "hp3par1.pwf", "certificate.pem"])
def test_secrets_that_others_can_read_are_refused(front, name):
    proxy = Proxied(front)
    proxy.write()
    os.chmod(front.folder / name, 0o644)
    process = proxy.start()
    assert process.wait(30) == 1 and "has mode 0644" in proxy.log.read_text()


def test_a_client_can_prove_itself_by_its_certificate(front):
    clients = {"node1": {"certificate": "simulated arrays"}, "node2": {"certificate": "another"}}
    with Proxied(front, client_ca=True, clients=clients) as proxy:
        assert ask(proxy, FORM, headers={}) == [(200, REFUSAL)]
        assert ask(proxy, FORM, headers={}, own_certificate=True)[0][1]["ret"] == 0
        assert ask(proxy, {**FORM, "uuid": "node2"}, headers={}, own_certificate=True) == [(200, REFUSAL)]


def test_old_tls_is_refused(proxy):
    main = importlib.import_module("hp3par_proxy.__main__")
    given = argparse.Namespace(certificate=proxy.certificate, key=proxy.certificate, client_ca="")
    assert main.tls(given).minimum_version is ssl.TLSVersion.TLSv1_2
