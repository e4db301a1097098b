# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""What a BMC answers: walked as fence_redfish walks it, and every wrong request."""

import base64

import pytest

from lab.lib import redfish

ACTION = "/redfish/v1/Systems/node1/Actions/ComputerSystem.Reset"


def get(path, powered=True):
    return redfish.respond("node1", powered, "GET", path, b"")


def basic(text):
    return "Basic " + base64.b64encode(text.encode()).decode()


def test_from_the_root_to_the_power_state():
    systems = get("/redfish/v1").content["Systems"]["@odata.id"]
    member = get(systems).content["Members"][0]["@odata.id"]
    system = get(member).content
    assert member == redfish.system_uri("node1")
    assert system["PowerState"] == "On"
    assert system["Actions"]["#ComputerSystem.Reset"]["target"] == ACTION
    assert get(member, powered=False).content["PowerState"] == "Off"


def test_a_slash_at_the_end_makes_no_difference():
    assert get("/redfish/v1/") == get("/redfish/v1")


@pytest.mark.parametrize("kind", redfish.RESETS)
def test_reset(kind):
    assert redfish.respond("node1", True, "POST", ACTION, b'{"ResetType": "%s"}' % kind.encode()) == (204, None, kind)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", ACTION, b"", 400),
        ("POST", ACTION, b"[]", 400),
        ("POST", ACTION, b'"text"', 400),
        ("POST", ACTION, b'{"ResetType": "Explode"}', 400),
        ("GET", ACTION, b"", 405),
        ("POST", "/redfish/v1/Systems/node1", b"{}", 405),
        ("GET", "/redfish/v1/Systems/node2", b"", 404),
        ("GET", "/", b"", 404),
    ],
)
def test_what_is_refused_changes_nothing(method, path, body, status):
    answer = redfish.respond("node1", True, method, path, body)
    assert (answer.status, answer.reset) == (status, "")
    assert answer.content["error"]["message"]


@pytest.mark.parametrize(
    ("header", "good"),
    [
        (basic("fence:x y:z"), True),
        (basic("fence:wrong"), False),
        (basic("root:x y:z"), False),
        ("Bearer x", False),
        ("Basic ?", False),
        ("Basic", False),
        ("", False),
    ],
)
def test_credentials(header, good):
    assert redfish.allowed(header, "fence", "x y:z") is good
