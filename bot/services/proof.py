"""Two facts that belong together show who is writing; whoever guesses is stopped.

Wrong pairs are counted for the visitor, for the number and for the second fact, whether there is such an order or not,
and in the database: starting over, a new session or another browser does not set them back.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.db.models.shop import ProofTry
from bot.domain.business import OrderBook
from bot.domain.orders import Order
from bot.services.orders import normal_email, normal_number, normal_postcode

WINDOW = timedelta(hours=24)
# A postcode is shared by many customers, so a few of them may mistype their numbers.
LIMITS = {"visitor": 3, "order": 3, "email": 3, "postcode": 12}


@dataclass(frozen=True)
class Proof:
    visitor_id: str
    number: str
    email: str | None = None
    postcode: str | None = None

    def facts(self) -> dict[str, str]:
        facts = {
            "visitor": self.visitor_id,
            "order": normal_number(self.number),
            "email": normal_email(self.email),
            "postcode": normal_postcode(self.postcode),
        }
        return {kind: fact for kind, fact in facts.items() if fact}


class Wrong(StrEnum):
    AGAIN = "again"
    OVER = "over"
    """A person has to look from now on, even at the right facts: a guesser would learn from the difference."""


def prove(session: Session, book: OrderBook, proof: Proof, turn_id: str, now: datetime) -> Order | Wrong:
    """The order that both facts belong to; a wrong pair is counted."""
    if _over(session, proof, turn_id, now):
        return Wrong.OVER
    order = book.find(proof.number, email=proof.email, postcode=proof.postcode)
    if order is not None:
        return order
    _count(session, proof, turn_id, now)
    return Wrong.OVER if _over(session, proof, "", now) else Wrong.AGAIN


def _count(session: Session, proof: Proof, turn_id: str, now: datetime) -> None:
    session.execute(delete(ProofTry).where(ProofTry.at <= now - WINDOW))
    for digest in _digests(proof).values():
        same = select(ProofTry.id).where(ProofTry.turn_id == turn_id, ProofTry.digest == digest)
        if session.scalar(same) is None:
            session.add(ProofTry(turn_id=turn_id, digest=digest, at=now))
    session.flush()


def _over(session: Session, proof: Proof, turn_id: str, now: datetime) -> bool:
    """Not counting what this turn itself tried: run again, it comes to the same end."""
    for kind, digest in _digests(proof).items():
        wrong = (
            select(func.count())
            .select_from(ProofTry)
            .where(ProofTry.digest == digest, ProofTry.at > now - WINDOW, ProofTry.turn_id != turn_id)
        )
        if (session.scalar(wrong) or 0) >= LIMITS[kind]:
            return True
    return False


def _digests(proof: Proof) -> dict[str, str]:
    return {kind: hashlib.sha256(f"{kind}:{fact}".encode()).hexdigest() for kind, fact in proof.facts().items()}
