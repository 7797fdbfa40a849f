"""How every request goes: ask for what is missing, take corrections, let questions come in between, confirm, do."""

from typing import Any

from actions import store, titles
from actions.refusal import say_no
from actions.requests.case import BEGIN, CONFIRM, PERSON, WAITING, Case, Done, No, Refused
from actions.requests.registry import REQUESTS
from actions.requests.yes_no import NEGATES, yes_or_no
from actions.turn import Turn
from bot.domain.refusal import Colleague, Refusal, Words
from bot.domain.wishes import wish_of
from bot.services.effects import once

# Whatever is being asked, these mean themselves.
NEVER_AN_ANSWER = frozenset({"chat_stop", "chat_request_human", "support_report_danger"})
MOST_TIMES = 3


def begin(turn: Turn, name: str, **given: Any) -> None:
    """From the first message; an order that was spoken of in another request is taken along."""
    request = REQUESTS[name]
    before = _state(turn)
    again = before.get("name") == request.name
    known = before["given"] if again else {}
    shared = {"order": turn.slot("last_order")} if turn.slot("last_order") else {}
    if "order" in before.get("given", {}):
        shared = {"order": before["given"]["order"]}
    names = {need.name for need in request.needs}
    case = Case(turn, request, {name: value for name, value in (shared | known | given).items() if name in names})
    if again:
        case.asked, case.times = before["asked"], before["times"]
    _forget_strangers(case)
    _read(case)
    if not case.over:
        advance(case)


def goes_on(turn: Turn) -> bool:
    """Take this message as an answer to the open request; False when it is about something else."""
    state = _state(turn)
    if not state or turn.intent in NEVER_AN_ANSWER:
        return False
    case = _case(turn, state)
    # Another question may be open by now, such as the offer of a person.
    mine = turn.slot("waiting_for") in (None, WAITING)
    answer = yes_or_no(turn) if mine else None
    if case.asked == BEGIN:
        return _begin_or_not(case, answer)
    changed = _read(case)
    if case.over:
        return True
    if changed:
        advance(case)
    elif answer == "no":
        turn.say("utter_request_dropped")
        end(case)
    elif case.asked == CONFIRM and (answer == "yes" or (mine and _says_it_again(case))):
        finish(case)
    else:
        return False
    return True


def remind(turn: Turn) -> None:
    """After a question in between: back to the one that is open, once for each."""
    state = _state(turn)
    key = f"{state['name']}:{state['asked']}"
    if state["asked"] == BEGIN or turn.slot("reminded") == key:
        return
    case = _case(turn, state)
    turn.say("utter_request_back")
    turn.remember(reminded=key)
    advance(case)


def advance(case: Case) -> None:
    """To the next question, the confirmation, or the end."""
    for need in case.request.needs:
        if need.name not in case.given:
            known = need.default(case)
            if known is None:
                _ask(case, need.name)
                return
            case.given[need.name] = known
        if no := case.request.check(case):
            refuse(case, no)
            return
    words = case.request.confirm(case) if case.request.confirm else None
    if words is None:
        finish(case)
        return
    case.say(words)
    case.wait(CONFIRM)


def finish(case: Case) -> None:
    turn, request = case.turn, case.request
    try:
        if request.confirm is None:
            with store.looking(turn.now) as business:
                done = request.do(case, business)
        else:
            with store.working(turn.now) as business:
                kept = once(
                    business.session, case.key, request.name, turn.now, lambda: request.do(case, business).stored()
                )
                done = Done.read(kept)
    except Refused as refused:
        refuse(case, refused.no)
        return
    for words in done.words:
        case.say(words)
    end(case)
    if done.document:
        turn.signal("document", kind=done.document[0], order=done.document[1])
    if done.then:
        Case(turn, REQUESTS[done.then], case.given).wait(BEGIN)
    if done.offer:
        turn.expect("handoff", handoff={"reason": done.offer, "priority": "high"})
    if done.escalate:
        turn.signal("escalate", reason=done.escalate, priority="medium")


def refuse(case: Case, no: No) -> None:
    if no.again:
        say_no(case.turn, Refusal(no.words))
        del case.given[no.again]
        advance(case)
        return
    end(case)
    if no.then == PERSON:
        say_no(case.turn, Refusal(no.words, colleague=Colleague("service_request")), titles.yes_no())
    elif no.then:
        say_no(case.turn, Refusal(no.words), titles.yes_no())
        Case(case.turn, REQUESTS[no.then], case.given).wait(BEGIN)
    else:
        say_no(case.turn, Refusal(no.words))


def end(case: Case) -> None:
    """What comes next may be about the same order."""
    case.turn.remember(request=None, reminded=None, order_number=None, email=None, postcode=None)
    if "order" in case.given:
        case.turn.remember(last_order=case.given["order"])


def _state(turn: Turn) -> dict[str, Any]:
    return turn.slot("request") or {}


def _case(turn: Turn, state: dict[str, Any]) -> Case:
    case = Case(turn, REQUESTS[state["name"]], dict(state["given"]), state["asked"], state["times"])
    _forget_strangers(case)
    return case


def _ask(case: Case, name: str) -> None:
    """The same question three times in a row helps nobody."""
    if case.asked == name and case.times >= MOST_TIMES:
        end(case)
        say_no(
            case.turn, Refusal(Words("utter_request_stuck"), colleague=Colleague("service_request")), titles.yes_no()
        )
        return
    case.wait(name)
    next(need for need in case.request.needs if need.name == name).ask(case)


def _read(case: Case) -> bool:
    """Whether the message held anything that is needed, new or corrected. What was asked for is read first."""
    before = dict(case.given)
    for need in sorted(case.request.needs, key=lambda need: need.name != case.asked):
        value = need.read(case)
        if case.over:
            break
        if value is not None:
            case.given[need.name] = value
    return case.heard or case.given != before


def _begin_or_not(case: Case, answer: str | None) -> bool:
    if answer == "no":
        case.turn.say("utter_request_dropped")
        end(case)
    elif answer == "yes" or _says_it_again(case):
        advance(case)
    else:
        end(case)
        return False
    return True


def _says_it_again(case: Case) -> bool:
    """ "cancel it" to "shall I cancel it?", but never "please don't cancel it"."""
    turn = case.turn
    return not (turn.chose or NEGATES.search(turn.text)) and wish_of(turn.intent, turn.text) == case.request.name


def _forget_strangers(case: Case) -> None:
    """An order is only spoken of with whom it belongs to, and nobody is known because it was once written down."""
    if case.given.get("contact") != case.contact:
        case.given.pop("contact", None)
    if "order" in case.given and all(order.number != case.given["order"] for order in case.orders):
        del case.given["order"]
