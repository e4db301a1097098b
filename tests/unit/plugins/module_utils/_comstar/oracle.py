# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cases of the Sun test collection (STC comstar-tests): what the commands do, and what the modules make of it.

Each row runs on the simulated host as it stands, and is asked of the module for it: its options go through spec,
planner and system. Rows that the collection does not have are named ours. Facts are taken over, not code.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .worlds import FC, G0, G1, lun

# What a module makes of a case.
DONE = "it brings about what the command does"
THERE = "it finds nothing to do"
REFUSED = "it refuses before any change"
MISSING = "it says what is missing before any change"

WWN, EUI = "wwn.200000E08B909220", "eui.200000E08B909229"
IQN, OTHER = "iqn.1986-03.com.sun:01.46f7e260", "iqn.1986-03.com.sun:01.46f7e269"
TARGET = "iqn.1986-03.com.sun:02:target0"
LONG = "a" * 256
OFF = "svcadm disable stmf"


@dataclasses.dataclass(frozen=True)
class Case:
    """One row.

    before -- commands that must succeed first, by semicolons
    line -- the command of the case, and whether it *succeeds*
    module, options -- what is asked of which module (a key of ``modules.FORMS``)
    answer -- what the module makes of it; *instead*: it does what these commands do, where that is not the *line*
    """

    name: str
    before: str
    line: str
    succeeds: bool
    module: str
    answer: str
    options: dict[str, t.Any]
    instead: str = ""


def group(kind: str, name: str, *members: str, **options: t.Any) -> dict[str, t.Any]:
    """Options of comstar_group."""
    return {"name": name, "type": {"hg": "host", "tg": "target"}[kind], "members": list(members), **options}


def view(unit: str, host: str, target: str, number: int | None = None, **options: t.Any) -> dict[str, t.Any]:
    """Options of comstar_view; a view for everybody is allowed, for the collection allows it."""
    return {"lu": unit, "host_group": host, "target_group": target, "lun": number, "allow_all_hosts": True, **options}


def groups() -> t.Iterator[Case]:
    """create001 to 008, delete001 to 008, offline001 to 008: both kinds of group alike."""
    numbers = {"hg": ("001", "003", "007", "001", "002", "006"), "tg": ("004", "006", "008", "003", "004", "005")}
    for kind, (one, twice, long, gone, none, used) in numbers.items():
        make, drop, hosts = f"stmfadm create-{kind}", f"stmfadm delete-{kind}", "-h" if kind == "hg" else "-t"
        absent = group(kind, "g0", state="absent")
        yield Case(f"create{one} {kind}", "", f"{make} g0", True, "group", DONE, group(kind, "g0"))
        yield Case(f"create{twice} {kind} again", f"{make} g0", f"{make} g0", False, "group", THERE, group(kind, "g0"))
        yield Case(f"create{long} {kind} too long", "", f"{make} {LONG}", False, "group", REFUSED, group(kind, LONG))
        yield Case(f"delete{gone} {kind}", f"{make} g0", f"{drop} g0", True, "group", DONE, absent)
        yield Case(f"delete{none} no {kind}", "", f"{drop} g0", False, "group", THERE, absent)
        seen = f"{make} g0; stmfadm create-lu {lun(0)}; stmfadm add-view {hosts} g0 {G0}"
        yield Case(f"delete{used} {kind} of a view", seen, f"{drop} g0", False, "group", REFUSED, absent)
        everybody = group(kind, "All", state="absent")
        yield Case(f"delete007, 008 {kind} All", seen, f"{drop} All", False, "group", REFUSED, everybody)
        yield Case(f"offline007, 008 {kind}", OFF, f"{make} g0", True, "group", MISSING, group(kind, "g0"))
        yield Case(f"offline001, 002 {kind}", f"{make} g0; {OFF}", f"{drop} g0", True, "group", MISSING, absent)


def members() -> t.Iterator[Case]:
    """add001 to 008, 020 to 022, remove001 to 005, offline009, 010, 020: members that are nobody's session or port."""
    for kind in ("hg", "tg"):
        two = f"stmfadm create-{kind} g0; stmfadm create-{kind} g1"
        add, remove = f"stmfadm add-{kind}-member -g", f"stmfadm remove-{kind}-member -g"
        for member in (WWN, EUI, IQN):
            name = f"{kind} {member[:3]}"
            there = f"{two}; {add} g0 {member}"
            only, none = group(kind, "g0", member), group(kind, "g0", purge_members=True)
            yield Case(f"add001, 002, 020 {name}", two, f"{add} g0 {member}", True, "group", DONE, only)
            yield Case(f"add003, 004 {name} again", there, f"{add} g0 {member}", False, "group", THERE, only)
            moved = group(kind, "g1", member)
            yield Case(f"add005, 006 {name} elsewhere", there, f"{add} g1 {member}", False, "group", REFUSED, moved)
            made = f"stmfadm create-{kind} g9; {add} g9 {member}"
            asked = group(kind, "g9", member)
            yield Case(f"add007, 008 {name} to none", two, f"{add} g9 {member}", False, "group", DONE, asked, made)
            yield Case(f"remove001, 002, 005 {name}", there, f"{remove} g0 {member}", True, "group", DONE, none)
            yield Case(f"remove003, 004 {name} not in", two, f"{remove} g0 {member}", False, "group", THERE, none)
            line = f"{add} g0 {member}"
            yield Case(f"offline009, 010 {name}", f"{two}; {OFF}", line, True, "group", MISSING, only)
            line = f"{remove} g0 {member}"
            yield Case(f"offline020 {name}", f"{there}; {OFF}", line, True, "group", MISSING, none)
        # The commands go on after a member that fails; the module brings in what is missing.
        some, asked = f"{two}; {add} g0 {WWN} {IQN}", group(kind, "g0", EUI, IQN)
        instead = f"{add} g0 {EUI}"
        yield Case(f"add021, 022 {kind}", some, f"{add} g0 {EUI} {IQN}", False, "group", DONE, asked, instead)


def ports() -> t.Iterator[Case]:
    """tgmember001 to 010, add025, 026, remove008 to 010, online003, 004, offline004, 005, visible001 to 003."""
    add, remove = f"stmfadm add-tg-member -g g0 {TARGET}", f"stmfadm remove-tg-member -g g0 {TARGET}"
    made = f"stmfadm create-tg g0; itadm create-target -n {TARGET}"
    off, member = f"{made}; stmfadm offline-target {TARGET}", f"{made}; stmfadm offline-target {TARGET}; {add}"
    joins, leaves = group("tg", "g0", TARGET), group("tg", "g0", purge_members=True)
    iscsi = "svcadm disable svc:/network/iscsi/target"
    again = f"stmfadm online-target {TARGET}"
    yield Case("tgmember001, 002, add025 off line", off, add, True, "group", DONE, joins)
    yield Case("ours: on line", made, add, False, "group", REFUSED, joins)
    told = {**joins, "allow_offline_targets": True}
    around = f"stmfadm offline-target {TARGET}; {add}; {again}"
    yield Case("ours: on line, and told", made, add, False, "group", DONE, told, around)
    yield Case("ours: not there yet", "stmfadm create-tg g0", add, True, "group", DONE, joins)
    yield Case("tgmember003, add026 service off", f"{off}; {OFF}", add, True, "group", MISSING, joins)
    yield Case("visible003, offline004 service off", f"{made}; {OFF}", add, True, "group", MISSING, joins)
    yield Case("tgmember004 iSCSI off", f"{made}; {iscsi}", add, True, "group", DONE, joins)
    yield Case("tgmember005 both off", f"{made}; {OFF}; {iscsi}", add, True, "group", MISSING, joins)
    yield Case("tgmember006, remove008 on line", f"{member}; {again}", remove, False, "group", REFUSED, leaves)
    yield Case("tgmember007, remove009 off line", member, remove, True, "group", DONE, leaves)
    yield Case("tgmember008, remove010 service off", f"{member}; {OFF}", remove, True, "group", MISSING, leaves)
    yield Case("tgmember009 iSCSI off", f"{member}; {iscsi}", remove, True, "group", DONE, leaves)
    yield Case("tgmember010 both off", f"{member}; {OFF}; {iscsi}", remove, True, "group", MISSING, leaves)
    online, offline = {"name": FC}, {"name": FC, "online": False}
    down = f"stmfadm offline-target {FC}"
    yield Case("online003 already", "", f"stmfadm online-target {FC}", True, "target", THERE, online)
    yield Case("online004 off", "", down, True, "target", DONE, offline)
    yield Case("online004 on", down, f"stmfadm online-target {FC}", True, "target", DONE, online)
    yield Case("offline005 service off", OFF, f"stmfadm online-target {FC}", False, "target", MISSING, online)
    gone, delete = {"name": TARGET, "state": "absent"}, f"itadm delete-target {TARGET}"
    both = f"stmfadm offline-target {TARGET}; {delete}"
    yield Case("visible003 delete on line", made, delete, False, "target", DONE, gone, both)
    yield Case("visible002 delete by force", made, f"itadm delete-target -f {TARGET}", True, "target", DONE, gone)
    yield Case("delete_target003 delete off line", off, delete, True, "target", DONE, gone)
    yield Case("delete_target001 none", "", delete, False, "target", THERE, gone)


VIEWS = [
    # name, views that are there, the new one, what the module makes of it
    ("add009 with a LUN", [], (G0, "hg0", "tg0", 0), DONE),
    ("add010 automatic LUN", [], (G0, "hg0", "tg0", None), DONE),
    ("add011 all targets", [], (G0, "hg0", "", None), DONE),
    ("add012 all hosts", [], (G0, "", "tg0", None), DONE),
    ("add013 everybody everywhere", [], (G0, "", "", None), DONE),
    ("add014 the same again", [(G0, "hg0", "tg0", 0)], (G0, "hg0", "tg0", 0), THERE),
    ("add015 another pair", [(G0, "hg0", "tg0", 0)], (G0, "hg1", "tg1", 1), DONE),
    ("add016 then all hosts", [(G0, "hg0", "tg0", 0)], (G0, "", "tg0", 0), REFUSED),
    ("add017 then all targets", [(G0, "hg0", "tg0", 0)], (G0, "hg0", "", 0), REFUSED),
    ("add018 past the last LUN", [], (G0, "hg0", "tg0", 16384), REFUSED),
    ("add019", [(G0, "hg0", "tg0", 0), (G0, "hg0", "tg1", 1)], (G0, "", "tg1", None), REFUSED),
    ("add023 same LUN", [(G0, "hg0", "tg0", 0), (G0, "hg1", "tg1", 0)], (G1, "hg1", "tg1", 0), REFUSED),
    ("add023 all targets", [(G0, "hg0", "tg0", 0), (G0, "hg1", "tg1", 0)], (G1, "hg1", "", 0), REFUSED),
    ("add023 automatic", [(G0, "hg0", "tg0", 0), (G0, "hg1", "tg1", 0)], (G1, "hg1", "tg1", None), DONE),
    ("ours: other hosts, same LUN", [(G0, "hg0", "tg0", 0)], (G1, "hg1", "tg0", 0), DONE),
    ("ours: other targets, same LUN", [(G0, "hg0", "tg0", 0)], (G1, "hg0", "tg1", 0), DONE),
    ("ours: all hosts meet a group", [(G0, "", "tg0", 0)], (G1, "hg0", "tg0", 0), REFUSED),
    ("ours: all hosts, other targets", [(G0, "", "tg0", 0)], (G1, "hg0", "tg1", 0), DONE),
    ("ours: all hosts meet all targets", [(G0, "", "tg0", 0)], (G1, "hg0", "", 0), REFUSED),
    ("ours: everything meets everything", [(G0, "", "", 5)], (G1, "hg0", "tg0", 5), REFUSED),
    ("ours: everything, another LUN", [(G0, "", "", 5)], (G1, "hg0", "tg0", 6), DONE),
    ("ours: another number", [(G0, "hg0", "tg0", 0)], (G0, "hg0", "tg0", 3), REFUSED),
    ("ours: a host group that is not there", [], (G0, "hg9", "", 0), MISSING),
    ("ours: a target group that is not there", [], (G0, "hg0", "tg9", 0), MISSING),
]


def views() -> t.Iterator[Case]:
    """add009 to 019, 023, remove006, 007, list010, offline003, 011, and each way in which two views can meet."""
    add = "stmfadm add-view"
    for name, there, new, answer in VIEWS:
        before = "; ".join([_furnished(), *(_line(each) for each in there)])
        yield Case(name, before, _line(new), answer == DONE, "view", answer, view(*new))
    orphan, unit = (G1[:-1] + "9", "hg0", "", 0), view(G0, "hg0", "tg0")
    yield Case("ours: no such unit", _furnished(), _line(orphan), True, "view", MISSING, view(*orphan))
    told = view(*orphan, allow_unregistered=True)
    yield Case("ours: no such unit, and told", _furnished(), _line(orphan), True, "view", DONE, told)
    one, gone = f"{_furnished()}; {add} -h hg0 -t tg0 {G0}", {**unit, "state": "absent"}
    yield Case("remove006, 007", one, f"stmfadm remove-view -l {G0} 0", True, "view", DONE, gone)
    yield Case("remove006, 007 all", one, f"stmfadm remove-view -l {G0} -a", True, "view", DONE, gone)
    yield Case("remove006 none", _furnished(), f"stmfadm remove-view -l {G0} 0", False, "view", THERE, gone)
    other = {**view(G0, "hg1", "tg1"), "state": "absent"}
    yield Case("remove007 another", one, f"stmfadm remove-view -l {G0} 1", False, "view", THERE, other)
    line = f"stmfadm remove-view -l {G0} -a"
    yield Case("offline003 service off", f"{one}; {OFF}", line, True, "view", MISSING, gone)
    line = _line((G0, "hg0", "tg0", 0))
    yield Case("offline011 service off", f"{_furnished()}; {OFF}", line, True, "view", MISSING, unit)
    # Reading finds no view where list-view fails.
    unloaded = f"{one}; sbdadm delete-lu {G0}"
    yield Case("list010 unloaded unit", unloaded, f"stmfadm list-view -l {G0}", False, "view", THERE, gone)


def _furnished() -> str:
    made = [f"stmfadm create-{kind} {kind}{number}" for kind in ("hg", "tg") for number in (0, 1)]
    return "; ".join([*made, f"stmfadm create-lu {lun(0)}", f"stmfadm create-lu {lun(1)}"])


def _line(new: tuple[str, str, str, int | None]) -> str:
    unit, host, target, number = new
    options = {"-n": "" if number is None else str(number), "-h": host, "-t": target}
    return " ".join(["stmfadm add-view", *(f"{key} {value}" for key, value in options.items() if value), unit])


def units() -> t.Iterator[Case]:
    """sbdadm create001, 002, 004 to 006, delete001 to 004, import001 to 005, modify001 to 003; online001, 002."""
    path, create = lun(0), f"sbdadm create-lu {lun(0)}"
    present, gone = {"path": path, "tool": "sbdadm"}, {"path": path, "tool": "sbdadm", "state": "absent"}
    standby, back = {**gone, "state": "standby"}, {**present, "metadata": "import"}
    delete, load = f"sbdadm delete-lu {G0}", f"sbdadm import-lu {path}"
    seen = f"{create}; stmfadm create-hg hg0; stmfadm add-view -h hg0 {G0}"
    for size, answer in (("1024k", DONE), ("20m", DONE), ("1g", DONE), ("1048577", REFUSED), ("-1024k", REFUSED)):
        asked = {**present, "size": f"{size}b" if size[-1].isdigit() else size}
        line = f"sbdadm create-lu -s {size} {path}"
        yield Case(f"sbdadm create004 to 006 {size}", "", line, answer == DONE, "lu", answer, asked)
    yield Case("sbdadm create002 again", create, create, False, "lu", THERE, present)
    yield Case("sbdadm delete001", create, delete, True, "lu", DONE, gone)
    short = {"guid": "6" + "0" * 15, "state": "absent"}
    yield Case("sbdadm delete002 no GUID", create, "sbdadm delete-lu 6000000000000000", False, "lu", REFUSED, short)
    yield Case("sbdadm delete003 keeps views", seen, f"sbdadm delete-lu -k {G0}", True, "lu", DONE, standby)
    # The command takes the views along; the module wants them removed one by one.
    yield Case("sbdadm delete004 with views", seen, delete, True, "lu", REFUSED, gone)
    yield Case("sbdadm import001", f"{create}; {delete}", load, True, "lu", DONE, back)
    missing = {**back, "path": "/dev/zvol/rdsk/sp1/none"}
    line = "sbdadm import-lu /dev/zvol/rdsk/sp1/none"
    yield Case("sbdadm import002 no volume", create, line, False, "lu", MISSING, missing)
    yield Case("sbdadm import003 with its views", f"{seen}; sbdadm delete-lu -k {G0}", load, True, "lu", DONE, back)
    yield Case("sbdadm import004 already", create, load, False, "lu", THERE, back)
    yield Case("sbdadm import005 never made", "", load, False, "lu", REFUSED, back)
    half, grown = f"sbdadm create-lu -s 512m {path}", {**present, "size": "1g"}
    yield Case("sbdadm modify001 by path", half, f"sbdadm modify-lu -s 1g {path}", True, "lu", DONE, grown)
    yield Case("sbdadm modify003 by GUID", half, f"sbdadm modify-lu -s 1g {G0}", True, "lu", DONE, grown)
    negative = {**present, "size": "-1024m"}
    yield Case("sbdadm modify002", half, f"sbdadm modify-lu -s -1024m {path}", False, "lu", REFUSED, negative)
    on, off = {"path": path, "online": True}, {"path": path, "online": False}
    yield Case("online001 already", create, f"stmfadm online-lu {G0}", True, "lu", THERE, on)
    yield Case("online002 off", create, f"stmfadm offline-lu {G0}", True, "lu", DONE, off)
    yield Case("online002 on", f"{create}; stmfadm offline-lu {G0}", f"stmfadm online-lu {G0}", True, "lu", DONE, on)
    yield Case("offline006 service off", f"{create}; {OFF}", f"stmfadm online-lu {G0}", False, "lu", MISSING, on)


def iscsi() -> t.Iterator[Case]:
    """itadm's data cases, iscsi_smf001 to 003, smf001."""
    make, target = "itadm create-tpg 1 10.0.0.1", f"itadm create-target -n {TARGET}"
    one, named = {"name": "1", "portals": ["10.0.0.1"]}, {"name": TARGET}
    off = "svcadm disable svc:/network/iscsi/target"
    yield Case("iscsi_smf001 portal group", "", make, True, "tpg", DONE, one)
    at = {**named, "portal_groups": ["1"]}
    yield Case("iscsi_smf001, create_target001", make, f"{target} -t 1", True, "target", DONE, at)
    yield Case("iscsi_smf002 portal group, off", off, make, False, "tpg", MISSING, one)
    yield Case("iscsi_smf002 target, off", f"{make}; {off}", f"{target} -t 1", False, "target", MISSING, at)
    again = f"{make}; {off}; svcadm enable -rs svc:/network/iscsi/target; itadm create-tpg 2 10.0.0.2"
    two = {**named, "portal_groups": ["2"]}
    yield Case("iscsi_smf003 off and on", again, f"{target} -t 2", True, "target", DONE, two)
    ports = ["10.0.0.1", "10.0.0.1:3261", "10.0.0.2:3262"]
    several = {"name": "1", "portals": ports}
    yield Case("create_tpg001", "", f"itadm create-tpg 1 {' '.join(ports)}", True, "tpg", DONE, several)
    other = {"name": "1", "portals": ["10.0.0.2:3261", "10.0.0.1:3263"]}
    line = "itadm create-tpg 1 10.0.0.2:3261 10.0.0.1:3263"
    yield Case("create_tpg002, 003 again", make, line, False, "tpg", REFUSED, other)
    yield Case("ours: a portal twice", make, "itadm create-tpg 2 10.0.0.1", False, "tpg", REFUSED, {**one, "name": "2"})
    gone = {"name": "1", "state": "absent"}
    yield Case("delete_tpg001", make, "itadm delete-tpg 1", True, "tpg", DONE, gone)
    yield Case("delete_tpg002 of a target", f"{make}; {target} -t 1", "itadm delete-tpg 1", False, "tpg", REFUSED, gone)
    three = f"{make}; itadm create-tpg 2 10.0.0.2; itadm create-tpg 3 10.0.0.2:3262"
    all_of_them = {**named, "portal_groups": ["1", "2", "3"]}
    yield Case("create_target002", three, f"{target} -t 1,2,3", True, "target", DONE, all_of_them)
    alias, same = f"itadm create-target -n {TARGET}.1 -l same", {**named, "alias": "same"}
    yield Case("create_target003 alias twice", alias, f"{target} -l same", True, "target", DONE, same)
    yield Case("create_target004 again", target, target, False, "target", THERE, named)
    user, iqn = f"itadm create-initiator -u chap-user {IQN}", {"iqn": IQN, "chap_user": "chap-user"}
    yield Case("create_initiator001", "", user, True, "initiator", DONE, iqn)
    yield Case("create_initiator001 again", user, user, False, "initiator", THERE, iqn)
    absent = {"iqn": IQN, "state": "absent"}
    yield Case("delete_initiator", user, f"itadm delete-initiator {IQN}", True, "initiator", DONE, absent)
    start, stop = {"name": "stmf"}, {"name": "stmf", "state": "offline"}
    yield Case("smf001 on", "", "svcadm enable -rs stmf", True, "service", THERE, start)
    yield Case("smf001 off", "", "svcadm disable -s stmf", True, "service", DONE, stop)
    yield Case("smf001 off again", OFF, "svcadm disable -s stmf", True, "service", THERE, stop)


CASES = [*groups(), *members(), *ports(), *views(), *units(), *iscsi()]
# Cases that are not in the table, why neither side can run them, and what shows the nearest to them.
LEFT_OUT = {
    "auth001 to 012, visible004 to 014, discovery, fs, io": "A second host logs in with iscsiadm. Which sessions see a "
    "unit is ready.viewers (test_ready); that secrets arrive is test_targets.",
    "list001 to 009, 011, offline012 to 017, visible001, sbdadm list": "They read only. Each list comes back as what "
    "the host has in test_parse and test_parse_itadm; their texts and exit codes are in simulators/comstar/test_texts.",
    "smf002, 003, iscsi_smf004": "Kernel modules are unloaded, services reloaded; neither side knows of modules.",
    "smf004, 005, offline018, 019": "What is off line while the framework is: nothing is asked of a module.",
    "add024, n_syntax, p_syntax": "The collection lets a target on line join a group. The command's source refuses "
    "that, and simulator and planner with it (ours: on line). The syntax cases are generated option by option.",
    "sbdadm create003, modify004": "The collection makes units larger than their volumes. Whether later builds do is "
    "unverified; the planner refuses it (test_units).",
    "sbdadm create001, 007 to 009": "Units of files and disks; the simulator has none, test_system reads them.",
    "modify_target001, delete_target001 with two names": "Renaming, and two operands: no module does that.",
}
