"""From what a customer likes to what is in stock."""

from actions import articles, availability
from actions.turn import Turn, TurnAction
from bot.domain.alternatives import nearest
from bot.domain.wanted import preferences


class ActionGetRecommendation(TurnAction):
    def answer(self, turn: Turn) -> None:
        if recommend(turn):
            return
        if turn.answerable:
            articles.answer(turn)
        else:
            turn.say("utter_ask_taste")
            turn.expect("taste")


def recommend(turn: Turn) -> bool:
    """False when nothing was said about taste, roast, caffeine or kind."""
    likes = preferences(turn.text, turn.knowledge)
    if not (likes.tastes or likes.roast or likes.caffeine):
        return False
    suggestions = nearest(likes, turn.knowledge)
    if not suggestions:
        return False
    lines = [f"• {suggestion.product.name}: {suggestion.why}" for suggestion in suggestions]
    turn.say("utter_recommendation", availability.buttons_for(suggestions)[:-1], suggestions="\n".join(lines))
    return True
