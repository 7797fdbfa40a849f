"""Pages as people see them, and pictures of them that are small enough for a repository."""

import io
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

LARGEST_KB = 150
DESKTOP, PHONE = (1280, 800), (390, 844)


@dataclass
class Camera:
    browser: Browser
    url: str
    folder: Path
    taken: list[str] = field(default_factory=list)

    def page(self, size: tuple[int, int] = DESKTOP, *, dark: bool = False) -> Page:
        """Somebody with a browser of their own, without animations."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/Berlin",
        )
        page = context.new_page()
        page.set_default_timeout(120_000)
        return page

    def take(self, page: Page, name: str) -> None:
        """As a palette picture; fewer colours until it is small."""
        page.evaluate("document.fonts.ready")
        page.mouse.move(1, 1)  # nothing is hovered
        page.wait_for_load_state("networkidle") if "/desk" not in page.url else page.wait_for_timeout(500)
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        for colours in (256, 128, 64, 32):
            made = io.BytesIO()
            shot.quantize(colours, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
            if made.tell() < LARGEST_KB * 1000:
                break
        (self.folder / f"{name}.png").write_bytes(made.getvalue())
        self.taken.append(f"docs/{name}.png {made.tell() // 1000} kB, {colours} colours")
