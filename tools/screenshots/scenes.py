"""What the pictures show, one function for each page."""

import re

from playwright.sync_api import Page, expect

from tests.browser.people import ADMIN, DESK, STUDIO, Agent, Customer
from tests.stack import ADMIN_EMAIL, ADMIN_PASSWORD, Stack
from tools.screenshots import demo
from tools.screenshots.camera import PHONE, Camera

PASSWORD = "a password for tests"
WAITING = (
    "there was a crack in the water tank when I unpacked it, that is really annoying",
    "where is my order BL-10482?",
    "I was charged twice for my plan and nobody answers, this is unacceptable!",
)
PROBLEM = ("my Brewline One blinks red and makes no coffee", "I have descaled it already, it still blinks")
UNUSUAL = (
    "the froth arm smells of old cheese since the weekend",
    "my name is Robin Baker and the syrups still arent here but the plan was charged",
    "can two flats share one plan",
    "is that hissing normal or should i worry",
    "hm the light does its thing again after the update",
    "could you do something about the noise at night",
)


def shop(camera: Camera, stack: Stack) -> None:
    asked = {"shop": "do you have vanilla syrup?", "shop-dark": "how do I descale my Duo?"}
    for name, words in asked.items():
        cleo = Customer(camera.page(dark=name.endswith("dark"))).arrive()
        ask(cleo, words)
        camera.take(cleo.page, name)
        cleo.page.context.close()


def widget(camera: Camera, stack: Stack) -> None:
    """On a phone: the bot, the wait for a person, and what we asked in the end."""
    ann = Agent(camera.page(), "Ann").sign_in("ann@example.com", PASSWORD)
    cleo = Customer(camera.page(PHONE)).arrive()
    ask(cleo, PROBLEM[0])
    camera.take(cleo.page, "shop-phone")
    cleo.ask_for_a_person()
    camera.take(cleo.page, "widget-waiting")
    ann.open(PROBLEM[0])
    ann.claim()
    ann.reply("Hello, I am Ann. Please hold both buttons for five seconds: the red light goes out.")
    cleo.sees("Hello, I am Ann.")
    ann.press("propose")
    cleo.choice("Yes").click()
    expect(cleo.panel.locator(".faces").last).to_be_visible()
    camera.take(cleo.page, "widget-csat")
    for page in (cleo.page, ann.page):
        page.context.close()


def desk(camera: Camera, stack: Stack) -> None:
    """A queue, and the first thing that an agent sees of a conversation."""
    for words in WAITING:
        with stack.visitor() as visitor:
            visitor.ask(words)
            visitor.ask("can I talk to a person please")
    with stack.visitor() as cleo:
        for words in (*PROBLEM, "a person please"):
            cleo.ask(words)
    for name, dark in (("desk", False), ("desk-dark", True)):
        agent = Agent(camera.page(dark=dark), "Ann").sign_in("ann@example.com", PASSWORD)
        agent.page.get_by_role("tab", name=DESK["unassigned"]).click()
        agent.page.goto(f"/desk#c={cleo.conversation_id}")
        expect(agent.log).to_be_visible()
        camera.take(agent.page, name)
        agent.page.context.close()


def admin(camera: Camera, stack: Stack) -> None:
    boss = demo.admin(stack)
    demo.usual_hours(boss)
    for name, section, dark in (
        ("admin-figures", "figures", False),
        ("admin-figures-dark", "figures", True),
        ("admin-hours", "hours", False),
        ("admin-rules", "rules", False),
        ("admin-log", "log", False),
    ):
        page = sign_in(camera.page(dark=dark), "/admin", section, ADMIN)
        if section == "figures":
            page.get_by_role("button", name=ADMIN["measure_csat"]).click()
            expect(page.get_by_role("img", name=ADMIN["measure_csat"]).first).to_be_visible()
        if section == "log":
            page.locator("summary").first.click()
        camera.take(page, name)
        page.context.close()


def studio(camera: Camera, stack: Stack) -> None:
    """With some customers whom the bot is not sure about."""
    for words in UNUSUAL:
        with stack.visitor() as visitor:
            visitor.ask(words)
    for name, section in (
        ("studio", "inbox"),
        ("studio-examples", "examples/support_troubleshoot"),
        ("studio-articles", "articles/descale-the-duo"),
    ):
        page = sign_in(camera.page(), "/studio", section, STUDIO)
        expect(page.locator("main li").first).to_be_visible()
        expect(page.get_by_text(STUDIO["loading"])).to_have_count(0)
        camera.take(page, name)
        page.context.close()


def finished_run(camera: Camera, stack: Stack, run: str) -> None:
    page = sign_in(camera.page(), "/studio", f"runs/{run}", STUDIO)
    done = page.get_by_role("heading", name=STUDIO["gate_passed"]).or_(
        page.get_by_role("heading", name=STUDIO["gate_refused"])
    )
    expect(done).to_be_visible(timeout=1_800_000)
    camera.take(page, "studio-run")
    page.context.close()


def ask(cleo: Customer, words: str) -> None:
    """And wait for the whole answer."""
    answers = cleo.bubbles("bot").count()
    cleo.say(words)
    expect(cleo.bubbles("bot").nth(answers)).to_be_visible()
    expect(cleo.panel.get_by_text(re.compile("is typing|is writing"))).to_have_count(0)


def sign_in(page: Page, path: str, section: str, words: dict[str, str]) -> Page:
    page.goto(f"{path}#{section}")
    page.get_by_label(words["email"]).fill(ADMIN_EMAIL)
    page.get_by_label(words["password"]).fill(ADMIN_PASSWORD)
    page.get_by_role("button", name=words["sign_in"]).click()
    expect(page.get_by_role("navigation")).to_be_visible()
    return page
