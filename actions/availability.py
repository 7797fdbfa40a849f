"""Is it in stock? A "no" brings the reason, what comes closest and why, and the next step."""

from datetime import UTC, datetime

from actions import named, recommendation, titles
from actions.handoff import offer
from actions.named import by_button
from actions.turn import Turn, TurnAction
from bot.domain.alternatives import Alternative, nearest, nearest_options
from bot.domain.catalogue import find_any_options, find_forms
from bot.domain.knowledge import Availability, Option, Product, State
from bot.domain.naming import called, first_capital, spoken_day, spoken_price
from bot.domain.wanted import Wanted, wanted
from bot.domain.words import phrase

MOST_LISTED = 4
WISHES = frozenset({"service_check_availability", "service_get_recommendation"})
LEAST_WISH = 0.15
# They say nothing about what is wanted.
SAYS_NOTHING = frozenset({"nlu_fallback", "chat_give_details"})
POINTING = frozenset({"it", "that", "this", "them", "those", "these"})


class ActionCheckAvailability(TurnAction):
    def answer(self, turn: Turn) -> None:
        if not (check(turn) or recommendation.recommend(turn)):
            turn.say("utter_ask_which_product")
            turn.expect("product")


def likely_meant(turn: Turn) -> bool:
    """ "rhubarb?", "i'd love a rhubarb pod": a thing is named, and no other kind of wish is likelier."""
    if not named.products(turn) and not wanted(turn.text, turn.knowledge):
        return False
    wish = sum(score for name, score in turn.ranking if name in WISHES)
    others = (score for name, score in turn.ranking if name not in WISHES | SAYS_NOTHING)
    return wish >= LEAST_WISH and wish > max(others, default=0.0)


def check(turn: Turn) -> bool:
    """False when the message names nothing that could be looked up."""
    knowledge = turn.knowledge
    chosen, products = by_button(turn), named.products(turn)
    unknown = None if chosen else wanted(turn.text, knowledge)
    if unknown and (unknown.product or not products):
        _refuse_unknown(turn, unknown)
        return True
    options = [] if chosen else find_any_options(turn.text, knowledge)
    if options and not products and (last := _pointed_at(turn)):
        _tell_option_of(turn, last, options)
        return True
    if options and (not products or products[0].options):
        _tell_option(turn, *_best(options))
        return True
    if not products:
        return False
    turn.remember(product=products[0].id)
    there = [product for product in products if product.in_stock][:MOST_LISTED]
    missing = [product for product in products if not product.in_stock]
    _tell_in_stock(turn, there)
    if missing and (not there or len(products) <= 2):
        refuse(turn, missing[0])
    return True


def _pointed_at(turn: Turn) -> Product | None:
    """ "Do you have it in red?" is about the machine that was spoken of last."""
    last = turn.knowledge.product(turn.slot("product") or "")
    return last if last and last.options and POINTING & set(phrase(turn.text)) else None


def _tell_option_of(turn: Turn, product: Product, options: list[tuple[Product, Option]]) -> None:
    own = [option for one, option in options if one == product]
    if own:
        _tell_option(turn, product, own[0])
    else:
        turn.say("utter_never_made_option", product=called(product), option=options[0][1].name)
        _suggest_options(turn, product)


def _best(options: list[tuple[Product, Option]]) -> tuple[Product, Option]:
    """Of several machines in green, one that can be had."""
    return next((one for one in options if one[1].availability.in_stock), options[0])


def refuse(turn: Turn, product: Product) -> None:
    """The reason, the nearest alternatives with why, and how to go on."""
    _say_why_not(turn, called(product), product.plural, product.availability)
    _suggest(turn, nearest(product, turn.knowledge))


def _refuse_unknown(turn: Turn, unknown: Wanted) -> None:
    name = unknown.text
    if unknown.product:
        turn.say("utter_never_made_option", product=called(unknown.product), option=unknown.text)
        _suggest_options(turn, unknown.product)
        return
    if find_forms(turn.text, turn.knowledge) == ["machine"]:
        turn.say("utter_never_made_machine", wanted=name)
        recommendation.suggest_machines(turn)
        return
    form = turn.knowledge.form(unknown.form) if unknown.form else None
    turn.say("utter_never_made_no_reason", product=f"{name} {form.plural}" if form else name)
    _suggest(turn, nearest(unknown, turn.knowledge))


def _tell_in_stock(turn: Turn, products: list[Product]) -> None:
    match products:
        case []:
            pass
        case [product]:
            turn.say(
                "utter_in_stock",
                product=called(product),
                are="are" if product.plural else "is",
                price=f" for {spoken_price(product, turn.knowledge)}" if product.price else "",
            )
        case _:
            lines = [f"• {product.name}: {spoken_price(product, turn.knowledge)}" for product in products]
            turn.say("utter_in_stock_list", products="\n".join(lines))


def _tell_option(turn: Turn, product: Product, option: Option) -> None:
    name = f"{called(product)} in {option.name}"
    if option.availability.in_stock:
        price = f" for {spoken_price(product, turn.knowledge)}" if product.price else ""
        turn.say("utter_in_stock", product=name, are="is", price=price)
    else:
        _say_why_not(turn, name, product.plural, option.availability)
        _suggest_options(turn, product, option)


def _say_why_not(turn: Turn, name: str, plural: bool, availability: Availability) -> None:
    values = {"product": name, "are": "are" if plural else "is", "reason": availability.reason or ""}
    today = datetime.now(UTC).date()
    match availability.state:
        case State.OUT_UNTIL if availability.until and not availability.overdue(today):
            turn.say("utter_out_until", date=spoken_day(availability.until), **values)
        case State.OUT_UNTIL:
            turn.say("utter_out_unknown", **values)
        case State.DISCONTINUED:
            turn.say("utter_discontinued", **values)
        case _:
            turn.say("utter_never_made" if availability.reason else "utter_never_made_no_reason", **values)


def _suggest(turn: Turn, alternatives: list[Alternative]) -> None:
    if not alternatives:
        offer(turn, "utter_no_alternative", "policy")
        return
    lines = [f"• {alternative.product.name}: {alternative.why}" for alternative in alternatives]
    buttons = [*titles.about([each.product for each in alternatives]), titles.choice("person", "/chat_request_human")]
    close = any(each.why != turn.knowledge.wording["popular"] for each in alternatives)
    turn.say("utter_alternatives" if close else "utter_popular_instead", buttons, alternatives="\n".join(lines))


def _suggest_options(turn: Turn, product: Product, missing: Option | None = None) -> None:
    there = [option.name for option in nearest_options(product, missing)]
    if there:
        turn.say("utter_options", product=first_capital(called(product)), options=", ".join(there))
    offer(turn, "utter_offer_note_wish", "policy")
