"""Which systems stand behind the requests: Careline's own tables, or what a setting names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any, cast

from sqlalchemy.orm import Session

from bot.domain.business import Billing, Calendar, OrderBook, PlanBook
from bot.domain.knowledge import Knowledge
from bot.services.billing import SqlBilling
from bot.services.calendar import SqlCalendar
from bot.services.orders import SqlOrderBook
from bot.services.plans import SqlPlanBook
from bot.settings import SettingsError

Maker = Callable[[Session, Knowledge, datetime], Any]

OWN = "sql"
MAKERS: Mapping[str, Maker] = {
    "CARELINE_ORDER_BOOK": lambda session, knowledge, now: SqlOrderBook(session, now),
    "CARELINE_CALENDAR": SqlCalendar,
    "CARELINE_BILLING": lambda session, knowledge, now: SqlBilling(session, now),
    "CARELINE_PLAN_BOOK": lambda session, knowledge, now: SqlPlanBook(session, now),
}


@dataclass(frozen=True)
class Business:
    """What one transaction sees of the company."""

    session: Session
    knowledge: Knowledge
    now: datetime
    chosen: Mapping[str, str] = field(default_factory=dict)
    """By setting: what was chosen; Careline's own where nothing was."""

    @property
    def orders(self) -> OrderBook:
        return cast(OrderBook, self._made("CARELINE_ORDER_BOOK"))

    @property
    def calendar(self) -> Calendar:
        return cast(Calendar, self._made("CARELINE_CALENDAR"))

    @property
    def billing(self) -> Billing:
        return cast(Billing, self._made("CARELINE_BILLING"))

    @property
    def plans(self) -> PlanBook:
        return cast(PlanBook, self._made("CARELINE_PLAN_BOOK"))

    def _made(self, setting: str) -> Any:
        return maker(setting, self.chosen)(self.session, self.knowledge, self.now)


def maker(setting: str, given: Mapping[str, str]) -> Maker:
    """What "sql" or "module:name" stands for; SettingsError with one line for whoever starts Careline."""
    chosen = given.get(setting, "").strip() or OWN
    if chosen == OWN:
        return MAKERS[setting]
    module, _, name = chosen.partition(":")
    if not (module and name):
        raise SettingsError(f'{setting} must be "{OWN}" or "module:name", not {chosen!r}.')
    try:
        found = getattr(import_module(module), name)
    except ImportError as error:
        raise SettingsError(f"{setting}: {module} cannot be imported ({error}).") from None
    except AttributeError:
        raise SettingsError(f"{setting}: {module} has no {name}.") from None
    if not callable(found):
        raise SettingsError(f"{setting}: {chosen} cannot be called with a session, the knowledge and the time.")
    return cast(Maker, found)


def check_chosen(chosen: Mapping[str, str]) -> None:
    """At the start, so that no customer is the first to notice. SettingsError."""
    for setting in MAKERS:
        maker(setting, chosen)
