"""What the company decided: returns, refunds, visits, check-ins, goodwill and the rest."""

from dataclasses import dataclass
from decimal import Decimal

from bot.domain.company import Period


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
