"""Is it in stock? A "no" brings the reason, what comes closest and why, and the next step."""

from datetime import UTC, datetime

from actions import named, recommendation, titles
from actions.named import by_button
from actions.refusal import say_no
from actions.suggestion import suggest_beside
from actions.turn import Turn, TurnAction
from bot.domain.alternatives import Alternative, nearest, nearest_options
from bot.domain.catalogue import find_any_options, find_forms
from bot.domain.naming import called, spoken_day, spoken_price
from bot.domain.products import Availability, Option, Product, State
from bot.domain.refusal import Colleague, Instead, Refusal, Words
from bot.domain.wanted import Wanted, wanted
from bot.domain.words import phrase

MOST_LISTED = 4
WISHES = frozenset({"service_check_availability", "service_get_recommendation"})
LEAST_WISH = 0.15
# They say nothing about what is wanted.
SAYS_NOTHING = frozenset({"nlu_fallback", "chat_give_details"})
NOTES_A_WISH = Colleague("policy")
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
        _refuse_option(turn, product, options[0][1].name)


def _best(options: list[tuple[Product, Option]]) -> tuple[Product, Option]:
    """Of several machines in green, one that can be had."""
    return next((one for one in options if one[1].availability.in_stock), options[0])


def refuse(turn: Turn, product: Product) -> None:
    """The reason, the nearest alternatives with why, and how to go on."""
    _instead(turn, _why_not(called(product), product.plural, product.availability), nearest(product, turn.knowledge))


def _refuse_unknown(turn: Turn, unknown: Wanted) -> None:
    name = unknown.text
    if unknown.product:
        _refuse_option(turn, unknown.product, unknown.text)
        return
    if find_forms(turn.text, turn.knowledge) == ["machine"]:
        machines = recommendation.machines_instead(turn.knowledge)
        say_no(turn, Refusal(Words("utter_never_made_machine", {"wanted": name}), Words("utter_instead"), machines))
        return
    form = turn.knowledge.form(unknown.form) if unknown.form else None
    reason = Words("utter_never_made_no_reason", {"product": f"{name} {form.plural}" if form else name})
    _instead(turn, reason, nearest(unknown, turn.knowledge))


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
            suggest_beside(turn, product)
        case _:
            lines = [f"• {product.name}: {spoken_price(product, turn.knowledge)}" for product in products]
            turn.say("utter_in_stock_list", products="\n".join(lines))


def _tell_option(turn: Turn, product: Product, option: Option) -> None:
    turn.remember(product=product.id)
    name = f"{called(product)} in {option.name}"
    if option.availability.in_stock:
        price = f" for {spoken_price(product, turn.knowledge)}" if product.price else ""
        turn.say("utter_in_stock", product=name, are="is", price=price)
    else:
        _options_instead(turn, _why_not(name, product.plural, option.availability), product, option)


def _why_not(name: str, plural: bool, availability: Availability) -> Words:
    values = {"product": name, "are": "are" if plural else "is", "reason": availability.reason or ""}
    today = datetime.now(UTC).date()
    match availability.state:
        case State.OUT_UNTIL if availability.until and not availability.overdue(today):
            return Words("utter_out_until", {**values, "date": spoken_day(availability.until)})
        case State.OUT_UNTIL:
            return Words("utter_out_unknown", values)
        case State.DISCONTINUED:
            return Words("utter_discontinued", values)
        case _:
            return Words("utter_never_made" if availability.reason else "utter_never_made_no_reason", values)


def _instead(turn: Turn, reason: Words, alternatives: list[Alternative]) -> None:
    if not alternatives:
        say_no(turn, Refusal(reason, Words("utter_no_alternative"), colleague=NOTES_A_WISH))
        return
    instead = tuple(Instead(one.product.name, one.why, titles.tap(one.product)) for one in alternatives)
    close = any(one.why != turn.knowledge.wording["popular"] for one in alternatives)
    way_on = Words("utter_alternatives" if close else "utter_popular_instead")
    say_no(turn, Refusal(reason, way_on, instead), [titles.choice("person", "/chat_request_human")])


def _refuse_option(turn: Turn, product: Product, option: str) -> None:
    turn.remember(product=product.id)
    _options_instead(turn, Words("utter_never_made_option", {"product": called(product), "option": option}), product)


def _options_instead(turn: Turn, reason: Words, product: Product, missing: Option | None = None) -> None:
    instead = tuple(Instead(option.name) for option in nearest_options(product, missing))
    way_on = Words("utter_options" if instead else "utter_no_alternative", {"product": called(product)})
    say_no(turn, Refusal(reason, way_on, instead, NOTES_A_WISH))
