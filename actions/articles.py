"""Answers from the company's articles: one clear winner, one question back, or an honest "I don't know"."""

from typing import Any

from rapidfuzz import fuzz

from actions import guide_steps, machines, premise, titles
from actions.handoff import offer
from actions.refusal import say_no
from actions.turn import Turn, TurnAction
from bot.domain.answering import (
    Answer,
    AskArticle,
    AskMachine,
    Nothing,
    NothingFor,
    Outcome,
    Passage,
    about_other_codes,
    from_the_start,
    narrow,
    next_best,
    read_passages,
    rest_of,
    settle,
)
from bot.domain.articles import ARTICLES
from bot.domain.knowledge import Knowledge
from bot.domain.lanes import Lane
from bot.domain.refusal import Colleague, Instead, Refusal, Words

SURE_OF_LANE = 0.7
SURE_IN_SUPPORT = 0.95
SURE_ANYWHERE = 0.99
VAGUE = 0.7
SHORT_REPLY_WORDS = 6
SAYS_WHAT_WORDS = 5
SAME_TITLE = 85
# What is no answer may still be worth a look: so probable at least, and so many.
NEAR = 0.15
MOST_NEAR = 2
TROUBLE = "support_troubleshoot"


class ActionAnswerQuestion(TurnAction):
    def answer(self, turn: Turn) -> None:
        if not goes_on(turn):
            answer(turn)


def answer(turn: Turn) -> None:
    """The message's own findings; after a button, those of the question that the button settles."""
    turn.remember(question=turn.question if turn.chose and turn.question else asked(turn))
    _settle(turn, machines.machine_of(turn))


def asked(turn: Turn) -> dict[str, Any]:
    """This message as a question that may be settled later."""
    return {
        "text": turn.text,
        "codes": turn.entities("error_code"),
        "articles": turn.articles,
        "answerable": turn.answerable,
        "shown": [],
    }


def surely_answers(turn: Turn) -> bool:
    """An article fits so well that it does not matter how the message was classified."""
    if not turn.answerable or not turn.articles:
        return False
    best = best_score(turn)
    in_support = turn.lane == Lane.SUPPORT and turn.lane_confidence >= SURE_OF_LANE
    return in_support or best >= (SURE_IN_SUPPORT if turn.lane == Lane.SUPPORT else SURE_ANYWHERE)


def best_score(turn: Turn) -> float:
    return max((float(article["score"]) for article in turn.articles), default=0.0)


def clearly_answers(turn: Turn) -> bool:
    """One article answers this message, whichever machine it is about; nothing would have to be asked."""
    passages = read_passages(turn.articles)
    machine = machines.machine_of(turn)
    return isinstance(settle(passages, turn.answerable, machine, _machines_of(turn.knowledge)), Answer)


def rather_asks(turn: Turn) -> bool:
    """ "I bought a Duo and the milk is only lukewarm": a question, whatever friendly thing it was taken for."""
    return turn.answerable and best_score(turn) >= SURE_IN_SUPPORT and len(turn.text.split()) >= SAYS_WHAT_WORDS


def admit(turn: Turn) -> None:
    """An honest "I don't know", with what comes closest and a colleague who may."""
    turn.remember(question=asked(turn))
    _admit(turn)


def _admit(turn: Turn) -> None:
    close = [passage for passage in _fitting(turn, read_passages(turn.question["articles"])) if passage.score >= NEAR]
    instead = tuple(Instead(one.title, one.heading, _tap(one)) for one in close[:MOST_NEAR])
    way_on = Words("utter_near_articles" if instead else "utter_ask_a_colleague")
    say_no(turn, Refusal(Words("utter_no_article"), way_on, instead, Colleague("no_answer")), titles.yes_no())


def _tap(passage: Passage) -> str:
    return f'/chat_give_details{{"article": "{passage.article}"}}'


def goes_on(turn: Turn) -> bool:
    """Take this message as the answer to "which machine?" or "which of these?", if it is one."""
    if not turn.question:
        return False
    match turn.slot("waiting_for"):
        case "machine":
            short = len(turn.text.split()) <= SHORT_REPLY_WORDS
            if len(machines.named(turn)) == 1 and (turn.chose or short):
                _settle(turn, machines.machine_of(turn))
                return True
        case waiting_for if waiting_for == "article" or turn.entity("article"):
            passage = _chosen(turn)
            if passage:
                show(turn, passage)
                return True
    return False


def again_for_this_machine(turn: Turn) -> bool:
    """A machine named right after an answer asks for the same answer for that machine.

    The engine read the message with the question before it; where nothing came of it, that question's findings count.
    """
    if not turn.question.get("shown") or len(machines.named(turn)) != 1:
        return False
    if turn.answerable:
        kept = {name: turn.question.get(name) for name in ("shown", "heading")}
        turn.remember(question=asked(turn) | kept)
    _settle(turn, machines.machine_of(turn), again=True)
    return True


def try_next(turn: Turn) -> None:
    """After "that didn't help": the next best answer to the same question, or a person."""
    if not turn.question.get("shown"):
        if turn.answerable and len(turn.text.split()) >= SAYS_WHAT_WORDS:
            answer(turn)
        else:
            offer(turn, "utter_not_solved_what", "not_solved", "high")
        return
    if guide_steps.begin(turn, turn.question["shown"][-1:]):
        return
    passages = _fitting(turn, read_passages(turn.question["articles"]))
    passage = next_best(passages, turn.question["shown"])
    if passage:
        turn.say("utter_not_solved_next")
        show(turn, passage)
    elif rest := _rest(turn):
        turn.say("utter_not_solved_next")
        show(turn, rest)
    else:
        say_no(turn, Refusal(Words("utter_not_solved_offer_person"), colleague=Colleague("not_solved", "high")))


def show(turn: Turn, passage: Passage) -> None:
    """The article in short, the passage that fits, where both come from, and the question whether it helped."""
    article = turn.knowledge.article(passage.article)
    first = article.sections[0] if article else None
    text = f"{passage.heading}\n{passage.text}" if passage.heading else passage.text
    if first and not first.heading and passage.heading and passage.article not in turn.question["shown"]:
        turn.say("utter_passage_after_summary", title=passage.title, summary=first.text, passage=text)
    else:
        turn.say("utter_passage", title=passage.title, passage=text)
    turn.signal("cite", title=passage.title, url=f"{ARTICLES}/{passage.article}")
    if not guide_steps.under_way(turn):
        turn.propose_resolution()
    shown = [*turn.question["shown"], passage.article]
    turn.remember(question=turn.question | {"shown": shown, "heading": passage.heading})


def _rest(turn: Turn) -> Passage | None:
    """So far only the short answer of the only article that fits was read out: then its steps."""
    match turn.question:
        case {"shown": [only], "heading": ""}:
            article = turn.knowledge.article(str(only))
            knows = machines.short_names(turn.knowledge)
            return rest_of(article, str(turn.question["text"]), machines.machine_of(turn), knows) if article else None
    return None


def _settle(turn: Turn, machine: str | None, again: bool = False) -> None:
    knowledge = turn.knowledge
    names = machines.short_names(knowledge)
    machines_of = _machines_of(knowledge)
    passages = [p for p in read_passages(turn.question["articles"]) if p.article in machines_of]
    outcome = settle(passages, turn.question["answerable"], machine, machines_of)
    if isinstance(outcome, Answer):
        article = knowledge.article(outcome.passage.article)
        if article:
            passage = from_the_start(outcome.passage, article, str(turn.question["text"]))
            outcome = narrow(passage, article, machine, names)
    best_is_for_others = bool(passages) and machine not in machines_of[passages[0].article]
    doubtful = best_is_for_others or not isinstance(outcome, Answer)
    if machine and doubtful and premise.correct(turn, machine):
        return
    if not again and guide_steps.begin(turn, _pointing_at(turn, outcome)):
        return
    match outcome:
        case Answer(passage) if again and machine and _just_said(turn, passage):
            turn.say("utter_same_for_machine", product=names[machine])
        case Answer(passage):
            show(turn, passage)
        case AskMachine(asked):
            turn.say("utter_ask_machine", machines.buttons(turn, asked))
            turn.expect("machine")
        case AskArticle(close) if close[0].score < VAGUE:
            turn.say("utter_ask_more")
        case AskArticle(close):
            buttons = [{"title": p.title, "payload": _tap(p)} for p in close]
            turn.say("utter_ask_article", buttons)
            turn.expect("article")
        case NothingFor(missing):
            reason = Words("utter_no_article_for_machine", {"product": names[missing]})
            say_no(turn, Refusal(reason, colleague=Colleague("no_answer")))
        case Nothing():
            _admit(turn)


def _machines_of(knowledge: Knowledge) -> dict[str, list[str]]:
    names = machines.short_names(knowledge)
    return {article.id: [id for id in article.products if id in names] or list(names) for article in knowledge.articles}


def _pointing_at(turn: Turn, outcome: Outcome) -> list[str]:
    """Articles whose guide may help; of several close ones only where a problem is told, not a question asked."""
    match outcome:
        case Answer(passage):
            return [passage.article]
        case AskArticle(close) if turn.intent == TROUBLE:
            return [passage.article for passage in close]
    return []


def _just_said(turn: Turn, passage: Passage) -> bool:
    return turn.question["shown"][-1:] == [passage.article] and turn.question.get("heading") == passage.heading


def _chosen(turn: Turn) -> Passage | None:
    passages = read_passages(turn.question["articles"])
    chosen = turn.entity("article")
    if chosen or turn.chose:
        return next((p for p in passages if p.article == chosen), None)
    typed = turn.text.casefold()
    near = [p for p in passages if fuzz.token_sort_ratio(typed, p.title.casefold()) >= SAME_TITLE]
    return near[0] if near else None


def _fitting(turn: Turn, passages: tuple[Passage, ...]) -> list[Passage]:
    machine = machines.machine_of(turn)
    names = machines.short_names(turn.knowledge)
    fitting = []
    for passage in passages:
        article = turn.knowledge.article(passage.article)
        if article is None or about_other_codes(article.title, turn.question["codes"]):
            continue
        written_for = [id for id in article.products if id in names]
        if machine and written_for and machine not in written_for:
            continue
        narrowed = narrow(passage, article, machine, names)
        fitting.append(narrowed.passage if isinstance(narrowed, Answer) else passage)
    return fitting
