"""The next step of a guide: what the customer said leads on, back, aside, to a person, or to an end."""

from actions import articles, guide_steps, machines
from actions.turn import LEAST_CONFIDENCE, Turn, TurnAction
from bot.domain import guide_walk
from bot.domain.danger import stop_sign
from bot.domain.guide_choice import choose, narrow
from bot.domain.guide_reading import Hint, Reading, read
from bot.domain.guide_walk import How, Walk
from bot.domain.guide_words import Saying
from bot.domain.guides import SOLVED, Answer, Guide
from bot.domain.lanes import Lane

HINTS = {
    "chat_affirm": Hint.YES,
    "chat_deny": Hint.NO,
    "chat_solved": Hint.SOLVED,
    "chat_not_solved": Hint.NOT_SOLVED,
}
MOST_MISREAD = 2
# Small talk of its own is answered; whatever else was taken for a bare answer and is none is asked about again.
SMALL_TALK = frozenset({"chat_greet", "chat_goodbye", "chat_thank", "chat_ask_bot", "chat_ask_help", "chat_stop"})
SURE = 0.6
# Shorter than this, what is out of scope may as well be an answer that nobody could read.
SAYS_WHAT_WORDS = 4


class ActionWalkGuide(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        found = guide_steps.walk_of(turn)
        if found is None:
            guide_steps.gone(turn)
            return
        walk, guide = found
        if turn.chose and turn.entity("branch"):
            _pressed(turn, walk, guide, turn.entity("branch") or "")
        elif turn.chose or walk.over:
            turn.pass_to(own_action(turn.intent))
        elif sign := stop_sign(turn.text, guide.stops):
            guide_steps.stop(turn, sign.do)
        elif walk.later and turn.intent in ("chat_greet", "chat_affirm"):
            guide_steps.ask(turn, guide_walk.awake(walk), guide, "utter_guide_resume")
        else:
            _said(turn, walk, guide, read(turn.text, guide_walk.step_of(walk, guide), guide, HINTS.get(turn.intent)))


def own_action(intent: str) -> str:
    """Who answers this message when it has nothing to do with a guide; the rules say the same."""
    if intent in ("support_ask_product", "support_report_danger") or not intent.startswith(Lane.SUPPORT):
        own = {"chat_not_solved": "action_try_next_answer", "nlu_fallback": "action_ask_meaning"}
        return own.get(intent, f"action_{intent.split('_', 1)[-1]}")
    return "action_answer_question"


def _pressed(turn: Turn, walk: Walk, guide: Guide, branch: str) -> None:
    """A button, perhaps of an earlier step: then what was said since is taken back."""
    of, step_id, answer_id = [*branch.split("/"), "", ""][:3]
    if step_id != walk.at:
        walk = guide_walk.back_to(walk, step_id) or walk
    answer = guide_walk.step_of(walk, guide).answer(answer_id)
    if of == guide.id and step_id == walk.at and answer:
        _go_on(turn, walk, guide, answer)
    elif walk.over:
        guide_steps.gone(turn)
    else:
        guide_steps.ask(turn, walk, guide)


def _said(turn: Turn, walk: Walk, guide: Guide, reading: Reading) -> None:
    step = guide_walk.step_of(walk, guide)
    if reading.done:
        walk = guide_walk.tell_done(walk, reading.done)
    answer = step.answer(reading.answer or "")
    if answer:
        _go_on(turn, walk, guide, answer)
        return
    failed = step.answer(step.tried.means) if step.tried else None
    match reading.saying:
        case Saying.BACK:
            before = guide_walk.back(walk)
            turn.say("utter_guide_back" if before else "utter_guide_first")
            guide_steps.ask(turn, before or walk, guide)
        case Saying.GO_ON if walk.later:
            guide_steps.ask(turn, guide_walk.awake(walk), guide, "utter_guide_resume")
        case Saying.REPEAT | Saying.GO_ON:
            guide_steps.ask(turn, walk, guide)
        case Saying.RESTART:
            turn.say("utter_guide_restart")
            guide_steps.ask(turn, guide_walk.begin(guide, walk.machine), guide)
        case Saying.LATER:
            turn.say("utter_guide_later")
            guide_steps.keep(turn, guide_walk.put_off(walk), guide)
            turn.expect("guide")
        case Saying.TRIED if failed:
            _go_on(turn, walk, guide, failed, How.TRIED)
        case Saying.CANNOT if failed:
            turn.say("utter_guide_left_out")
            _go_on(turn, walk, guide, failed, How.LEFT_OUT)
        case Saying.CANNOT:
            guide_steps.give_up(turn, walk, guide, "utter_guide_cannot")
        case Saying.SOLVED:
            guide_steps.finish(turn, guide_walk.ended(walk, SOLVED), guide)
        case Saying.DONE | Saying.TRIED:
            guide_steps.ask(turn, walk, guide, "utter_guide_done")
        case None if reading.done:
            guide_steps.ask(turn, walk, guide, "utter_guide_noted")
        case None:
            _something_else(turn, walk, guide)


def _go_on(turn: Turn, walk: Walk, guide: Guide, answer: Answer, how: How = How.ANSWERED) -> None:
    onward = guide_walk.take(walk, guide, answer, how)
    if answer.tells and not onward.over:
        turn.say("utter_guide_tells", tells=answer.tells)
    guide_steps.go_to(turn, onward, guide, said=len(walk.path) + 1)


def _something_else(turn: Turn, walk: Walk, guide: Guide) -> None:
    """Another problem, a question in between, small talk; or an answer that was not understood."""
    found = [str(article["id"]) for article in turn.articles[:1]] if turn.answerable else []
    other = choose(turn.text, turn.knowledge.guides, found, machines.machine_of(turn))
    if other and other != guide and turn.intent == "support_troubleshoot":
        turn.remember(question=articles.asked(turn))
        turn.say("utter_guide_other")
        guide_steps.start(turn, other, turn.text)
    elif narrow(turn.text) and articles.clearly_answers(turn):
        turn.pass_to("action_answer_question")
    elif _means_something_else(turn):
        turn.pass_to(own_action(turn.intent))
    elif walk.misread + 1 >= MOST_MISREAD:
        guide_steps.give_up(turn, walk, guide, "utter_guide_misread_twice")
    else:
        guide_steps.ask(turn, guide_walk.misread(walk), guide, "utter_guide_misread")


def _means_something_else(turn: Turn) -> bool:
    if turn.slot("request"):
        return True
    # Words of danger were looked for before; "the light is on" may merely resemble them.
    if turn.intent in {*SMALL_TALK, "support_report_danger"}:
        return turn.confidence >= LEAST_CONFIDENCE
    if turn.intent == "chat_out_of_scope":
        return len(turn.text.split()) >= SAYS_WHAT_WORDS
    business = turn.lane in (Lane.SERVICE, Lane.SUCCESS) or turn.intent == "support_ask_product"
    return business and turn.confidence >= SURE
