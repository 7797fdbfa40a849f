"""Serves the application on a listening socket that the supervisor opened: `python -m bot.gateway --fd N --gate M`.

The socket outlives this process, so while a crashed gateway starts again customers wait in its backlog. The gate is a
pipe that the supervisor closes when the database is ready: all imports happen meanwhile.
"""

import argparse
import importlib
import os
import socket

import uvicorn

from bot.logs import log_to_parent
from bot.settings import load

LARGEST_FRAME = 256 * 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--gate", type=int, required=True)
    given = parser.parse_args()
    listener = socket.socket(fileno=given.fd)
    importlib.import_module("bot.api.app")
    os.read(given.gate, 1)
    log_to_parent("gateway")
    proxies = load().trusted_proxies
    config = uvicorn.Config(
        "bot.api.app:create_app",
        factory=True,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),  # anybody else could make up the address that the limits count
        forwarded_allow_ips=proxies,
        ws="websockets-sansio",
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,  # 21 kB for each connection instead of 56
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
