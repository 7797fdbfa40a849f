"""A bare detail goes to whatever asked for it; otherwise the bot asks what to do with it."""

from actions import articles, availability, machines, orders, products, recommendation
from actions.turn import Turn, TurnAction


class ActionGiveDetails(TurnAction):
    digresses = False

    def answer(self, turn: Turn) -> None:
        if goes_on(turn):
            return
        if orders.holds_details(turn):
            orders.track(turn)
            return
        machine = machines.machine_of(turn)
        names = {product.id: product.name for product in turn.knowledge.products}
        if machine and machines.named(turn):
            turn.say("utter_product_noted", product=names[machine])
        else:
            turn.say("utter_nothing_asked_yet")


def goes_on(turn: Turn) -> bool:
    """Whatever the message was taken for, it may be the answer to what was asked last."""
    if turn.slot("waiting_for") == "product" and availability.check(turn):
        return True
    if turn.slot("waiting_for") == "taste" and recommendation.recommend(turn):
        return True
    return products.goes_on(turn) or articles.goes_on(turn) or orders.goes_on(turn)
