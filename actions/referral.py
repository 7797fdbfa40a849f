"""A customer who recommends the company."""

from actions.turn import Turn, TurnAction


class ActionReferFriend(TurnAction):
    def answer(self, turn: Turn) -> None:
        turn.say("utter_refer_friend", policy=turn.knowledge.policies.referral.says)
