"""rasa-sdk's action server in one process, on loopback: `python -m bot.action_server --port N`.

The SDK's own command listens on every address, imports everything a second time in a worker process, refuses calls
that come without the whole domain (Rasa 3.6 sends it only to actions that ask for it, see endpoints.yml), and warns
that Rasa 3.6 and SDK 3.21 have different numbers, which is meant here.
"""

import argparse
import warnings
from typing import Any

from bot.logs import log_to_parent

PACKAGE = "actions"  # found by name: bot never imports it


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")
    warnings.filterwarnings("ignore", category=DeprecationWarning)

    from rasa_sdk.endpoint import create_app_for_serve
    from rasa_sdk.executor import ActionExecutor
    from sanic import Sanic

    class Executor(ActionExecutor):  # type: ignore[misc]
        def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
            return payload.get("domain") or {}

    log_to_parent("actions")
    executor = Executor()
    executor.register_package(PACKAGE)
    app = create_app_for_serve(executor, cors_origins=[])
    app.prepare(host="127.0.0.1", port=port, single_process=True, motd=False, access_log=False)
    Sanic.serve_single(primary=app)


if __name__ == "__main__":
    main()
