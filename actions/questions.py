"""Product questions that are plain from their words and the question before, whatever they were taken for.

Comparisons, "which one is quieter?", what goes into which machine, and follow-ups such as "and the Pro?".
"""

from actions import articles, products, titles, topic
from actions.refusal import say_no
from actions.turn import Turn
from bot.domain.alternatives import nearest
from bot.domain.comparing import differences, rank, table
from bot.domain.facts import fact
from bot.domain.naming import called, first_capital
from bot.domain.product_question import MACHINE, Compare, Facts, Fits, How, Rank, goes_into, read
from bot.domain.products import Form, Product
from bot.domain.refusal import Instead, Refusal, Words

MOST_RANKED = 3
# The answer to one of these belongs to whoever asked.
OWN_ANSWERS = frozenset({"machine", "article", "product", "fact", "taste", "request", "guide", "score"})


def goes_on(turn: Turn) -> bool:
    """False when the message asks no such thing, or the catalogue does not know."""
    if turn.slot("waiting_for") == "machine" and articles.goes_on(turn):
        return True  # "oh sorry, I meant the Pro" takes nothing back
    before = None if turn.slot("waiting_for") in OWN_ANSWERS else topic.of(turn)
    reading = None if turn.chose else read(turn.text, turn.knowledge, before, _own_machine(turn))
    match reading:
        case Compare(compared):
            return _compare(turn, compared)
        case Rank():
            return _rank(turn, reading)
        case Fits():
            return _fits(turn, reading)
        case Facts(text="", products=named):
            for product in named[:2]:
                products.tell_in_short(turn, product)
            return True
        case Facts(text, named):
            return products.tell_facts(turn, text, named)
        case None:
            return False


def _own_machine(turn: Turn) -> Product | None:
    return turn.knowledge.product(turn.slot("machine") or "")


def _compare(turn: Turn, compared: tuple[Product, ...]) -> bool:
    knowledge = turn.knowledge
    gone = [one for one in compared if not one.in_stock and not one.facts]
    rows = differences(compared, knowledge, titles.comparison())
    if gone or not rows:
        return False
    turn.say("utter_product_compared", titles.about(compared), table=table(compared, knowledge, rows))
    topic.remember(turn, compared, How.COMPARED, turn.text)
    return True


def _rank(turn: Turn, asked: Rank) -> bool:
    groups = rank(asked.wanted, asked.products, turn.knowledge)
    if not groups:
        return False
    best, rest = groups[0], [one for group in groups[1:] for one in group]
    shown = (best + rest)[:MOST_RANKED] if len(best) < MOST_RANKED else best[:MOST_RANKED]
    lines = "\n".join(products.sentence(one) for one in shown)
    if len(best) == 1:
        turn.say("utter_product_ranked", best=called(best[0].product), facts=lines)
    else:
        turn.say("utter_product_equal", facts=lines)
    topic.remember(
        turn, asked.products if len(asked.products) <= MOST_RANKED else [best[0].product], How.FACTS, turn.text
    )
    return True


def _fits(turn: Turn, asked: Fits) -> bool:
    pairs = [(thing, machine) for thing in asked.things for machine in asked.machines]
    if not pairs or any(not isinstance(thing, Form) and not thing.fits for thing, _ in pairs):
        return False
    works = [pair for pair in pairs if goes_into(*pair, turn.knowledge)]
    fails = [pair for pair in pairs if pair not in works]
    if works:
        lines = dict.fromkeys(_where_it_fits(turn, *pair) for pair in works)
        turn.say("utter_fits", facts="\n".join(f"{line}." for line in lines))
    if fails:
        _fits_not(turn, *fails[0])
    things = [thing for thing in asked.things if isinstance(thing, Product)]
    topic.remember(turn, [*things, *asked.machines], How.FITS, turn.text)
    return True


def _fits_not(turn: Turn, thing: Product | Form, machine: Product) -> None:
    knowledge = turn.knowledge
    name = thing.plural if isinstance(thing, Form) else called(thing)
    reason = Words(
        "utter_fits_not",
        {"thing": first_capital(name), "machine": called(machine), "facts": _where_it_fits(turn, thing, machine)},
    )
    close = nearest(thing, knowledge, machine=machine.id) if isinstance(thing, Product) and thing.tastes else []
    if close:
        instead = tuple(Instead(one.product.name, one.why, titles.tap(one.product)) for one in close)
        say_no(turn, Refusal(reason, Words("utter_fits_instead", {"machine": called(machine)}), instead))
        return
    machines = [one for one in knowledge.products if one.form == MACHINE and goes_into(thing, one, knowledge)]
    instead = tuple(Instead(one.name, payload=titles.tap(one)) for one in machines)
    say_no(turn, Refusal(reason, Words("utter_fits_elsewhere", {"thing": name}), instead))


def _where_it_fits(turn: Turn, thing: Product | Form, machine: Product) -> str:
    """ "Hazelnut pods work with the One and the Duo"; of a form, what the machine works with."""
    about = machine if isinstance(thing, Form) else thing
    known = fact(about, "fits", turn.knowledge)
    return f"{first_capital(called(about))} {known.says}" if known else first_capital(called(about))
