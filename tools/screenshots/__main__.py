"""Takes the pictures in docs/ from a running Careline of its own: `make screenshots`.

The bot, the engine and all three pages are the real ones; a scripted day at the shop gives them something to show
(`tools.screenshots.demo`). It ends by itself and leaves nothing running.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import CHROMIUM, FLAGS  # noqa: E402
from tests.stack import Stack, train_if_needed  # noqa: E402
from tools.screenshots import demo, scenes  # noqa: E402
from tools.screenshots.camera import Camera  # noqa: E402

PATIENCE_MS = 120_000
# Nobody sends a letter here, but the chat offers to.
MAIL = {"CARELINE_SMTP_URL": "smtp://127.0.0.1:9", "CARELINE_PUBLIC_URL": "http://127.0.0.1"}


def main() -> int:
    train_if_needed()
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        stack = Stack(Path(folder), **MAIL)
        try:
            stack.start().wait_ready()
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            camera = Camera(browser, stack.url, ROOT / "docs")
            run = demo.prepare(stack)
            for scene in (scenes.shop, scenes.widget, scenes.desk, scenes.admin, scenes.studio):
                scene(camera, stack)
            scenes.finished_run(camera, stack, run)
            browser.close()
        finally:
            stack.close()
    print("\n".join(camera.taken))
    return 0


if __name__ == "__main__":
    sys.exit(main())
