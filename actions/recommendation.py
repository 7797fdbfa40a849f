"""From what a customer likes to what is in stock."""

from actions import articles, titles
from actions.turn import Turn, TurnAction
from bot.domain.alternatives import Alternative, best_sellers, nearest
from bot.domain.catalogue import find_forms
from bot.domain.facts import asked_kinds, fact, price
from bot.domain.knowledge import Knowledge
from bot.domain.refusal import Instead
from bot.domain.wanted import Wanted, preferences
from bot.domain.words import join

MOST = 3


class ActionGetRecommendation(TurnAction):
    def answer(self, turn: Turn) -> None:
        if _about_machines(turn):
            suggest_machines(turn)
        elif recommend(turn):
            pass
        elif turn.answerable:
            articles.answer(turn)
        else:
            turn.say("utter_ask_taste")
            turn.expect("taste")


def suggest_machines(turn: Turn) -> None:
    """Whom each machine suits, and what it costs."""
    machines = machines_instead(turn.knowledge)
    taps = [{"title": one.name, "payload": one.payload} for one in machines]
    turn.say("utter_machines", taps, machines="\n".join(one.line for one in machines))


def machines_instead(knowledge: Knowledge) -> tuple[Instead, ...]:
    """Every machine that is in stock, with whom it suits and its price."""
    machines = [product for product in knowledge.products if product.form == "machine" and product.in_stock]
    suits = {product.id: fact(product, "for_whom", knowledge) for product in machines}
    return tuple(
        Instead(
            product.name,
            f"{known.says} ({price(product, knowledge)})"
            if (known := suits[product.id])
            else price(product, knowledge) or "",
            titles.tap(product),
        )
        for product in machines
    )


def _about_machines(turn: Turn) -> bool:
    forms = find_forms(turn.text, turn.knowledge)
    return forms == ["machine"] or any(kind.key == "for_whom" for kind in asked_kinds(turn.text, turn.knowledge))


def recommend(turn: Turn) -> bool:
    """False when nothing was said about taste, roast, caffeine or kind."""
    likes = preferences(turn.text, turn.knowledge)
    if not (likes.tastes or likes.roast or likes.caffeine):
        return False
    suggestions = [*_without_caffeine(turn, likes), *nearest(likes, turn.knowledge)]
    suggestions = list({suggestion.product.id: suggestion for suggestion in suggestions}.values())[:MOST]
    if not suggestions:
        return False
    lines = [f"• {suggestion.product.name}: {_why(turn, suggestion)}" for suggestion in suggestions]
    buttons = titles.about([suggestion.product for suggestion in suggestions])
    turn.say("utter_recommendation", buttons, suggestions="\n".join(lines))
    return True


def _why(turn: Turn, suggestion: Alternative) -> str:
    """ "nutty and sweet": there is nothing that it could be nutty like, too."""
    words = {taste.id: taste.words[0] for taste in turn.knowledge.tastes}
    shared = [words[taste] for taste in suggestion.shared]
    return join(shared, turn.knowledge.wording["and"]) or suggestion.why


def _without_caffeine(turn: Turn, likes: Wanted) -> list[Alternative]:
    """Whoever wants no caffeine first of all wants coffee without it, whatever it tastes of."""
    if likes.caffeine != "none":
        return []
    knowledge = turn.knowledge
    coffees = [one for one in best_sellers(knowledge) if one.caffeine == "none" and one.roast]
    fitting = [one for one in coffees if likes.form in (None, one.form)]
    return [Alternative(one, knowledge.wording["caffeine_none"], ()) for one in fitting[:2]]
