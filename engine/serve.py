"""Starts the engine: `python -m engine.serve --port 5005 [--model models/live.tar.gz]`, on 127.0.0.1 only.

Rasa's HTTP API stays off: the gateway's channel is all there is. Without a model it starts too and says so in /health.
"""

from engine.environment import prepare

prepare(threads=1)

import argparse
import asyncio
import logging
import os
import sys
from pathlib import Path

from engine.fingerprint import ROOT
from engine.light import quiet, without_tensorflow
from engine.train import is_of_another_program

logger = logging.getLogger("careline.engine")

MAX_BODY = 1_000_000
ANSWER_SECONDS = 60


def main() -> int:
    parser = argparse.ArgumentParser(prog="engine.serve", description="Starts the engine.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "live.tar.gz")
    options = parser.parse_args()
    os.chdir(ROOT)
    quiet()
    logging.getLogger("careline").setLevel(logging.INFO)
    without_tensorflow()

    from rasa.core.agent import load_agent
    from rasa.core.run import configure_app, create_http_input_channels
    from rasa.core.utils import AvailableEndpoints
    from rasa.shared.exceptions import RasaException
    from sanic import Sanic

    from engine import quick

    quick.once()
    try:
        channels = create_http_input_channels(None, str(ROOT / "credentials.yml"))
        endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    except RasaException as error:
        print(f"The engine cannot start: {error}", file=sys.stderr)
        return 1
    app = configure_app(channels, enable_api=False, port=options.port, endpoints=endpoints)
    app.config.REQUEST_MAX_SIZE = MAX_BODY
    app.config.RESPONSE_TIMEOUT = ANSWER_SECONDS
    app.config.REQUEST_TIMEOUT = ANSWER_SECONDS
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.ACCESS_LOG = False

    async def load(running: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        if is_of_another_program(options.model):
            logger.warning("%s was trained by another version of Careline: run `make train`", options.model.name)
        running.ctx.agent = await load_agent(model_path=str(options.model), endpoints=endpoints, loop=loop)
        ready = running.ctx.agent.processor is not None
        logger.info("the engine is %s on port %s", "ready" if ready else "without a model", options.port)

    app.register_listener(load, "before_server_start")
    app.run(host="127.0.0.1", port=options.port, workers=1, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
