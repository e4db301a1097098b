# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Generated initiators, and one in memory that obeys the planner's actions as open-iscsi would."""

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.model import (
    Chap,
    Desired,
    Initiator,
    Lun,
    Portal,
    Record,
    Session,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.plan import Await, Delete, Login, Logout, Save
from hypothesis import strategies as st

IQNS = ("iqn.2026-11.com.example:san0", "iqn.2026-11.com.example:san1")
PORTALS = (Portal("10.77.30.50"), Portal("fd00::50", 3261))
TIMEOUT = "node.session.timeo.replacement_timeout"
DEFAULTS = {TIMEOUT: "120", "node.startup": "manual"}

settings = st.dictionaries(st.sampled_from([TIMEOUT, "node.startup"]), st.sampled_from(["120", "manual", "300"]))
chaps = st.sampled_from([Chap(), Chap("u1", "secret-secret1"), Chap("u1", "other-secret1", "t0", "target-secret")])
states = st.sampled_from(["present", "logged_in", "logged_out", "absent"])
luns = st.sampled_from([(), (Lun(0, "/dev/sda"),), (Lun(0, "/dev/sda"), Lun(1, "/dev/sdb", users=("mounted on /a",)))])


@st.composite
def initiators(draw):
    places = [(iqn, portal) for iqn in IQNS for portal in PORTALS]
    records = [
        Record(iqn, portal, draw(chaps), {**DEFAULTS, **draw(settings)})
        for iqn, portal in draw(st.lists(st.sampled_from(places), unique=True))
    ]
    sessions = [
        Session(
            number,
            iqn,
            portal,
            draw(st.sampled_from(["LOGGED_IN", "FAILED"])),
            draw(st.none() | chaps),
            {TIMEOUT: draw(st.sampled_from(["120", "300"]))},
            draw(luns),
        )
        for number, (iqn, portal) in enumerate(draw(st.lists(st.sampled_from(places), unique=True)), 1)
    ]
    return Initiator("iqn.2026-11.com.example:esx1", tuple(records), tuple(sessions))


@st.composite
def desires(draw):
    state = draw(states)
    return Desired(
        iqn=draw(st.sampled_from(IQNS)),
        portals=tuple(draw(st.lists(st.sampled_from(PORTALS), unique=True, min_size=0 if state == "absent" else 1))),
        state=state,
        chap=draw(chaps),
        settings=draw(settings),
        relogin=draw(st.booleans()),
        allow_logout_in_use=draw(st.booleans()),
    )


def there(step, one):
    return (one.iqn, one.portal) == (step.iqn, step.portal)


def obey(initiator, step):
    """The initiator after *step*."""
    records, sessions = list(initiator.records), list(initiator.sessions)
    if isinstance(step, Save):
        assert step.new is not any(there(step, record) for record in records)
        if step.new:
            records.append(Record(step.iqn, step.portal, settings=DEFAULTS))
        records = [saved(record, step) if there(step, record) else record for record in records]
    elif isinstance(step, Delete):
        assert not any(there(step, session) for session in sessions), "open-iscsi refuses that"
        records = [record for record in records if not there(step, record)]
    elif isinstance(step, Logout):
        sessions = [session for session in sessions if not there(step, session)]
    elif isinstance(step, Login):
        record = next(record for record in records if there(step, record))
        used = {TIMEOUT: record.settings[TIMEOUT]}
        sessions.append(Session(99 + len(sessions), step.iqn, step.portal, chap=record.chap, settings=used))
    else:
        assert isinstance(step, Await)
        sessions = [
            dataclasses.replace(session, state="LOGGED_IN") if there(step, session) else session for session in sessions
        ]
    return dataclasses.replace(initiator, records=tuple(records), sessions=tuple(sessions))


def saved(record, step):
    chap = record.chap if step.chap is None else step.chap
    return dataclasses.replace(record, chap=chap, settings={**record.settings, **step.settings})
