"""Answers from articles: one winner, a question back, an honest no, and the next best."""


def ask(customer, text, found, answerable=True, **message):
    return customer.turn(
        "action_answer_question", text, "support_troubleshoot", articles=found, answerable=answerable, **message
    )


def test_one_clear_winner_is_shown_with_its_source(customer, knowledge, found):
    reply = ask(customer, "my duo shows e2", found(code_e2_too_hot=0.97, milk_foam=0.3))
    article = knowledge.article("code-e2-too-hot")
    assert article.sections[0].text in reply.text
    assert reply.signal("cite") == {"signal": "cite", "title": article.title, "url": article.url}
    assert reply.signal("propose_resolution")


def test_close_articles_for_different_machines_ask_for_the_machine(customer, knowledge, found):
    close = found(descale_the_duo=0.9, descale_the_one=0.89, descale_the_pro=0.88)
    reply = ask(customer, "how do i descale it", close)
    assert [button["title"] for button in reply.buttons] == ["One", "Duo", "Pro"]
    assert not reply.signals
    answer = customer.turn("action_give_details", intent="chat_give_details", entities={"product": "duo"})
    assert answer.signal("cite")["url"] == "/help/descale-the-duo"


def test_the_machine_may_be_typed(customer, found):
    ask(customer, "how do i descale it", found(descale_the_duo=0.9, descale_the_one=0.89))
    answer = customer.turn("action_ask_product", "the One", "support_ask_product")
    assert answer.signal("cite")["url"] == "/help/descale-the-one"


def test_a_machine_named_once_is_remembered(customer, found):
    ask(customer, "no foam from my duo", found(milk_does_not_froth=0.95))
    reply = ask(customer, "how do i descale it", found(descale_the_pro=0.9, descale_the_duo=0.89))
    assert reply.signal("cite")["url"] == "/help/descale-the-duo"


def test_close_articles_for_one_machine_ask_which_is_meant(customer, knowledge, found):
    reply = ask(customer, "trouble with updates on my pro", found(update_the_firmware=0.9, update_fails=0.895))
    assert len(reply.buttons) == 2
    answer = customer.turn("action_give_details", intent="chat_give_details", entities={"article": "update-fails"})
    assert answer.signal("cite")["url"] == "/help/update-fails"


def test_nothing_is_admitted_and_a_colleague_offered(customer):
    reply = ask(customer, "does it float", [], answerable=False)
    assert reply.responses == ["utter_no_article", "utter_ask_a_colleague"]
    assert [button["payload"] for button in reply.buttons] == ["/chat_affirm", "/chat_deny"]
    accepted = customer.turn("action_accept_handoff", intent="chat_affirm")
    assert accepted.signal("escalate")["reason"] == "no_answer"


def test_not_solved_gives_the_next_best_and_then_a_person(customer, found):
    ask(customer, "bits in my cup on my one", found(grounds_in_the_cup=0.96, clean_the_pod_needle=0.9, milk_foam=0.02))
    second = customer.turn("action_try_next_answer", intent="chat_not_solved")
    assert second.signal("cite")["url"] == "/help/clean-the-pod-needle"
    third = customer.turn("action_try_next_answer", intent="chat_not_solved")
    assert third.responses == ["utter_not_solved_offer_person"]
    assert customer.slots["waiting_for"] == "handoff"


def test_not_solved_without_a_question_asks_what_is_wrong(customer):
    assert customer.turn("action_try_next_answer", "still broken", "chat_not_solved").responses == [
        "utter_not_solved_what"
    ]


def test_danger_comes_first_whatever_the_message_was_taken_for(customer, found):
    reply = ask(customer, "my duo gives sparks when i descale it", found(descale_the_duo=0.9))
    assert reply.responses == ["utter_report_danger"]
    assert reply.signal("escalate") == {"signal": "escalate", "reason": "danger", "priority": "urgent"}


def test_the_article_is_named_in_the_answer(customer, knowledge, found):
    reply = ask(customer, "my duo shows e2", found(code_e2_too_hot=0.97))
    assert knowledge.article("code-e2-too-hot").title in reply.text


def test_the_same_answer_is_not_read_out_twice(customer, found):
    first = ask(customer, "my machine got far too hot", found(code_e2_too_hot=0.97))
    again = customer.turn("action_give_details", "it's the duo", "chat_give_details")
    assert first.signal("cite")
    assert again.responses == ["utter_same_for_machine"]


def test_not_solved_reads_out_the_steps_where_only_the_short_answer_was_given(customer, knowledge, found):
    article = knowledge.article("code-e2-too-hot")
    ask(customer, "my duo shows e2", found(code_e2_too_hot=0.97))
    second = customer.turn("action_try_next_answer", intent="chat_not_solved")
    assert second.signal("cite")["url"] == article.url
    assert any(section.heading in second.text for section in article.sections[1:])
    assert article.sections[0].text not in second.text
    third = customer.turn("action_try_next_answer", intent="chat_not_solved")
    assert third.responses == ["utter_not_solved_offer_person"]


def test_solved_closes_and_asks_only_where_it_is_in_doubt(customer):
    sure = customer.turn("action_solved", "that solved it", "chat_solved")
    assert [signal["signal"] for signal in sure.signals] == ["solved"]
    customer.turn("action_track_order", "where is my order", "service_track_order")
    assert not customer.turn("action_solved", "that solved it", "chat_solved").texts
    assert not sure.texts
    reply = customer.turn("action_solved", "great, so", "chat_solved", confidence=0.46)
    assert reply.signal("propose_resolution")
