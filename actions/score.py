"""Would you recommend us, from 0 to 10? The gateway keeps the score and asks for its reason."""

import re

from actions.turn import Turn, TurnAction
from bot.domain.score import read_score

SAYS_WHY_WORDS = 7
WHY = re.compile(r"\b(because|since|as|but|due|though|although|wish|if)\b|[,.:;](?!\d)", re.IGNORECASE)


class ActionGiveScore(TurnAction):
    def answer(self, turn: Turn) -> None:
        score = read_score(turn.text)
        if score is None:
            turn.say("utter_ask_score")
            turn.expect("score")
        elif len(turn.text.split()) >= SAYS_WHY_WORDS and WHY.search(turn.text.rstrip(".")):
            turn.signal("recommends", score=score, reason=turn.text)
        else:
            turn.signal("recommends", score=score)
