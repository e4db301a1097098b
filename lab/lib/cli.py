# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The command line."""

import argparse
import sys
from typing import Any, List, Optional

from lab.lib import up, verbs
from lab.lib.errors import LabError
from lab.lib.sources import RELEASES
from lab.lib.state import Lab

SUB = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _start_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--image", choices=["warm", "bare"], help="packages inside, or only a repository of them")
    parser.add_argument("--release", dest="release_given", choices=sorted(RELEASES), help="Debian release, default 13")


def parser() -> argparse.ArgumentParser:
    """All verbs and options."""
    top = argparse.ArgumentParser(prog="lab/lab", description="Throwaway clusters of user-mode Linux nodes.")
    top.add_argument("--name", default="", help="which lab (default: $LAB_NAME, or 'default')")
    sub: Any = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    _verbs_of_the_lab(sub)
    _verbs_of_nodes(sub)
    return top


def _verbs_of_the_lab(sub: Any) -> None:
    entry = sub.add_parser("up", help="start the lab (idempotent)")
    entry.add_argument("topology", nargs="?", help="pair (default), metro, single, or a YAML file")
    _start_options(entry)
    entry.add_argument("--memory", default="", help="memory of each node, e.g. 512M")
    entry.add_argument(
        "--restart",
        choices=["always", "failure", "never"],
        default="always",
        help="start a node again that ended by itself (fenced, powered off); default always",
    )
    entry.add_argument("--restart-delay", type=float, default=1.0, help="seconds before that")
    entry.add_argument("--timeout", type=float, default=180, help="seconds a node may take to answer")

    entry = sub.add_parser("build", help="make the images only")
    _start_options(entry)

    entry = sub.add_parser("status", help="what runs")
    entry.add_argument("--json", action="store_true")

    sub.add_parser("down", help="end the lab")
    entry = sub.add_parser("doctor", help="what this host lacks")
    entry.add_argument("--install", action="store_true", help="install it (apt, as root or by sudo)")


def _verbs_of_nodes(sub: Any) -> None:
    for verb, text in (("ssh", "a shell in a node, or a command line"), ("run", "one command in a node")):
        entry = sub.add_parser(verb, help=text)
        entry.add_argument("node")
        entry.add_argument("command", nargs=argparse.REMAINDER)

    entry = sub.add_parser(
        "cut", help="cut NODE [NETWORK], NODE tcp/PORT, site:SITE [NETWORK], or site:SITE-SITE [NETWORK]"
    )
    entry.add_argument("what")
    entry.add_argument("where", nargs="?", default="")
    entry = sub.add_parser("heal", help="the reverse of cut; alone: everything")
    entry.add_argument("what", nargs="?", default="")
    entry.add_argument("where", nargs="?", default="")

    entry = sub.add_parser("latency", help="how far two sites are from each other")
    entry.add_argument("pair", help="two sites, such as a-b")
    entry.add_argument("round_trip", metavar="MILLISECONDS", help="from one to the other and back")

    for verb, text in (
        ("freeze", "stop nodes in their tracks"),
        ("thaw", "let them go on"),
        ("kill", "power off, as by the button"),
        ("unplug", "power off, and the BMC too"),
        ("start", "power on"),
        ("replace", "new machines of the same names: disks as at the first up"),
    ):
        entry = sub.add_parser(verb, help=text)
        entry.add_argument("nodes", nargs="+", metavar="NODE")
        if verb in ("start", "replace"):
            entry.add_argument("--no-wait", action="store_true", help="do not wait until the nodes answer")
            entry.add_argument("--timeout", type=float, default=180)

    entry = sub.add_parser("logs", help="power events and consoles")
    entry.add_argument("node", nargs="?")
    entry.add_argument("--lines", type=int, default=20)


def main(argv: Optional[List[str]] = None) -> int:
    """Do what the command line says; a LabError is one clear message and code 1."""
    options = parser().parse_args(argv)
    options.release = getattr(options, "release_given", None) or "13"
    actions = {"up": up.up, "build": up.build}
    action = actions.get(options.verb) or getattr(verbs, options.verb)
    try:
        return int(action(Lab(options.name), options))
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("lab: interrupted", file=sys.stderr)
        return 130
