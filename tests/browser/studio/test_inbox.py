"""From a doubtful message to one line in a file, with the keyboard alone."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.api.engine import parsed, say
from tests.browser.desk.conftest import Counter
from tests.browser.people import STUDIO
from tests.browser.studio.conftest import Trainer
from tests.browser.test_accessibility import check
from tests.stack import until

FILE = "data/nlu/support/maintenance.yml"


def ask(counter: Counter, text: str, masked: str | None = None) -> None:
    """A customer's message that the bot is not sure about."""
    ranking = [
        {"name": "support_learn", "confidence": 0.36},
        {"name": "support_maintain", "confidence": 0.31},
        {"name": "service_complain", "confidence": 0.1},
    ]
    words = masked or text
    said = say("Hm.", intent="support_learn", confidence=0.36, masked=words, ranking=ranking)
    counter.engine.next(said)
    counter.engine.parses = parsed("support_maintain", masked="Hm.")
    visitor = counter.visitor()
    visitor.say(text)
    until(lambda: any(one["author"] == "bot" for one in visitor.thread()), "the bot has answered")


def test_messages_are_taught_with_one_key_each(stack: Counter, project: Path, tom: Trainer) -> None:
    before = (project / FILE).read_text()
    said = ["the froth arm smells of cheese", "white crust around the spout", "is vinegar ok for the tank"]
    for text in said:
        ask(stack, text)
    tom.open("inbox")
    expect(tom.page.get_by_text(STUDIO["inbox_total"]["other"].format(count=3))).to_be_visible()
    for left in (2, 1, 0):
        tom.page.keyboard.press("2")
        expect(tom.page.locator(".waiting .row")).to_have_count(left)
    assert sorted(set((project / FILE).read_text().splitlines()) - set(before.splitlines())) == sorted(
        f"    - {text}" for text in said
    )
    tom.page.keyboard.press("u")
    expect(tom.page.locator(".waiting .row")).to_have_count(1)


def test_a_made_up_name_stands_in_for_the_customers_own(stack: Counter, tom: Trainer) -> None:
    ask(stack, "i am Una Quorl, the froth arm is stuck", "i am [NAME], the froth arm is stuck")
    tom.open("inbox")
    expect(tom.page.get_by_label(STUDIO["example"])).to_have_value("i am Robin Baker, the froth arm is stuck")
    expect(tom.page.get_by_text("Quorl")).to_have_count(0)
    tom.page.keyboard.press("e")
    tom.page.keyboard.type("i am [NAME], it is stuck")
    tom.page.keyboard.press("Enter")
    expect(tom.page.get_by_role("alert")).to_contain_text("[NAME]")
    expect(tom.page.locator(".waiting .row")).to_have_count(1)


def test_the_slower_of_two_trainers_is_told(stack: Counter, tom: Trainer, new_page: Callable[..., Page]) -> None:
    ask(stack, "the froth arm is wobbly today")
    stack.add_staff("una.usher@example.com", "Una Usher", "trainer")
    una = Trainer(new_page()).sign_in("una.usher@example.com")
    una.open("inbox")
    tom.open("inbox")
    for page in (una.page, tom.page):
        expect(page.locator(".waiting .row")).to_have_count(1)
    tom.page.keyboard.press("2")
    expect(tom.page.get_by_role("heading", name=STUDIO["inbox_empty_title"])).to_be_visible()
    una.page.keyboard.press("1")
    expect(una.page.locator(".toast")).to_contain_text("Tom Train was faster")
    expect(una.page.locator(".waiting .row")).to_have_count(0)


def test_axe_finds_nothing(stack: Counter, tom: Trainer) -> None:
    ask(stack, "the froth arm makes a strange noise")
    tom.open("inbox")
    expect(tom.page.locator(".around li")).not_to_have_count(0)
    check(tom.page)


def test_list_and_message_stand_side_by_side(stack: Counter, tom: Trainer) -> None:
    ask(stack, "the froth arm makes a strange noise")
    tom.open("inbox")
    listed = tom.page.locator(".waiting").bounding_box()
    opened = tom.page.locator(".item").bounding_box()
    assert listed
    assert opened
    assert (opened["y"], opened["x"]) == (listed["y"], listed["x"] + listed["width"])
