"""Facts about a product from the catalogue; what stands in no data sheet is looked for in the articles."""

from collections.abc import Sequence

from actions import articles, availability, named, titles, topic
from actions.named import by_button
from actions.turn import Turn, TurnAction
from bot.domain.catalogue import find_plans
from bot.domain.facts import Fact, asked_kinds, facts, find_facts, price
from bot.domain.naming import called, first_capital
from bot.domain.product_question import How, meant, undecided
from bot.domain.products import Plan, Product
from bot.domain.words import join

MOST_PRODUCTS = 3
MOST_KINDS = 3
IN_SHORT = 6
JUST_A_NAME = 4
# A fact that no data sheet has is rarely in an article: only a very near one may answer in its place.
SURE_OF_ARTICLE = 0.93


class ActionAskProduct(TurnAction):
    def answer(self, turn: Turn) -> None:
        if not articles.goes_on(turn):
            answer(turn)


def answer(turn: Turn) -> None:
    products = _meant(turn)
    plans = find_plans(turn.text, turn.knowledge)
    asks = bool(asked_kinds(turn.text, turn.knowledge))
    if by_button(turn):
        tell_in_short(turn, products[0])
    elif plans and not products:
        _tell_plans(turn, plans)
    elif asks and tell_facts(turn, turn.text, products):
        pass
    elif turn.answerable and len(products) < 2 and articles.best_score(turn) >= SURE_OF_ARTICLE:
        articles.answer(turn)
    elif len(products) > 1 or (products and len(turn.text.split()) <= JUST_A_NAME):
        for product in products[:2]:
            tell_in_short(turn, product)
    elif asks and not products and tell_facts(turn, turn.text, _machines(turn)):
        pass
    elif asks and not products:
        turn.say("utter_product_which")
        turn.expect("fact", question=articles.asked(turn))
    else:
        articles.admit(turn)


def goes_on(turn: Turn) -> bool:
    """ "Which one?" "The hazelnut pods": now the question before can be answered."""
    products = named.products(turn)
    return turn.slot("waiting_for") == "fact" and tell_facts(turn, str(turn.question.get("text", "")), products)


def tell_facts(turn: Turn, question: str, products: Sequence[Product]) -> bool:
    """False when the data sheets of these products are silent about it."""
    knowledge = turn.knowledge
    gone = next((product for product in products if not product.in_stock and not product.facts), None)
    if gone:
        availability.refuse(turn, gone)
        return True
    found = find_facts(question, knowledge, products[:MOST_PRODUCTS])
    asked = list(dict.fromkeys(one.key for one in found))[:MOST_KINDS]
    found = [one for one in found if one.key in asked]
    if not found:
        return False
    if undecided(turn.text, knowledge, topic.of(turn)) and len({one.says for one in found}) > len(asked):
        _ask_which(turn, [one for one in products if one.in_stock])
        return True
    turn.say("utter_product_facts", facts="\n".join(sentence(one) for one in found))
    cite(turn, products)
    topic.remember(turn, products, How.FACTS, question)
    return True


def tell_in_short(turn: Turn, product: Product) -> None:
    if not product.in_stock:
        availability.refuse(turn, product)
        return
    known = {one.key: one for one in facts(product, turn.knowledge)}
    shown = [known[key] for key in titles.overview() if key in known][:IN_SHORT] or list(known.values())[:IN_SHORT]
    lines = [f"• {one.label}: {one.written}" for one in shown]
    turn.say("utter_product_overview", product=first_capital(called(product)), facts="\n".join(lines))
    cite(turn, [product])
    topic.remember(turn, [product], How.IN_SHORT, turn.text)


def sentence(known: Fact) -> str:
    """A price is for a pack: "cost 6.50 EUR for a box of 16 pods"."""
    pack = f" for {known.product.pack}" if known.key == "price" and known.product.pack else ""
    return f"{first_capital(called(known.product))} {known.says}{pack}."


def cite(turn: Turn, products: Sequence[Product]) -> None:
    """The data sheet, where the answer is about one product."""
    if len(products) == 1:
        turn.signal("cite", title=products[0].name, url=products[0].url)


def _ask_which(turn: Turn, products: Sequence[Product]) -> None:
    buttons = [{"title": one.name, "payload": f'/chat_give_details{{"product": "{one.id}"}}'} for one in products]
    turn.say("utter_product_which", buttons)
    turn.expect("fact", question=articles.asked(turn))


def _meant(turn: Turn) -> list[Product]:
    """Named now; else, for "and how heavy is it?", the one spoken of last."""
    last = turn.knowledge.product(turn.slot("product") or "")
    named_now = by_button(turn) or meant(turn.text, turn.knowledge, topic.of(turn))
    return named_now or ([last] if last else [])


def _tell_plans(turn: Turn, plans: Sequence[Plan]) -> None:
    for plan in plans:
        turn.say(
            "utter_plan",
            plan=plan.name,
            price=price(plan, turn.knowledge),
            includes=join(plan.includes, turn.knowledge.wording["and"]),
            whom=plan.for_whom,
            notice=plan.notice,
        )


def _machines(turn: Turn) -> list[Product]:
    return [product for product in turn.knowledge.products if product.form == "machine"]
