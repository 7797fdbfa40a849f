"""What each agent sets for their own browser: sounds, notifications, the language."""

import uuid

from playwright.sync_api import expect
from ruamel.yaml import YAML

from tests.browser.desk.conftest import Counter, Visitor
from tests.browser.people import DESK, ROOT, Agent

GERMAN = YAML(typ="safe").load((ROOT / "data" / "texts" / "de.yml").read_text("utf-8"))["desk"]
LISTEN = """() => {
  window.heard = [];
  window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title, { body }) { window.heard.push(body); }
  };
  const Audio = window.AudioContext;
  window.AudioContext = class extends Audio { constructor() { super(); window.heard.push("tone"); } };
  document.hasFocus = () => false;
}"""


def test_sound_and_notification_come_only_when_asked_for(stack: Counter, cleo: Visitor, ann: Agent) -> None:
    ann.page.evaluate(LISTEN)
    stack.visitor().asks_for_a_person(f"The first {uuid.uuid4()}")
    second = stack.visitor().asks_for_a_person(f"The second {uuid.uuid4()}")
    ann.find(second, "unassigned")
    assert ann.page.evaluate("heard") == []

    ann.page.keyboard.press("Alt+p")
    for text in ("alert_sound", "alert_notice"):
        ann.page.get_by_role("checkbox", name=DESK[text]).check()
    ann.page.keyboard.press("Escape")
    ann.page.wait_for_function("heard.includes('tone')")
    ann.page.evaluate("heard.length = 0")
    words = cleo.asks_for_a_person(f"The third {uuid.uuid4()}")
    ann.page.wait_for_function("text => heard.includes('tone') && heard.includes(text)", arg=DESK["alert_queued"])

    ann.open(words)
    ann.claim()
    ann.page.evaluate("location.hash = ''")
    cleo.say("still there?")
    ann.page.wait_for_function("text => heard.includes(text)", arg=DESK["alert_message"])


def test_the_desk_speaks_german_in_the_browser_that_wants_it(words: str, ann: Agent, ben: Agent) -> None:
    ann.open(words)
    ann.box.fill("half a reply")
    ann.page.keyboard.press("Alt+p")
    ann.page.get_by_label(DESK["language"]).select_option("de")
    expect(ann.page.get_by_role("tab", name=GERMAN["unassigned"])).to_be_visible()
    expect(ann.page.locator("html")).to_have_attribute("lang", "de")
    expect(ann.page.get_by_role("button", name=GERMAN["claim"], exact=True)).to_be_visible()
    expect(ann.box).to_have_value("half a reply")
    expect(ben.page.get_by_role("tab", name=DESK["unassigned"])).to_be_visible()
