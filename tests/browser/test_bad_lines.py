"""What customers see of a network that fails: the truth, and no message lost or doubled."""

import json
from collections.abc import Callable

from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.browser.people import QUESTION, WIDGET, Customer


def test_what_is_written_without_a_connection_is_sent_once_when_it_is_back(cleo: Customer) -> None:
    cleo.say(QUESTION)
    cleo.is_answered()
    cleo.page.context.set_offline(True)
    expect(cleo.panel.get_by_text(WIDGET["connection_lost"])).to_be_visible()
    cleo.say("still there?")
    expect(cleo.log.get_by_text(WIDGET["waiting_to_send"])).to_be_visible()
    cleo.page.context.set_offline(False)
    expect(cleo.panel.get_by_text(WIDGET["connection_lost"])).to_be_hidden()
    expect(cleo.log.get_by_text(WIDGET["waiting_to_send"])).to_be_hidden()
    cleo.page.reload()
    cleo.open()
    expect(cleo.bubbles("customer")).to_have_text([QUESTION, "still there?"])


def test_a_failed_message_is_tried_again_with_the_same_id(cleo: Customer) -> None:
    ids: list[str] = []

    def fail(route: Route) -> None:
        ids.append(json.loads(route.request.post_data or "{}")["client_id"])
        route.fulfill(status=503, json={"error": {"code": "unavailable", "message": "Not now.", "details": {}}})

    cleo.page.route("**/visitor/messages", fail)
    cleo.say(QUESTION)
    retry = cleo.log.get_by_role("button", name=WIDGET["retry"])
    expect(retry).to_be_visible()
    cleo.page.unroute("**/visitor/messages")
    with cleo.page.expect_request("**/visitor/messages") as sent:
        retry.click()
    cleo.is_answered()
    assert {*ids, json.loads(sent.value.post_data or "{}")["client_id"]} == {ids[0]}
    expect(cleo.bubbles("customer")).to_have_text([QUESTION])


def test_a_reload_in_the_middle_of_a_send_sends_once(cleo: Customer) -> None:
    cleo.page.route("**/visitor/messages", lambda route: route.abort())
    cleo.say(QUESTION)
    expect(cleo.log.get_by_text(WIDGET["waiting_to_send"])).to_be_visible()
    cleo.page.unroute("**/visitor/messages")
    cleo.page.reload()
    cleo.open()
    cleo.is_answered()
    expect(cleo.bubbles("customer")).to_have_text([QUESTION])


def test_too_many_messages_are_held_back_kindly(cleo: Customer) -> None:
    refusals = iter([True, False])

    def refuse_once(route: Route) -> None:
        if next(refusals, False):
            error = {"error": {"code": "too_many_requests", "message": "Slow down.", "details": {}}}
            route.fulfill(status=429, headers={"Retry-After": "2"}, json=error)
        else:
            route.continue_()

    cleo.page.route("**/visitor/messages", refuse_once)
    cleo.say(QUESTION)
    expect(cleo.log.get_by_text(WIDGET["too_fast"].format(seconds=2))).to_be_visible()
    cleo.is_answered()
    expect(cleo.bubbles("customer")).to_have_text([QUESTION])


def test_where_websockets_are_refused_events_take_over(new_page: Callable[..., Page]) -> None:
    cleo = Customer(_without_websockets(new_page()))
    with cleo.page.expect_response(
        lambda answer: answer.headers.get("content-type", "").startswith("text/event-stream")
    ):
        cleo.arrive()
        cleo.say(QUESTION)
    cleo.is_answered()
    expect(cleo.panel.get_by_text(WIDGET["connection_lost"])).to_be_hidden()


def test_where_events_are_refused_too_polling_takes_over(new_page: Callable[..., Page]) -> None:
    page = _without_websockets(new_page())
    page.route("**/visitor/stream?*", lambda route: route.fulfill(status=502, body="no"))
    cleo = Customer(page).arrive()
    cleo.say(QUESTION)
    cleo.is_answered()
    expect(cleo.panel.get_by_text(WIDGET["connection_lost"])).to_be_hidden()


def _without_websockets(page: Page) -> Page:
    """As behind a proxy that does not know them."""

    def refuse(socket: WebSocketRoute) -> None:
        socket.close(code=1001, reason="no")

    page.route_web_socket("**/visitor/stream**", refuse)
    return page


def test_a_token_that_is_no_longer_good_begins_again_without_a_word(cleo: Customer) -> None:
    cleo.say(QUESTION)
    cleo.is_answered()
    cleo.page.evaluate(
        "for (const key of Object.keys(localStorage)) if (key.endsWith(':token')) localStorage[key] = 'bad'"
    )
    cleo.page.reload()
    cleo.open()
    cleo.say("hello again")
    cleo.is_answered()
    expect(cleo.bubbles("customer")).to_have_text(["hello again"])
