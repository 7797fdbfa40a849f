"""Suggestions for an intent's examples: what customers wrote first, then other ways to say what is taught already.

Nothing is ever added by itself; what a trainer threw away does not come back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.db.models.message import Message, Turn
from bot.db.models.studio import Aside, Decision, InboxItem
from bot.domain.conversation import Actor
from bot.domain.examples import HIDDEN, normal, plain
from bot.domain.knowledge import Knowledge
from bot.domain.paraphrases import Phrases, Way, paraphrases
from bot.domain.ports import Files
from bot.domain.products import Product
from bot.domain.standins import filled
from bot.services.aside import among, key_of
from bot.services.examples import Examples
from bot.services.house import House
from bot.services.knowledge import current
from bot.services.masking import hide, known_of
from bot.services.studio_views import SuggestedExample

FILE = "data/paraphrases.yml"
BACK = timedelta(days=90)
LATEST = 2000
LIKELY = 0.1
"""A message belongs to every intent that the bot gave at least this, among its first three guesses."""
LONGEST, FEWEST_WORDS = 200, 2
MOST_CUSTOMERS, MOST_OF_A_WAY, MOST = 8, 3, 14
WEIGHED = 400


@dataclass(frozen=True)
class Suggestion:
    """`source`: the example that it was made from, none for a customer's."""

    text: str
    way: Way
    source: str | None = None


def candidates(session: Session, house: House, files: Files, known: Examples, intent: str) -> list[Suggestion]:
    """All that could be suggested, the best kinds first; most of it does not fit, which the engine says."""
    known.home(intent)
    own = [plain(one.text) for one in known.of(intent)]
    found = [Suggestion(text, Way.CUSTOMER) for text in written(session, house, intent)]
    made = paraphrases(own, _phrases(files, current(session)), intent)
    found += [Suggestion(one.text, one.way, one.source) for one in made]
    return _new(session, known, intent, found)[:WEIGHED]


def suggestions(intent: str, found: Sequence[Suggestion], fit: Sequence[dict[str, Any]]) -> list[SuggestedExample]:
    """Those that fit: customers' sentences, the surest first, and then the others as they were made."""
    written = sorted((one for one in fit if found[one["place"]].way == Way.CUSTOMER), key=lambda one: -one["by"])
    made: dict[Way, list[Suggestion]] = {}
    for one in (found[one["place"]] for one in fit):
        if one.way != Way.CUSTOMER:
            made.setdefault(one.way, []).append(one)
    few = [one for ones in made.values() for one in ones[:MOST_OF_A_WAY]]
    chosen = [*(found[one["place"]] for one in written[:MOST_CUSTOMERS]), *few][:MOST]
    return [
        {"id": key_of(intent, one.text), "text": one.text, "way": one.way.value, "source": one.source} for one in chosen
    ]


def written(session: Session, house: House, intent: str) -> list[str]:
    """What customers typed that the bot took for this intent or nearly so, with made-up values; the newest first.

    Not what a trainer has decided about already.
    """
    typed = (
        select(Message)
        .outerjoin(Turn, Turn.message_id == Message.id)
        .outerjoin(InboxItem, InboxItem.message_id == Message.id)
        .where(Message.author == Actor.CUSTOMER, Message.nlu.is_not(None), Message.created_at >= house.now() - BACK)
        .where(or_(Turn.id.is_(None), Turn.payload.is_(None)))
        .where(or_(InboxItem.id.is_(None), InboxItem.decision == Decision.OPEN))
        .order_by(Message.created_at.desc())
        .limit(LATEST)
    )
    found: list[str] = []
    for message in session.scalars(typed):
        nlu = message.nlu or {}
        if _about(nlu, intent) and isinstance(nlu.get("masked"), str):
            text = " ".join(filled(hide(nlu["masked"], known_of(session, message.conversation_id))).split())
            if len(text) <= LONGEST and len(text.split()) >= FEWEST_WORDS and not HIDDEN.search(text):
                found.append(text)
    return found


def _about(nlu: dict[str, Any], intent: str) -> bool:
    first = [guess for guess in nlu.get("ranking") or [] if guess.get("name") != "nlu_fallback"][:3]
    return any(guess["name"] == intent and (guess.get("confidence") or 0) >= LIKELY for guess in first)


def _new(session: Session, known: Examples, intent: str, found: Sequence[Suggestion]) -> list[Suggestion]:
    taught = {normal(one.text) for one in known.all}
    once = {normal(one.text): one for one in reversed(found) if normal(one.text) not in taught}
    keys = {key_of(intent, one.text): one for one in reversed(once.values())}
    thrown = among(session, Aside.SUGGESTION, keys)
    return [one for key, one in keys.items() if key not in thrown]


def _phrases(files: Files, knowledge: Knowledge) -> Phrases:
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(files.read(FILE)) if files.exists(FILE) else {}
    flavours = tuple(flavour.name.lower() for flavour in knowledge.flavours)
    machines = tuple(name for one in knowledge.products if one.form == "machine" for name in _short_name(one))
    return Phrases(
        openers=_groups(loaded.get("openers")),
        words=(*_groups(loaded.get("words")), *_synonyms(knowledge)),
        before=tuple(map(str, loaded.get("before") or [])),
        after=tuple(map(str, loaded.get("after") or [])),
        products=(flavours, machines),
    )


def _short_name(product: Product) -> list[str]:
    """The last word of the name, where it is no everyday word ("one")."""
    last = product.name.lower().split()[-1]
    return [] if last in product.weak_aliases else [last]


def _synonyms(knowledge: Knowledge) -> Iterator[tuple[str, ...]]:
    """The catalogue's words for the same kind of thing; one pod is not many pods."""
    for form in knowledge.forms:
        for many in (True, False):
            yield tuple(word for word in form.words if word.endswith("s") == many)


def _groups(raw: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(str, group)) for group in raw or [])
