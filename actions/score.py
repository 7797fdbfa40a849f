"""Would you recommend us, from 0 to 10? A low score is asked about."""

from actions.handoff import offer
from actions.turn import Turn, TurnAction
from bot.domain.score import Feeling, feeling, read_score

SAYS_WHY_WORDS = 7


class ActionGiveScore(TurnAction):
    def answer(self, turn: Turn) -> None:
        score = read_score(turn.text)
        if score is None:
            turn.say("utter_ask_score")
            turn.expect("score")
            return
        turn.remember(score=score)
        match feeling(score):
            case Feeling.PROMOTER:
                turn.say("utter_score_high", score=score)
            case Feeling.PASSIVE:
                turn.say("utter_score_middle", score=score)
            case Feeling.DETRACTOR if len(turn.text.split()) >= SAYS_WHY_WORDS:
                offer(turn, "utter_score_low_with_reason", "success_unhappy", "high", score=score)
            case Feeling.DETRACTOR:
                turn.say("utter_score_low", score=score)
                turn.expect("score_reason", handoff={"reason": "success_unhappy", "priority": "high"})


class ActionNoteScore(TurnAction):
    """The reason for a low score lies in the conversation, where the trainer and the agent read it."""

    def answer(self, turn: Turn) -> None:
        offer(turn, "utter_score_noted", "success_unhappy", "high")
