# Copyright (c) 2026 quorate.ha_storage contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules for Remote Copy groups have in common."""

from __future__ import annotations


class ModuleDocFragment:
    """Fragment ``quorate.ha_storage._hp3par``."""

    DOCUMENTATION = r"""
options:
  name:
    description: The group, as the local array calls it. One group, never a pattern.
    type: str
    required: true
  peer_name:
    description:
      - What the other array calls it. On the array that has not created the group, the name has C(.r) and a number at
        its end, which is left out if this is not given.
    type: str
    default: ""
  array:
    description: The local array, the one that this task is about.
    type: dict
    required: true
    suboptions: &array
      name:
        description: The name of the array, for C(cli) and the proxy, and for messages.
        type: str
        required: true
      transport:
        description:
          - How the array is reached. V(ssh) is its command line by the system's C(ssh), V(cli) the InForm program
            C(cli), V(wsapi) its web services, V(proxy) a proxy that follows the document of OpenSVC.
          - The web services cannot turn one side alone, nor keep the natural direction. What they cannot do is refused
            before anything is changed.
        type: str
        choices: [ssh, cli, wsapi, proxy]
        default: ssh
      host:
        description: Address of the array's management, for V(ssh) and V(wsapi).
        type: str
      port:
        description: The port. Without it, C(ssh) decides; 8080 for V(wsapi), while Primera and Alletra have 443.
        type: int
      username:
        description: The user, for V(ssh) and V(wsapi). It needs the role Edit, or the right C(rcopygroup_set).
        type: str
      password:
        description: The password, for V(wsapi).
        type: str
      key_file:
        description: The private key, for V(ssh).
        type: path
      known_hosts:
        description: A file with the host key of the array, for V(ssh). No other key is accepted.
        type: path
      ssh_extra_args:
        description: More arguments for C(ssh), such as old algorithms for old arrays.
        type: list
        elements: str
        default: []
      output:
        description:
          - How tables are asked for by V(ssh). V(setclienv) is for 3PAR, V(flags) for newer releases, V(table) for all,
            where the others fail.
        type: str
        choices: [setclienv, flags, table]
        default: setclienv
      cli_path:
        description: The program, for V(cli). The certificate of the array must be known to it.
        type: path
        default: /opt/hp_3par_cli/bin/cli
      password_file:
        description: The file with the encrypted password, for V(cli).
        type: path
      url:
        description: Where the proxy is, without C(/api/cmd/). Only C(https).
        type: str
      service:
        description: The service for which the proxy allows the commands.
        type: str
      client_id:
        description: The id of this node, as the proxy knows it.
        type: str
      token:
        description: A secret of this node that the proxy asks for.
        type: str
      client_cert:
        description: A certificate of this node, for V(wsapi) and V(proxy).
        type: path
      client_key:
        description: Its key.
        type: path
      ca_path:
        description: Certificates of authorities, for V(wsapi) and V(proxy).
        type: path
      validate_certs:
        description: Whether the certificate is verified, for V(wsapi) and V(proxy).
        type: bool
        default: true
      accept_unverified_numbers:
        description:
          - The web services tell states as numbers, of which few could be verified. Set this after having compared
            M(quorate.ha_storage.hp3par_rcg_info) with the command line of the array, in as many states as you can.
          - Without it, nothing is changed by V(wsapi).
        type: bool
        default: false
      timezone:
        description:
          - The time zone of the array, as V(Europe/Paris). The command line tells times with a bare abbreviation.
          - Without it, the age of a copy is unknown, and a synchronization cannot be proven, unless the array is on
            UTC.
          - On Python 3.8, only V(UTC).
        type: str
        default: ""
      connect_timeout:
        description: Seconds.
        type: int
        default: 10
      command_timeout:
        description: Seconds for the answer to a question.
        type: int
        default: 120
  peer:
    description: The other array, with the same options. Without it, only what needs one side can be done.
    type: dict
    suboptions: *array
  peer_required:
    description:
      - Whether it is an error that the other array refuses to answer, for a wrong key or a wrong password for example.
        None of that shows that an array is lost. That its management cannot be reached is no error by itself.
      - With V(false), any error of the other array counts as silence, and a primary whose partner is silent is taken
        for the only one.
    type: bool
    default: true
notes:
  - Nothing of this has been run on an array yet. The modules are tested against a simulated pair of arrays that is
    built
    from documents, and from output that others have published. What could not be verified is marked in the sources, and
    is an error or a refusal where it is met.
  - Groups with several targets, and asynchronous streaming, are refused.
requirements:
  - C(ssh) for O(array.transport=ssh); the InForm C(cli) for O(array.transport=cli)
"""
