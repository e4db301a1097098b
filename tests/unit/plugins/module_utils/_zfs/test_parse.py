# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Output of OpenZFS 2.1.11, and whatever else must not be taken for it."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs import parse
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import Pool, Property, Snapshot, Token

ROW = "src/zv@a\tsnapshot\t2030296581824251536\t11\t1795350719\t12288\t1\tdst/one,dst/two\t19755951902817939\n"
MARK = "src/zv#a\tbookmark\t2030296581824251536\t11\t1795350719\t-\t-\t-\t-\n"
TOKEN = """resume token contents:
nvlist version: 0
\tfromguid = 0x8ed27996ae12fb55
\tobject = 0x1
\toffset = 0x2be000
\tbytes = 0x2daf70
\ttoguid = 0x99387a1971697ea1
\ttoname = src/zv@f
"""


def test_snapshots_and_bookmarks():
    later = ROW.replace("@a", "@0").replace("\t11\t", "\t17\t")
    found, marks = parse.parse_snapshots(later + ROW + MARK)["src/zv"]
    assert found[0] == Snapshot(
        "a", "2030296581824251536", 11, 1795350719, 12288, "19755951902817939", 1, (), ("dst/one", "dst/two")
    )
    assert [each.name for each in found] == ["a", "0"]
    assert marks == [Snapshot("a", "2030296581824251536", 11, 1795350719, bookmark=True)]


@pytest.mark.parametrize(
    "text",
    [
        "cannot open",
        ROW.replace("snapshot", "filesystem"),
        ROW.replace("2030296581824251536", "-"),
        ROW.replace("\t11\t", "\tx\t"),
        ROW.replace("@a", ""),
        ROW + "warning\n",
    ],
)
def test_what_is_no_list_of_snapshots(text):
    with pytest.raises(Unparsable):
        parse.parse_snapshots(text)


def test_properties():
    text = "src/zv\ttype\tvolume\t-\nsrc/zv\tstmf_sbd_lu\t600144f0\treceived\nsrc/zv\torigin\t-\t-\n"
    assert parse.parse_properties(text) == {
        "src/zv": {"type": Property("volume", "-"), "stmf_sbd_lu": Property("600144f0", "received")}
    }
    with pytest.raises(Unparsable):
        parse.parse_properties("src/zv\ttype\n")


def test_only_a_known_word_means_that_there_is_no_such_data_set():
    said = "cannot open 'src/none': dataset does not exist\n"
    assert parse.missing_names(said, ("src/none", "src/zv")) == {"src/none"}
    for text in (said.replace("none", "other"), "cannot open 'src/none': permission denied\n", said + "and more\n"):
        with pytest.raises(Unparsable):
            parse.missing_names(text, ("src/none",))


def test_a_token():
    assert parse.parse_token("1-x", TOKEN) == Token("1-x", "11040708736194281121", "10291421786567539541")
    # A snapshot that is gone is said after the contents; a first stream has no base; flags are by name.
    gone = TOKEN.replace("\tfromguid = 0x8ed27996ae12fb55\n", "") + "\trawok = 1\ncannot resume send: 'src/zv@f' used\n"
    assert parse.parse_token("1-x", gone) == Token("1-x", "11040708736194281121", raw=True)
    assert parse.parse_token("1-x", TOKEN + "\tlargeblockok = 1\n").large


@pytest.mark.parametrize("said", ["", "permission denied", TOKEN.replace("0x99387a1971697ea1", "many")])
def test_what_tells_nothing_about_a_token_leads_to_nothing(said):
    with pytest.raises(Unparsable):
        parse.parse_token("1-x", said)


def test_a_data_set():
    values = {
        "type": Property("volume", "-"),
        "written": Property("0", "-"),
        "volblocksize": Property("8192", "default"),
        "encryption": Property("aes-256-gcm", "-"),
        "keystatus": Property("unavailable", "-"),
        "readonly": Property("on"),
    }
    found = parse.to_dataset("src/zv", values, [], [])
    assert (found.kind, found.block_size, found.encrypted, found.key_loaded) == ("volume", 8192, True, False)
    assert found.properties == {"readonly": Property("on")}
    begun = {key: value for key, value in values.items() if key != "written"}
    assert parse.to_dataset("src/zv", begun, [], [], Token("1-x")).written == 0
    for wrong in (begun, {}, {**values, "type": Property("snapshot")}, {**values, "written": Property("many")}):
        with pytest.raises(Unparsable):
            parse.to_dataset("src/zv", wrong, [], [])


def test_pools():
    text = "src\thealth\tONLINE\nsrc\treadonly\toff\nsrc\tfree\t499751424\nsrc\tfeature@large_blocks\tenabled\n"
    assert parse.parse_pools(text) == {"src": Pool("src", "ONLINE", False, 499751424, True)}
    assert not parse.parse_pools(text.replace("enabled", "disabled"))["src"].large_blocks
    assert parse.parse_pools(text.replace("\toff", "\ton"))["src"].read_only


def test_holds():
    tags = parse.parse_holds("dst/zv@d\tkeep\tSun Nov 22 12:32 2026\ndst/zv@d\tmine\tSun Nov 22 12:32 2026\n")
    held = Snapshot("d", "1", 1, 1, holds=2)
    assert parse.with_tags([held], "dst/zv", tags)[0].tags == ("keep", "mine")
    assert parse.with_tags([held._replace(name="e", holds=0)], "dst/zv", tags)[0].tags == ()
