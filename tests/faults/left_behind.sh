# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
# Runs on a node: says what is not as on a healthy site; nothing where all is well.
cibadmin --query --scope constraints | grep -oE 'id="(cli-|drbd-fence-|quorate-switchover-)[^"]*'
crm_mon --one-shot --inactive --output-as=xml >/run/faults.xml
grep -E 'failed="true"|<failure |<node .*(online="false"|standby="true"|unclean="true"|pending="true")|with_quorum="false"' /run/faults.xml
grep -E '^ [0-9]+:' /proc/drbd | grep -vE 'cs:Connected ro:(Primary/Secondary|Secondary/Primary) ds:UpToDate/UpToDate C r---'
votes=$(corosync-quorumtool -s)
echo "$votes" | grep -q 'Flags:.*Quorate.*Qdevice' || echo the arbiter does not vote
echo "$votes" | grep -qE 'A,V,.*\(local\)' || echo the arbiter does not vote for this node
true
