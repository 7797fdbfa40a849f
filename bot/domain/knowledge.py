"""What the company knows: itself, what it sells, what it decided, what it wrote for its customers.

Values only. `bot.services.knowledge` reads them from files and keeps the version in force.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from bot.domain.guides import Guide

STAGES = ("planning", "installation", "learning", "troubleshooting", "maintenance", "upgrade", "disposal")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Where the pages of articles and products stand.
ARTICLES, DATA_SHEETS = "/help", "/products"


# --- the company
@dataclass(frozen=True)
class Period:
    opens: time
    closes: time


@dataclass(frozen=True)
class Week:
    """Monday first; a day without periods is closed."""

    days: tuple[tuple[Period, ...], ...]


@dataclass(frozen=True)
class Holiday:
    day: date
    name: str
    yearly: bool
    periods: tuple[Period, ...]

    def falls_on(self, day: date) -> bool:
        same_day = (self.day.month, self.day.day) == (day.month, day.day)
        return same_day and (self.yearly or self.day.year == day.year)


@dataclass(frozen=True)
class Place:
    id: str
    name: str
    words: tuple[str, ...]
    address: str
    phone: str | None
    email: str | None
    what: str
    getting_there: str | None
    hours: Week


ASKED = ("name", "email", "topic")


@dataclass(frozen=True)
class BeforeChat:
    """What is asked before the first message; all of it is optional, but for the consent if there is one.

    `privacy` is the address of what the consent speaks of.
    """

    ask: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    consent: str | None = None
    privacy: str | None = None


@dataclass(frozen=True)
class Company:
    name: str
    assistant: str
    tone: str
    language: str
    currency: str
    time_zone: str
    website: str
    phone: str
    email: str
    reply_time: str
    order_number: str  # an example, which shows how the company writes them
    serial_number: str
    hours: Week
    holidays: tuple[Holiday, ...]
    places: tuple[Place, ...]
    before_chat: BeforeChat = BeforeChat()


# --- what it sells
class State(StrEnum):
    IN_STOCK = "in_stock"
    OUT_UNTIL = "out_until"
    DISCONTINUED = "discontinued"
    NEVER_MADE = "never_made"


@dataclass(frozen=True)
class Availability:
    """`reason` is a sentence for customers; `replaced_by` are the company's own suggestions, best first."""

    state: State = State.IN_STOCK
    reason: str | None = None
    until: date | None = None
    since: date | None = None
    replaced_by: tuple[str, ...] = ()

    @property
    def in_stock(self) -> bool:
        return self.state is State.IN_STOCK

    def overdue(self, today: date) -> bool:
        """The promised day has passed and nobody has said more: do not promise it again."""
        return self.until is not None and self.until < today


@dataclass(frozen=True)
class Form:
    id: str
    name: str
    plural: str
    words: tuple[str, ...]
    counted: bool  # "the hazelnut pods contain", but "the hazelnut syrup contains"


@dataclass(frozen=True)
class Taste:
    id: str
    near: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Flavour:
    id: str
    name: str
    aliases: tuple[str, ...]
    tastes: tuple[str, ...]
    caffeine: str | None = None  # who asks for decaf wants none


@dataclass(frozen=True)
class FactKind:
    """`says` continues a sentence that begins with the product's name; `plural` does so for "the pods".

    `more` and `less` are the words that compare by it: "louder" and "quieter" by the noise.
    """

    key: str
    label: str
    unit: str | None
    asks: tuple[str, ...]
    says: str
    plural: str
    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactValue:
    """`short` fits into a table. `missing`: the product has no such thing, and the value says what it has instead."""

    key: str
    value: str
    short: str | None = None
    missing: bool = False


@dataclass(frozen=True)
class Option:
    kind: str
    name: str
    aliases: tuple[str, ...]
    availability: Availability


@dataclass(frozen=True)
class Product:
    """`title` is how sentences call it; `tastes` already contain what the flavour gives."""

    id: str
    name: str
    title: str
    form: str
    plural: bool
    aliases: tuple[str, ...]
    weak_aliases: tuple[str, ...]
    flavour: str | None
    tastes: tuple[str, ...]
    roast: str | None
    caffeine: str | None
    milk: str | None
    fits: tuple[str, ...]
    price: Decimal | None
    pack: str | None
    allergens: tuple[str, ...] | None  # None: nobody has said; (): none at all
    popular: int | None
    facts: tuple[FactValue, ...]
    options: tuple[Option, ...]
    availability: Availability

    @property
    def in_stock(self) -> bool:
        return self.availability.in_stock

    @property
    def url(self) -> str:
        return f"{DATA_SHEETS}/{self.id}"


@dataclass(frozen=True)
class Plan:
    id: str
    name: str
    aliases: tuple[str, ...]
    weak_aliases: tuple[str, ...]
    price: Decimal
    per: str
    includes: tuple[str, ...]
    for_whom: str
    notice: str
    least_months: int  # it runs so long at least
    pause_months: int  # the longest pause; 0: none


# --- what it wrote
@dataclass(frozen=True)
class Section:
    """A passage that can stand alone as an answer; the first one of an article has no heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Article:
    id: str
    title: str
    stage: str
    products: tuple[str, ...]
    symptoms: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        return f"{ARTICLES}/{self.id}"


# --- what it decided
@dataclass(frozen=True)
class Returns:
    days: int
    machines_used_ok: bool
    opened_pods_ok: bool
    pays_postage: str
    says: str
    how: str
    address: str | None = None


@dataclass(frozen=True)
class Warranty:
    machine_years: int
    part_years: int
    receipt_needed: bool
    says: str
    not_covered: tuple[str, ...]


@dataclass(frozen=True)
class Refunds:
    working_days: int
    method: str
    person_above: Decimal
    says: str


@dataclass(frozen=True)
class Cancellation:
    until_status: str
    says: str


@dataclass(frozen=True)
class Shipping:
    price: Decimal
    free_from: Decimal
    standard_days: int
    express_days: int
    express_price: Decimal
    carriers: tuple[str, ...]
    countries: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class Visits:
    fee: Decimal
    free_with: tuple[str, ...]
    free_under_warranty: bool
    windows: tuple[Period, ...]
    lead_days: int
    says: str


@dataclass(frozen=True)
class Payment:
    methods: tuple[str, ...]
    says: str


@dataclass(frozen=True)
class DataRights:
    erase_days: int
    says: str


@dataclass(frozen=True)
class Referral:
    reward: Decimal
    friend_gets: Decimal
    says: str


@dataclass(frozen=True)
class LeavingReason:
    """Why somebody wants to leave; `offer` is discount, pause or person, or None: then nothing is offered."""

    id: str
    title: str
    words: tuple[str, ...]
    offer: str | None


@dataclass(frozen=True)
class Leaving:
    """What is offered: a discount in percent for so many months, or a pause of so many."""

    discount: int
    discount_months: int
    pause_months: int
    reasons: tuple[LeavingReason, ...]

    def reason(self, id: str) -> LeavingReason | None:
        return next((reason for reason in self.reasons if reason.id == id), None)


@dataclass(frozen=True)
class Checkins:
    """When customers are asked how it goes, in days."""

    after_solved_days: int
    after_delivery_days: int
    score_after_days: int
    score_every_days: int


@dataclass(frozen=True)
class BadNews:
    """Sentences for the customer, honest and in this order; what the company `does` then comes last."""

    happened: str
    why: str
    gain: str
    otherwise: str
    does: str


@dataclass(frozen=True)
class Grievance:
    """What customers complain about, and what makes up for it: `amount`, or `percent` of the order where that is more.

    `gesture` is what they get, with {amount} in it. A grievance without a gesture is only explained. `proof` names what
    has to stand in the books before the bot gives anything (`bot.domain.goodwill.PROOFS`); else a person decides.
    """

    id: str
    words: tuple[str, ...]
    amount: Decimal
    percent: int
    gesture: str
    explained: BadNews | None
    proof: str | None = None


@dataclass(frozen=True)
class Goodwill:
    bot_up_to: Decimal
    bot_a_month: Decimal
    agent_up_to: Decimal
    per_contact_a_year: int
    grievances: tuple[Grievance, ...]


@dataclass(frozen=True)
class Handover:
    """Words that bring a person in at once."""

    reason: str
    priority: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Policies:
    returns: Returns
    warranty: Warranty
    refunds: Refunds
    cancellation: Cancellation
    shipping: Shipping
    visits: Visits
    payment: Payment
    data: DataRights
    referral: Referral
    checkins: Checkins
    leaving: Leaving
    goodwill: Goodwill
    handovers: tuple[Handover, ...]


@dataclass(frozen=True)
class Wording:
    """Small words that sentences about products are put together from; all from the catalogue."""

    values: tuple[tuple[str, str], ...]

    @cached_property
    def _table(self) -> dict[str, str]:
        return dict(self.values)

    def __getitem__(self, key: str) -> str:
        return self._table[key]


@dataclass(frozen=True, eq=False)  # compared by identity, so that an index of one version can be cached
class Knowledge:
    company: Company
    policies: Policies
    products: tuple[Product, ...]
    plans: tuple[Plan, ...]
    forms: tuple[Form, ...]
    tastes: tuple[Taste, ...]
    flavours: tuple[Flavour, ...]
    fact_kinds: tuple[FactKind, ...]
    wording: Wording
    articles: tuple[Article, ...]
    guides: tuple[Guide, ...] = ()

    @cached_property
    def _products(self) -> dict[str, Product]:
        return {product.id: product for product in self.products}

    @cached_property
    def _articles(self) -> dict[str, Article]:
        return {article.id: article for article in self.articles}

    def product(self, id: str) -> Product | None:
        return self._products.get(id)

    def article(self, id: str) -> Article | None:
        return self._articles.get(id)

    def guide(self, id: str) -> Guide | None:
        return next((guide for guide in self.guides if guide.id == id), None)

    def plan(self, id: str) -> Plan | None:
        return next((plan for plan in self.plans if plan.id == id), None)

    def flavour(self, id: str) -> Flavour | None:
        return next((flavour for flavour in self.flavours if flavour.id == id), None)

    def form(self, id: str) -> Form | None:
        return next((form for form in self.forms if form.id == id), None)

    def place(self, id: str) -> Place | None:
        return next((place for place in self.company.places if place.id == id), None)
