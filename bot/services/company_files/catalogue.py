"""catalogue.yml: what the company sells; checked as a whole, since almost everything refers to something else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.domain.knowledge import Wording
from bot.domain.products import Availability, FactKind, FactValue, Flavour, Form, Option, Plan, Product, State, Taste
from bot.domain.words import phrase
from bot.services.company_files.entries import Entry, read_yaml
from bot.services.company_files.problems import Problem, did_you_mean

FILE = "catalogue.yml"
ROASTS = ("light", "medium", "dark")
CAFFEINE = ("none", "low", "normal", "high")
MILK = ("black", "milk", "both")
STATES = tuple(state.value for state in State)
COMPUTED = ("price", "pack", "allergens", "caffeine", "roast", "tastes", "fits", "colours")
WORDING = (
    *("and", "or", "money", "per", "shared", "near", "same_flavour", "no_caffeine", "popular", "replaces"),
    *("the", "allergens_none", "allergens_some"),
    *(f"caffeine_{level}" for level in CAFFEINE),
)


@dataclass(frozen=True)
class Catalogue:
    products: tuple[Product, ...]
    plans: tuple[Plan, ...]
    forms: tuple[Form, ...]
    tastes: tuple[Taste, ...]
    flavours: tuple[Flavour, ...]
    fact_kinds: tuple[FactKind, ...]
    wording: Wording


def read_catalogue(folder: Path, today: date, problems: list[Problem]) -> Catalogue | None:
    """`today` turns `until_in_days` into a date."""
    top = read_yaml(folder / FILE, FILE, problems)
    if top is None:
        return None
    top.text("currency")
    forms = tuple(_form(name, entry) for name, entry in top.named_entries("forms"))
    tastes = tuple(_taste(name, entry) for name, entry in top.named_entries("tastes"))
    flavours = tuple(_flavour(name, entry, tastes) for name, entry in top.named_entries("flavours"))
    kinds = tuple(_fact_kind(name, entry) for name, entry in top.named_entries("facts"))
    words = top.entry("wording")
    wording = Wording(tuple((key, words.text(key)) for key in WORDING))
    words.done()
    for _name, entry in top.named_entries("tastes"):
        _known(entry, "near", entry.texts("near"), [taste.id for taste in tastes], "taste")
    products, entries = [], []
    for entry in top.entries("products"):
        products.append(_product(entry, forms, tastes, flavours, kinds, today))
        entries.append(entry)
    plans = []
    for entry in top.entries("plans"):
        plans.append(_plan(entry))
        entries.append(entry)
    _check_references(products, entries)
    _check_unique_ids(entries)
    _check_unique_names([*products, *plans], entries)
    _check_unique_names(flavours, [entry for _, entry in top.named_entries("flavours")])
    top.done()
    return Catalogue(tuple(products), tuple(plans), forms, tastes, flavours, kinds, wording)


def _form(name: str, entry: Entry) -> Form:
    form = Form(
        name,
        entry.text("name"),
        entry.text("plural"),
        entry.texts("words", required=True),
        entry.flag("counted", False),
    )
    entry.done()
    return form


def _taste(name: str, entry: Entry) -> Taste:
    taste = Taste(name, entry.texts("near"), entry.texts("words") or (name,))
    entry.done()
    return taste


def _flavour(name: str, entry: Entry, tastes: tuple[Taste, ...]) -> Flavour:
    caffeine = entry.one_of("caffeine", CAFFEINE)
    flavour = Flavour(name, entry.text("name"), entry.texts("aliases"), entry.texts("tastes"), caffeine)
    _known(entry, "tastes", flavour.tastes, [taste.id for taste in tastes], "taste")
    entry.done()
    return flavour


def _fact_kind(key: str, entry: Entry) -> FactKind:
    says = entry.text("says")
    kind = FactKind(
        key,
        label=entry.text("label"),
        unit=entry.maybe_text("unit"),
        asks=entry.texts("asks", required=True),
        says=says,
        plural=entry.maybe_text("plural") or says,
        more=entry.texts("more"),
        less=entry.texts("less"),
    )
    for field in ("says", "plural"):
        if entry.has(field) and "{value}" not in entry.text(field):
            entry.problem(field, "should contain {value}.")
    entry.done()
    return kind


def _product(
    entry: Entry,
    forms: tuple[Form, ...],
    tastes: tuple[Taste, ...],
    flavours: tuple[Flavour, ...],
    kinds: tuple[FactKind, ...],
    today: date,
) -> Product:
    form_id = entry.text("form")
    _known(entry, "form", [form_id] if form_id else [], [form.id for form in forms], "form")
    flavour_id = entry.maybe_text("flavour")
    _known(entry, "flavour", [flavour_id] if flavour_id else [], [flavour.id for flavour in flavours], "flavour")
    own_tastes = entry.texts("tastes")
    _known(entry, "tastes", own_tastes, [taste.id for taste in tastes], "taste")
    given = next((flavour.tastes for flavour in flavours if flavour.id == flavour_id), ())
    name = entry.text("name")
    availability = _availability(entry, today)
    product = Product(
        id=entry.text("id"),
        name=name,
        title=entry.maybe_text("title") or name,
        form=form_id,
        plural=entry.flag("plural", default=any(form.counted for form in forms if form.id == form_id)),
        aliases=entry.texts("aliases"),
        weak_aliases=entry.texts("weak_aliases"),
        flavour=flavour_id,
        tastes=own_tastes or given,
        roast=entry.one_of("roast", ROASTS),
        caffeine=entry.one_of("caffeine", CAFFEINE),
        milk=entry.one_of("milk", MILK),
        fits=entry.texts("fits"),
        price=entry.maybe_money("price"),
        pack=entry.maybe_text("pack"),
        allergens=entry.texts("allergens") if entry.has("allergens") else None,
        popular=entry.maybe_number("popular", low=1),
        facts=_facts(entry, kinds),
        options=tuple(_option(option, today) for option in entry.entries("options", label="name")),
        availability=availability,
    )
    if product.price is None and availability.state in (State.IN_STOCK, State.OUT_UNTIL):
        entry.problem("price", "is missing; what can be bought needs a price.")
    entry.done()
    return product


def _facts(entry: Entry, kinds: tuple[FactKind, ...]) -> tuple[FactValue, ...]:
    if not entry.has("facts"):
        return ()
    facts = entry.entry("facts")
    keys = [kind.key for kind in kinds]
    for key in facts.data:
        if key not in keys:
            facts.problem(str(key), f"is not defined under facts.{did_you_mean(str(key), keys)}")
        elif key in COMPUTED:
            facts.problem(str(key), f"comes from the product's own field; remove it here and fill {key} there.")
    return tuple(_fact(str(key), facts) for key in facts.data)


def _fact(key: str, facts: Entry) -> FactValue:
    """A plain value, or `{value, short, missing}`."""
    if not isinstance(facts.data[key], dict):
        return FactValue(key, facts.value(key))
    entry = facts.entry(key)
    fact = FactValue(key, entry.text("value"), entry.maybe_text("short"), entry.flag("missing", default=False))
    entry.done()
    return fact


def _option(entry: Entry, today: date) -> Option:
    option = Option(entry.text("kind"), entry.text("name"), entry.texts("aliases"), _availability(entry, today))
    entry.done()
    return option


def _availability(parent: Entry, today: date) -> Availability:
    if isinstance(parent.data.get("availability"), str):
        state = parent.one_of("availability", STATES, required=True)
        if state and state != State.IN_STOCK:
            parent.problem("availability", f"{state} needs a reason: write {{state: {state}, reason: ...}}.")
        return Availability(State(state or State.NEVER_MADE))
    entry = parent.entry("availability")
    state = State(entry.one_of("state", STATES, required=True) or State.IN_STOCK)
    until = since = None
    if state is State.OUT_UNTIL:
        until = _until(entry, today)
    if state is State.DISCONTINUED:
        since = entry.day("since")
    reason = entry.maybe_text("reason", required=state is not State.IN_STOCK)
    found = Availability(state, reason, until, since, entry.texts("replaced_by"))
    entry.done()
    return found


def _until(entry: Entry, today: date) -> date:
    if entry.has("until_in_days"):
        return today + timedelta(days=entry.number("until_in_days"))
    return entry.day("until")


def _plan(entry: Entry) -> Plan:
    plan = Plan(
        id=entry.text("id"),
        name=entry.text("name"),
        aliases=entry.texts("aliases"),
        weak_aliases=entry.texts("weak_aliases"),
        price=entry.money("price"),
        per=entry.text("per"),
        includes=entry.texts("includes", required=True),
        for_whom=entry.text("for"),
        notice=entry.text("notice"),
        least_months=entry.number("least_months") if entry.has("least_months") else 0,
        pause_months=entry.number("pause_months") if entry.has("pause_months") else 0,
    )
    entry.done()
    return plan


def _known(entry: Entry, field: str, names: Iterable[str], known: list[str], what: str) -> None:
    for name in names:
        if name not in known:
            entry.problem(field, f'"{name}" is no {what} in {FILE}.{did_you_mean(name, known)}')


def _check_references(products: list[Product], entries: list[Entry]) -> None:
    ids = [product.id for product in products]
    for product, entry in zip(products, entries, strict=False):
        _known(entry, "fits", product.fits, ids, "product")
        for availability in (product.availability, *(option.availability for option in product.options)):
            _known(entry, "availability", availability.replaced_by, ids, "product")


def _check_unique_ids(entries: list[Entry]) -> None:
    seen: dict[str, Entry] = {}
    for entry in entries:
        id = str(entry.data.get("id"))
        first = seen.setdefault(id, entry)
        if first is not entry:
            entry.problem("id", f'"{id}" is taken already (line {first.line("id")}).')


def _check_unique_names(things: Iterable[Product | Plan | Flavour], entries: list[Entry]) -> None:
    """A name that means two things would be answered with either."""
    seen: dict[tuple[str, ...], Entry] = {}
    for thing, entry in zip(things, entries, strict=True):
        for name in (thing.name, *thing.aliases):
            first = seen.setdefault(phrase(name), entry)
            if first is not entry:
                field = "name" if name == thing.name else "aliases"
                entry.problem(field, f'"{name}" also means {first.path} (line {first.line()}).')
