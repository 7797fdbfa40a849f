"""The one script tag on somebody else's page: settings, the JavaScript API, and who may disturb whom."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from bot.services.profiles import sign
from tests.browser.counter import SHOP, Counter, Open
from tests.browser.people import WIDGET, Customer
from tests.stack import until

SECRET = "the secret that shop and Careline share"
STRICT = (
    "default-src 'none'; script-src {url}; connect-src {url} {socket}; "
    "require-trusted-types-for 'script'; trusted-types careline"
)


@pytest.fixture
def counter(open_counter: Open) -> Counter:
    return open_counter(identity_secret=SECRET)


@pytest.fixture
def shop_page(counter: Counter, any_page: Callable[..., Page]) -> Callable[..., Page]:
    """A page of another site with our script tag: `shop_page('data-theme="dark"', head="<style>…")`."""

    def visit(settings: str = "", head: str = "", csp: str | None = None, **options: Any) -> Page:
        page = any_page(**options)
        tag = f'<script async src="{counter.url}/widget.js" {settings}></script>'
        body = f"<!doctype html><html lang=en><title>Shop</title>{head}<h1>A shop</h1>{tag}"
        headers = {"Content-Type": "text/html"}
        if csp is not None:
            headers["Content-Security-Policy"] = csp
        page.route(f"{SHOP}/", lambda route: route.fulfill(body=body, headers=headers))
        page.goto(f"{SHOP}/")
        page.locator("careline-widget .launcher").wait_for(state="attached")
        return page

    return visit


def style(page: Page, selector: str, name: str) -> str:
    found: str = page.locator(selector).evaluate("(element, name) => getComputedStyle(element)[name]", name)
    return found


def test_the_tag_says_where_how_and_in_which_language(shop_page: Callable[..., Page]) -> None:
    page = shop_page(
        'data-position="left" data-theme="dark" data-colour="#ffd400" data-locale="de-AT" data-open="true"'
    )
    german = Customer(page)
    expect(german.panel).to_be_visible()
    expect(page.get_by_role("textbox", name="Nachricht schreiben")).to_be_focused()
    assert page.locator("careline-widget").get_attribute("lang") == "de"
    assert style(page, ".launcher", "backgroundColor") == "rgb(255, 212, 0)"
    assert style(page, ".launcher", "color") == "rgb(0, 0, 0)"
    assert style(page, ".panel", "backgroundColor") == "rgb(29, 21, 18)"
    box = page.locator(".launcher").bounding_box()
    assert box is not None
    assert box["x"] < 100


def test_what_the_tag_cannot_mean_is_ignored(shop_page: Callable[..., Page]) -> None:
    page = shop_page('data-position="up" data-theme="pink" data-colour="red;}*{" data-locale="tlh"')
    cleo = Customer(page)
    cleo.open()
    expect(cleo.box).to_be_focused()


def test_the_page_opens_closes_and_hears_what_happens(shop_page: Callable[..., Page]) -> None:
    page = shop_page()
    page.evaluate(
        """() => {
          window.heard = [];
          for (const event of ["open", "close", "message", "unread", "status"])
            Careline.on(event, (detail) => window.heard.push([event, detail]));
          window.stop = Careline.on("open", () => window.heard.push(["stopped"]));
          window.stop();
        }"""
    )
    cleo = Customer(page)
    page.evaluate("Careline.open()")
    expect(cleo.panel).to_be_visible()
    cleo.say("my machine leaks")
    cleo.is_answered()
    page.evaluate("Careline.toggle()")
    expect(cleo.panel).to_be_hidden()
    heard = page.evaluate("window.heard")
    answer = ["message", {"author": "bot", "kind": "text", "text": "Please descale it."}]
    told = [heard.index(event) for event in (["open", None], answer, ["close", None])]
    assert told == sorted(told)
    assert told[0] == 0
    assert ["stopped"] not in heard


def test_another_language_while_it_is_open(shop_page: Callable[..., Page]) -> None:
    page = shop_page('data-open="true"')
    expect(page.get_by_role("textbox", name=WIDGET["placeholder"])).to_be_visible()
    page.evaluate("Careline.setLocale('de')")
    expect(page.get_by_role("textbox", name="Nachricht schreiben")).to_be_visible()


def test_a_signed_customer_is_believed_and_an_unsigned_one_is_not(
    counter: Counter, shop_page: Callable[..., Page]
) -> None:
    person = {"id": "c-77", "name": "Cleo Klein", "email": "Cleo@Example.com", "signature": sign(SECRET, "c-77")}
    ann = counter.staff("Ann Able")
    for signed in (True, False):
        page = shop_page('data-open="true"')
        said = person if signed else {**person, "signature": None}
        page.evaluate("(said) => { Careline.identify(said); Careline.setAttributes({basket: 42, plan: 'Duo'}) }", said)
        cleo = Customer(page)
        words = f"It leaks, signed: {signed}"
        cleo.say(words)
        cleo.is_answered()
        row = next(row for row in ann.conversations() if row["last_message"] and _spoke(ann, row["id"], words))
        profile = until(lambda row=row: ann.conversation(row["id"])["profile"], "the profile is told")
        assert profile["external_id"] == "c-77"
        assert profile["verified"] is signed
        assert (profile["name"], profile["email"]) == ("Cleo Klein", "cleo@example.com")
        assert profile["attributes"] == {"basket": 42, "plan": "Duo"}


def _spoke(ann: Any, conversation_id: str, words: str) -> bool:
    return any(message["text"] == words for message in ann.conversation(conversation_id)["messages"])


def test_nobody_reads_the_chat_of_who_was_signed_in_before(shop_page: Callable[..., Page]) -> None:
    page = shop_page('data-open="true"')
    page.evaluate("Careline.identify({id: 'first'})")
    cleo = Customer(page)
    cleo.say("my secret trouble")
    cleo.is_answered()
    page.reload()
    expect(cleo.bubbles("customer")).to_have_text(["my secret trouble"])
    page.evaluate("Careline.identify({id: 'second'})")
    expect(cleo.bubbles("customer")).to_have_count(0)
    cleo.say("hello")
    cleo.is_answered()
    expect(cleo.bubbles("customer")).to_have_text(["hello"])
    page.evaluate("Careline.identify(null)")
    expect(cleo.bubbles("customer")).to_have_count(0)
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.endsWith(':token'))") == []


def test_the_strictest_content_policy_lets_it_work(counter: Counter, shop_page: Callable[..., Page]) -> None:
    page = shop_page(csp=STRICT.format(url=counter.url, socket=counter.url.replace("http", "ws", 1)))
    cleo = Customer(page)
    cleo.open()
    cleo.say("my machine leaks")
    cleo.is_answered()
    assert style(page, ".panel", "position") == "absolute"
    with pytest.raises(Error, match="TrustedHTML"):
        page.evaluate("document.body.innerHTML = '<b>'")


HOSTILE = """<style>
  * { --ink: red !important; color: red !important; font-size: 40px !important; display: block !important }
  careline-widget { position: static !important; visibility: hidden; opacity: .1; transform: scale(3) }
  button, textarea { display: none !important } .panel { inset: 0 }
</style>"""


def test_the_shops_styles_do_not_reach_it(shop_page: Callable[..., Page]) -> None:
    looks = []
    for head in ("", HOSTILE):
        page = shop_page('data-open="true"', head=head)
        expect(Customer(page).box).to_be_visible()
        names = ("color", "fontSize", "display", "position", "backgroundColor", "width", "height")
        looks.append(
            [
                style(page, f"careline-widget {part}".strip(), name)
                for part in (".panel", ".launcher", "textarea", "h2")
                for name in names
            ]
            + [style(page, "careline-widget", name) for name in ("position", "visibility", "opacity", "transform")]
        )
    assert looks[0] == looks[1]


def test_nothing_is_asked_of_anybody_else_and_no_cookie_is_set(
    counter: Counter, shop_page: Callable[..., Page]
) -> None:
    page = shop_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    cleo = Customer(page)
    cleo.open()
    cleo.say("my machine leaks")
    cleo.is_answered()
    assert asked
    assert [url for url in asked if not url.startswith(counter.url)] == []
    assert page.context.cookies() == []


def test_a_gateway_that_is_away_shows_no_dead_button(counter: Counter, any_page: Callable[..., Page]) -> None:
    page = any_page()
    away = True

    def answer(route: Route) -> None:
        if away:
            route.abort()
        else:
            route.continue_()

    page.route("**/visitor/settings*", answer)
    page.goto(counter.url)
    page.locator("careline-widget").wait_for(state="attached")
    assert page.locator("careline-widget .launcher").count() == 0
    away = False
    expect(page.locator("careline-widget .launcher")).to_be_visible()
