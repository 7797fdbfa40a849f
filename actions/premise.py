"""A question about something that the customer's machine does not have: said kindly, with what it has instead."""

from actions import machines
from actions.refusal import say_no
from actions.turn import Turn
from bot.domain.facts import fact
from bot.domain.naming import called, first_capital
from bot.domain.premise import lacking, who_has
from bot.domain.products import Form
from bot.domain.refusal import Refusal, Words


def correct(turn: Turn, machine_id: str) -> bool:
    """False when the machine has what the question takes for granted."""
    knowledge = turn.knowledge
    machine = knowledge.product(machine_id)
    thing = lacking(str(turn.question["text"]), machine, knowledge) if machine else None
    if machine is None or thing is None:
        return False
    known = fact(machine, "fits", knowledge) if isinstance(thing, Form) else thing
    if known is None:
        return False
    others = [product for product in knowledge.products if product.form == machine.form and product is not machine]
    having = who_has(thing, others, knowledge)
    reason = Words("utter_premise", {"facts": f"{first_capital(called(machine))} {known.says}"})
    say_no(turn, Refusal(reason), machines.buttons(turn, tuple(one.id for one in having)))
    turn.signal("cite", title=machine.name, url=machine.url)
    turn.expect("machine")
    return True
