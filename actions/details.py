"""A bare detail goes to whatever asked for it; otherwise the bot asks what to do with it."""

from actions import articles, availability, named, orders, products, recommendation
from actions.requests import flow
from actions.turn import Turn, TurnAction
from bot.domain.naming import called
from bot.domain.wishes import wish_of


class ActionGiveDetails(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        if turn.entity("branch"):
            turn.pass_to("action_walk_guide")
            return
        if goes_on(turn):
            return
        meant = named.products(turn)
        wish = wish_of(turn.intent, turn.text)
        if wish or orders.names_order(turn):
            flow.begin(turn, wish or "track_order")
        elif (turn.entities("error_code") and turn.answerable) or articles.rather_asks(turn):
            articles.answer(turn)
        elif not meant and availability.likely_meant(turn) and availability.check(turn):
            pass
        elif not meant:
            turn.say("utter_detail_noted")
        elif articles.again_for_this_machine(turn):
            pass
        elif meant[0].form == "machine":
            turn.remember(product=meant[0].id, machine=meant[0].id)
            turn.say("utter_product_noted", product=called(meant[0]))
        elif len(meant) > 1:
            availability.check(turn)
        else:
            products.tell_in_short(turn, meant[0])


def goes_on(turn: Turn) -> bool:
    """Whatever the message was taken for, it may be the answer to what was asked last."""
    if turn.slot("waiting_for") == "product" and availability.check(turn):
        return True
    if turn.slot("waiting_for") == "taste" and recommendation.recommend(turn):
        return True
    return products.goes_on(turn) or articles.goes_on(turn)
