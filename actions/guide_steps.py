"""A guide in the conversation: how it begins, what each step says, how it ends, and how it is come back to."""

from collections.abc import Sequence

from actions import machines
from actions.handoff import escalate, offer
from actions.said import Button
from actions.turn import Turn
from bot.domain import guide_walk
from bot.domain.danger import stop_sign
from bot.domain.guide_choice import choose
from bot.domain.guide_reading import read, steps_done
from bot.domain.guide_walk import How, Walk
from bot.domain.guides import PERSON, SOLVED, STOP, Answer, Guide, of
from bot.domain.words import join

ENDED, DANGER = "guide_ended", "danger"


def walk_of(turn: Turn) -> tuple[Walk, Guide] | None:
    """The last walk of this conversation, if its guide is still there; it may be over."""
    walk = guide_walk.restored(turn.slot("guide"))
    guide = turn.knowledge.guide(walk.guide) if walk else None
    return (walk, guide) if walk and guide else None


def under_way(turn: Turn) -> bool:
    found = walk_of(turn)
    return found is not None and not found[0].over


def begin(turn: Turn, articles: Sequence[str]) -> bool:
    """Start with what helps better than the best of these articles; False where the article does."""
    problem = str(turn.question["text"])
    guide = choose(problem, turn.knowledge.guides, articles, machines.machine_of(turn))
    found = walk_of(turn)
    if guide is None or (found and found[1] == guide and found[0].at in (PERSON, STOP)):
        return False  # once through it without success is enough: the article, or a person, may know more
    if found and found[1] == guide and not found[0].over:
        _go_on(turn, *found)
    else:
        start(turn, guide, problem)
    return True


def start(turn: Turn, guide: Guide, problem: str) -> None:
    """At its first step that was not done already. First of all: danger; then which machine, where that matters."""
    if sign := stop_sign(f"{problem}\n{turn.text}", guide.stops):
        stop(turn, sign.do)
        return
    machine = machines.machine_of(turn)
    if machine not in guide.products:
        machine = guide.products[0] if len(guide.products) == 1 else None
    if machine is None and guide.differs:
        turn.say("utter_ask_machine", machines.buttons(turn, guide.products))
        turn.expect("machine")
        return
    walk = guide_walk.begin(guide, machine, steps_done(problem, guide))
    if not walk.path:
        turn.say("utter_guide_begin")
    go_to(turn, walk, guide)


def go_to(turn: Turn, walk: Walk, guide: Guide, said: int = 0) -> None:
    """Say where the walk is now. `said` is how much of its path the customer has heard of already."""
    passed = [step.title for taken in walk.path[said:] if taken.how is How.TRIED and (step := guide.step(taken.step))]
    if passed:
        turn.say("utter_guide_passed", steps=join([title[:1].lower() + title[1:] for title in passed], "and"))
    if walk.over:
        finish(turn, walk, guide)
    else:
        ask(turn, walk, guide)


def ask(turn: Turn, walk: Walk, guide: Guide, response: str = "utter_guide_step") -> None:
    """One thing to do and what to look at; `response` may fill in {do} and {ask}."""
    step = guide_walk.step_of(walk, guide)
    turn.say(response, buttons(walk, guide), do=of(walk.machine, step.do), ask=step.ask)
    keep(turn, walk, guide)
    turn.expect("guide")


def finish(turn: Turn, walk: Walk, guide: Guide) -> None:
    keep(turn, walk, guide)
    answer = _last_answer(walk, guide)
    tells = answer.tells if answer else ""
    if walk.at == SOLVED:
        turn.say("utter_guide_solved", tells=tells)
        turn.signal("propose_resolution")
    elif walk.at == STOP:
        stop(turn, tells)
    else:
        offer(turn, "utter_guide_person", ENDED, "high", tells=tells)


def stop(turn: Turn, what_to_do: str) -> None:
    """Danger: what to do now, and a person before all others."""
    if found := walk_of(turn):
        walk, guide = found
        keep(turn, guide_walk.ended(walk, STOP), guide)
    turn.say("utter_guide_stop", do=what_to_do)
    escalate(turn, "utter_guide_stop_person", DANGER, "urgent")


def give_up(turn: Turn, walk: Walk, guide: Guide, response: str) -> None:
    """It is not the customer's task to guess what we would understand: a person, if they like."""
    keep(turn, guide_walk.ended(walk, PERSON), guide)
    offer(turn, response, ENDED, "high")


def gone(turn: Turn) -> None:
    turn.say("utter_guide_gone")


def reopen(turn: Turn) -> bool:
    """ "Not solved": the step that seemed to have solved it once more; at the end of a guide the colleague again."""
    found = walk_of(turn)
    if found is None:
        return False
    walk, guide = found
    if again := guide_walk.reopened(walk):
        turn.say("utter_guide_reopened")
        ask(turn, again, guide)
        return True
    if walk.at == PERSON and turn.slot("waiting_for") == "handoff":
        offer(turn, "utter_guide_person_again", ENDED, "high")
        return True
    return False


def keep(turn: Turn, walk: Walk, guide: Guide) -> None:
    """In the slot for us, in a signal for the desk; and what a customer comes back to after a question in between."""
    names = machines.short_names(turn.knowledge)
    turn.signal("guide", report=guide_walk.report(walk, guide, names.get(walk.machine or "")))
    turn.remember(guide=guide_walk.stored(walk), back_to=None if walk.over else _way_back(walk, guide))


def buttons(walk: Walk, guide: Guide) -> list[Button]:
    step = guide_walk.step_of(walk, guide)
    return [
        {"title": answer.title, "payload": f'/chat_give_details{{"branch": "{guide.id}/{step.id}/{answer.id}"}}'}
        for answer in step.answers
    ]


def _go_on(turn: Turn, walk: Walk, guide: Guide) -> None:
    """Something else was asked meanwhile, and the customer is back at the step, perhaps with its answer."""
    if not turn.chose and read(turn.text, guide_walk.step_of(walk, guide), guide).answer:
        turn.pass_to("action_walk_guide")
    else:
        ask(turn, walk, guide)


def _way_back(walk: Walk, guide: Guide) -> dict[str, object]:
    step = guide_walk.step_of(walk, guide)
    said = "" if walk.later else "utter_guide_return"
    return {"expect": "guide", "response": said, "buttons": buttons(walk, guide), "values": {"ask": step.ask}}


def _last_answer(walk: Walk, guide: Guide) -> Answer | None:
    step = guide.step(walk.last.step) if walk.last else None
    return step.answer(walk.last.answer) if step and walk.last else None
