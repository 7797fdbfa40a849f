"""From what a customer likes to what is in stock."""

from actions import articles, availability
from actions.turn import Turn, TurnAction
from bot.domain.alternatives import nearest
from bot.domain.catalogue import find_forms
from bot.domain.facts import asked_kinds, fact, price
from bot.domain.wanted import preferences


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
    knowledge = turn.knowledge
    machines = [product for product in knowledge.products if product.form == "machine" and product.in_stock]
    suits = {product.id: fact(product, "for_whom", knowledge) for product in machines}
    lines = [
        f"• {product.name} ({price(product, knowledge)})" + (f" {known.says}" if (known := suits[product.id]) else "")
        for product in machines
    ]
    turn.say("utter_machines", availability.about(machines), machines="\n".join(lines))


def _about_machines(turn: Turn) -> bool:
    forms = find_forms(turn.text, turn.knowledge)
    return forms == ["machine"] or any(kind.key == "for_whom" for kind in asked_kinds(turn.text, turn.knowledge))


def recommend(turn: Turn) -> bool:
    """False when nothing was said about taste, roast, caffeine or kind."""
    likes = preferences(turn.text, turn.knowledge)
    if not (likes.tastes or likes.roast or likes.caffeine):
        return False
    suggestions = nearest(likes, turn.knowledge)
    if not suggestions:
        return False
    lines = [f"• {suggestion.product.name}: {suggestion.why}" for suggestion in suggestions]
    buttons = availability.about([suggestion.product for suggestion in suggestions])
    turn.say("utter_recommendation", buttons, suggestions="\n".join(lines))
    return True
