# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``python3 -m hp3par_proxy``: reads the configuration, serves until SIGTERM, reads it again on SIGHUP."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import pathlib
import signal
import ssl
import sys
import typing as t

from aiohttp import web

from .rules import Config, Wrong, read_config
from .server import Proxy, errors

# Nobody but the owner and its group may read secrets, and nobody but the owner write them.
_TOO_OPEN = 0o037


def load(path: str) -> Config:
    """The configuration in the file *path*. Raises Wrong, also for files of secrets that others can read."""
    try:
        config = read_config(json.loads(pathlib.Path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise Wrong([f"{path}: {error}"]) from None
    problems = [problem for file in (path, *config.arrays.values()) for problem in exposed(file)]
    if problems:
        raise Wrong(problems)
    return config


def exposed(path: str) -> list[str]:
    """What is wrong with a file that holds a secret."""
    try:
        mode = os.stat(path).st_mode & 0o777
    except OSError as error:
        return [f"{path}: {error.strerror}"]
    return [f"{path} has mode {mode:04o}: others must not read it, nor its group write it"] if mode & _TOO_OPEN else []


def tls(arguments: argparse.Namespace) -> ssl.SSLContext:
    """TLS 1.2 or later, with the certificates of clients verified where an authority for them is given."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(arguments.certificate, arguments.key)
    if arguments.client_ca:
        context.load_verify_locations(arguments.client_ca)
        context.verify_mode = ssl.CERT_OPTIONAL
    return context


async def serve(arguments: argparse.Namespace) -> None:
    """Runs until SIGTERM or SIGINT."""
    proxy, context = Proxy(load(arguments.config)), tls(arguments)
    loop, over = asyncio.get_running_loop(), asyncio.Event()

    def reload() -> None:
        """A configuration that cannot be used leaves the old one in force."""
        try:
            proxy.config = load(arguments.config)
            context.load_cert_chain(arguments.certificate, arguments.key)
        except (Wrong, OSError) as error:
            errors.error("the old configuration stays: %s", error)
        else:
            errors.info("the configuration was read again")

    loop.add_signal_handler(signal.SIGHUP, reload)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, over.set)
    runner = web.AppRunner(proxy.application(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, arguments.address, arguments.port, ssl_context=context).start()
    errors.info("listening on %s port %s", arguments.address, arguments.port)
    await over.wait()
    await runner.cleanup()


def read_arguments(words: t.Sequence[str] | None = None) -> argparse.Namespace:
    """The words of the command line."""
    parser = argparse.ArgumentParser(prog="hp3par_proxy")
    for name in ("config", "certificate", "key", "address"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--client-ca", default="")
    return parser.parse_args(words)


def main() -> int:
    """The return code: 0 after a stop, 1 where it could not begin."""
    arguments = read_arguments()
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(name)s %(message)s")
    try:
        problems = exposed(arguments.key)
        if problems:
            raise Wrong(problems)
        asyncio.run(serve(arguments))
    except (Wrong, OSError) as error:
        errors.error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
