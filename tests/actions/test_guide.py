"""Guides in the conversation: one step at a time, understood in free words, left, resumed, and handed over."""

import pytest

LEAK = "leaks_under_the_machine"


@pytest.fixture
def leaking(customer, found):
    """Cleo's Duo leaks, and the first step has been asked."""
    customer.reply = customer.turn(
        "action_answer_question",
        "my duo leaks, there is a puddle",
        "support_troubleshoot",
        articles=found(**{LEAK: 0.97}),
        answerable=True,
        lane="support",
    )
    return customer


def say(customer, text, intent="support_troubleshoot", **message):
    return customer.turn("action_walk_guide", text, intent, **message)


def press(customer, reply, title):
    payload = next(button["payload"] for button in reply.buttons if button["title"] == title)
    branch = payload.partition("{")[2].strip("{}").partition(": ")[2].strip('"')
    return customer.turn("action_walk_guide", intent="chat_give_details", entities={"branch": branch})


def last_report(reply):
    return [signal["report"] for signal in reply.signals if signal["signal"] == "guide"][-1]


def test_a_problem_begins_its_guide_instead_of_an_article(leaking, knowledge):
    first = knowledge.guide("water-under-the-machine").steps[0]
    assert leaking.reply.responses == ["utter_guide_begin", "utter_guide_step"]
    assert first.ask in leaking.reply.text
    assert [button["title"] for button in leaking.reply.buttons] == [answer.title for answer in first.answers]
    assert leaking.slots["waiting_for"] == "guide"
    assert not leaking.reply.signal("propose_resolution")


@pytest.mark.parametrize(("confidence", "responses"), [(0.31, ["utter_guide_misread"]), (0.8, [])])
def test_what_only_resembles_danger_is_asked_again(leaking, confidence, responses):
    reply = say(leaking, "it is plugged in and the light is on", "support_report_danger", confidence=confidence)
    assert reply.responses == responses  # nothing: the action for danger speaks


def test_a_narrow_question_keeps_its_article(customer, found):
    reply = customer.turn(
        "action_answer_question",
        "is it safe to glue a cracked tank?",
        "support_troubleshoot",
        articles=found(**{LEAK: 0.97}),
        answerable=True,
    )
    assert reply.signal("cite")["url"] == "/help/leaks-under-the-machine"


def test_the_machine_is_asked_for_where_the_steps_differ_and_earlier_tries_are_not_lost(customer, found):
    first = customer.turn(
        "action_answer_question",
        "water under the machine, I already emptied the tray",
        "support_troubleshoot",
        articles=found(**{LEAK: 0.97}),
        answerable=True,
    )
    assert first.responses == ["utter_ask_machine"]
    customer.turn("action_give_details", intent="chat_give_details", entities={"product": "pro"})
    reply = say(customer, "yes all dry", "chat_affirm")
    assert reply.responses == ["utter_guide_passed", "utter_guide_step"]
    assert "empty and dry the drip tray" in reply.text
    assert last_report(reply)["machine"] == "Pro"


def test_words_and_buttons_lead_on_and_success_is_proposed(leaking):
    second = press(leaking, leaking.reply, "Yes, all dry")
    assert "pod drawer" in second.text
    end = say(leaking, "stays dry now!", "chat_solved")
    assert end.responses == ["utter_guide_solved"]
    assert end.signal("propose_resolution")
    assert last_report(end)["ended"] == "solved"
    assert leaking.slots["back_to"] is None


def test_no_it_still_drips_is_not_the_no_of_the_question(leaking):
    say(leaking, "all dry", "chat_affirm")
    reply = say(leaking, "no, it still drips", "chat_deny")
    assert "kitchen paper" in reply.text


def test_not_solved_after_all_asks_the_same_step_again(leaking):
    say(leaking, "all dry", "chat_affirm")
    say(leaking, "no", "chat_deny")
    reply = leaking.turn("action_try_next_answer", intent="chat_not_solved")
    assert reply.responses == ["utter_guide_reopened", "utter_guide_step"]
    assert "drip tray" in reply.text


def test_the_end_without_success_offers_a_person_with_all_that_was_tried(leaking):
    say(leaking, "all dry")
    say(leaking, "still wet")
    reply = say(leaking, "there is a crack in it")
    assert reply.responses == ["utter_guide_person"]
    report = last_report(reply)
    assert (report["ended"], len(report["steps"])) == ("person", 3)
    assert report["steps"][-1]["shows"] == "The tank leaks."
    accepted = leaking.turn("action_accept_handoff", "yes", "chat_affirm")
    assert accepted.signal("escalate") == {"signal": "escalate", "reason": "guide_ended", "priority": "high"}


@pytest.mark.parametrize("text", ["oh no, the plug is wet", "it tingles when I touch it", "there are sparks now"])
def test_a_stop_sign_stops_at_once_and_fetches_a_person(leaking, text):
    reply = say(leaking, text)
    assert reply.signal("escalate") == {"signal": "escalate", "reason": "danger", "priority": "urgent"}
    assert "fuse" in reply.text
    assert leaking.slots.get("back_to") is None


def test_a_stop_sign_in_the_first_message_stops_before_the_first_step(customer, found):
    reply = customer.turn(
        "action_answer_question",
        "my duo leaks and the water reached the socket",
        "support_troubleshoot",
        articles=found(**{LEAK: 0.97}),
        answerable=True,
    )
    assert reply.responses == ["utter_guide_stop", "utter_guide_stop_person"]
    assert reply.signal("escalate")["priority"] == "urgent"


def test_a_button_may_be_the_stop_sign(leaking):
    reply = press(leaking, leaking.reply, "No, there is water")
    assert reply.signal("escalate")["priority"] == "urgent"
    assert last_report(reply)["ended"] == "stop"


def test_a_stop_sign_is_seen_although_something_else_was_asked_by_now(leaking):
    leaking.turn("action_track_order", "where is my order", "service_track_order", lane="service")
    reply = leaking.turn("action_deny", "no wait, the plug is wet", "chat_deny")
    assert reply.signal("escalate") == {"signal": "escalate", "reason": "danger", "priority": "urgent"}


def test_denied_danger_goes_on(leaking):
    reply = say(leaking, "no smoke, no burning smell, everything is dry", "support_report_danger")
    assert reply.responses == ["utter_guide_step"]


def test_going_back_and_an_earlier_button_take_back_what_was_said(leaking):
    second = say(leaking, "all dry")
    third = say(leaking, "still wet")
    assert "paper" in third.text
    back = say(leaking, "go back", "chat_stop")
    assert back.responses == ["utter_guide_back", "utter_guide_step"]
    assert "drip tray" in back.text
    say(leaking, "still wet")
    end = press(leaking, second, "No, it stays dry")
    assert end.signal("propose_resolution")
    assert len(last_report(end)["steps"]) == 2


def test_later_keeps_the_place_until_the_next_day(leaking):
    assert say(leaking, "I'll do that tomorrow").responses == ["utter_guide_later"]
    hello = say(leaking, "good morning", "chat_greet")
    assert hello.responses == ["utter_guide_resume"]
    assert "plug" in hello.text
    assert "pod drawer" in say(leaking, "everything is dry").text


def test_the_answer_itself_resumes_as_well(leaking):
    say(leaking, "not now")
    assert "pod drawer" in say(leaking, "so, all is dry").text


def test_after_a_question_in_between_the_step_comes_back(leaking):
    assert not say(leaking, "when are you open?", "service_ask_hours", lane="service").texts
    reply = leaking.turn("action_ask_hours", "when are you open?", "service_ask_hours", lane="service")
    assert reply.responses[-1] == "utter_guide_return"
    assert "Is everything electrical dry?" in reply.text
    assert leaking.slots["waiting_for"] == "guide"


def test_while_a_task_asks_for_something_the_place_is_kept_without_a_word(leaking):
    reply = leaking.turn("action_track_order", "where is my order", "service_track_order", lane="service")
    assert len(reply.responses) == 1
    assert leaking.slots["waiting_for"] == "request"
    dropped = leaking.turn("action_deny", "no", "chat_deny")
    assert dropped.responses == ["utter_request_dropped", "utter_guide_return"]
    assert "pod drawer" in say(leaking, "all dry").text


def test_the_answer_to_a_step_is_read_although_something_else_was_asked(leaking, found):
    leaking.turn("action_track_order", "where is my order", "service_track_order", lane="service")
    message = {"articles": found(**{LEAK: 0.9}), "answerable": True, "lane": "support"}
    reply = leaking.turn("action_answer_question", "the plug is dry, still leaking", "support_troubleshoot", **message)
    assert not reply.texts
    assert "pod drawer" in say(leaking, "the plug is dry, still leaking").text


def test_an_article_in_between_does_not_ask_whether_it_helped(leaking, found):
    message = {"articles": found(code_e2_too_hot=0.98), "answerable": True, "lane": "support"}
    assert not say(leaking, "how long must it cool?", "support_troubleshoot", **message).texts
    reply = leaking.turn("action_answer_question", "how long must it cool?", "support_troubleshoot", **message)
    assert reply.signal("cite")
    assert not reply.signal("propose_resolution")
    assert reply.responses[-1] == "utter_guide_return"


def test_what_is_not_understood_is_asked_once_more_and_then_a_person_is_offered(leaking):
    again = say(leaking, "qwrtz", "nlu_fallback", confidence=0.2)
    assert again.responses == ["utter_guide_misread"]
    assert again.buttons
    person = say(leaking, "plmokn", "nlu_fallback", confidence=0.2)
    assert person.responses == ["utter_guide_misread_twice"]
    assert leaking.slots["waiting_for"] == "handoff"


def test_what_was_done_already_is_believed(leaking):
    say(leaking, "all dry")
    reply = say(leaking, "I did that already")
    assert "kitchen paper" in reply.text
    assert last_report(reply)["steps"][-1]["how"] == "tried"


def test_done_without_what_came_of_it_asks_only_that(leaking):
    say(leaking, "all dry")
    reply = say(leaking, "ok done")
    assert reply.responses == ["utter_guide_done"]
    assert "Is it still wet under the machine?" in reply.text


def test_what_cannot_be_done_is_left_out_or_handed_over(leaking):
    assert say(leaking, "I can't do that").responses == ["utter_guide_cannot"]


def test_another_problem_is_looked_at_first(leaking, found):
    reply = say(
        leaking,
        "now the milk does not foam",
        articles=found(milk_does_not_froth=0.98),
        answerable=True,
        lane="support",
    )
    assert reply.responses[0] == "utter_guide_other"
    assert last_report(reply)["guide"] == "milk-foam"


def test_never_mind_drops_the_guide(leaking):
    assert not say(leaking, "never mind", "chat_stop").texts
    leaking.turn("action_stop", "never mind", "chat_stop")
    assert leaking.slots["guide"] is None
    assert leaking.slots["waiting_for"] is None


def test_a_button_of_a_guide_that_is_over_goes_back_into_it(leaking):
    say(leaking, "all dry")
    say(leaking, "stays dry", "chat_solved")
    assert not leaking.turn("action_give_details", intent="chat_give_details", entities={"branch": "x"}).texts
    assert press(leaking, leaking.reply, "Yes, all dry").responses == ["utter_guide_step"]


def test_a_button_of_a_guide_that_is_gone_is_answered(customer):
    reply = customer.turn("action_walk_guide", intent="chat_give_details", entities={"branch": "a/b/c"})
    assert reply.responses == ["utter_guide_gone"]


def test_a_guide_without_success_is_not_begun_twice(leaking, found):
    say(leaking, "all dry")
    say(leaking, "still wet")
    say(leaking, "there is a crack in it")
    reply = leaking.turn(
        "action_answer_question",
        "it still leaks",
        "support_troubleshoot",
        articles=found(**{LEAK: 0.97}),
        answerable=True,
    )
    assert reply.signal("cite")
