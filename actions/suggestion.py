"""Something that may fit beside what was asked for: at most once in a conversation, never where it would jar.

When that is decided by bot/domain/promotion.py for every response that domain.yml calls promotional.
"""

from actions import titles
from actions.turn import Turn
from bot.domain.alternatives import nearest
from bot.domain.naming import called
from bot.domain.products import Product


def suggest_beside(turn: Turn, product: Product) -> None:
    """What shares its tastes, rather of another kind: a syrup beside pods."""
    popular = turn.knowledge.wording["popular"]
    close = [one for one in nearest(product, turn.knowledge) if one.why != popular]
    if turn.expects or not close:
        return
    best = next((one for one in close if one.product.form != product.form), close[0])
    buttons = [titles.choice("tell_more", titles.tap(best.product)), titles.choice("no", "/chat_deny")]
    values = {"product": called(product), "suggestion": best.product.title, "why": best.why}
    if turn.say("utter_suggestion", buttons, **values):
        turn.expect("suggestion", product=best.product.id)


def accepted(turn: Turn) -> Product | None:
    """What this "yes" wants to hear more about."""
    suggested = turn.slot("waiting_for") == "suggestion"
    return turn.knowledge.product(turn.slot("product") or "") if suggested else None


def declined(turn: Turn) -> bool:
    """Whether this "no" was said to a suggestion; nothing is suggested in this conversation any more."""
    if turn.slot("waiting_for") != "suggestion":
        return False
    turn.say("utter_suggestion_declined")
    return True
