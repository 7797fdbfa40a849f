"""Which model answers customers: promoting, rolling back, and what came of it."""

from datetime import datetime

from sqlalchemy import Float, case, cast, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.db.models.conversation import Conversation, Event
from bot.db.models.message import Message
from bot.db.models.staff import Staff
from bot.db.models.training import Deployment, DeploymentKind, DeploymentState, Model, Run
from bot.domain.conversation import WITH_PEOPLE, Actor
from bot.domain.errors import Conflict, Forbidden, InvalidInput, NotFound
from bot.domain.runs import RunState
from bot.domain.typed import storable
from bot.services.house import House
from bot.services.run_views import DeploymentView, ModelsView, OutcomeView, deployment_view, model_view

MOST_SHOWN = 50
SHORTEST_REASON = 10


def promote(
    session: Session, house: House, run_id: str, staff_id: str, *, may_override: bool, reason: str | None = None
) -> DeploymentView:
    """Ask for this run's model to go live. Conflict where there is no model, or another one is on its way; Forbidden
    where the gate refused it and this person may not decide otherwise; InvalidInput for an override without a reason.
    """
    run = session.get(Run, storable(run_id))
    if run is None:
        raise NotFound("There is no such run.", run_id=run_id)
    if run.state != RunState.DONE or run.model_id is None:
        raise Conflict("This run has no model that could go live.", state=run.state.value)
    why = storable((reason or "").strip()) or None
    if run.refusals:
        if not may_override:
            raise Forbidden("The gate refused this model; only an admin may decide otherwise.")
        if why is None or len(why) < SHORTEST_REASON:
            raise InvalidInput("Putting a refused model live takes a written reason.", field="reason")
    else:
        why = None
    return _ask(session, house, run.model_id, DeploymentKind.PROMOTE, staff_id, run_id=run.id, reason=why)


def roll_back(session: Session, house: House, model_id: str, staff_id: str) -> DeploymentView:
    """Ask for a model that was live before. NotFound for one that never was."""
    was_live = select(Deployment.run_id).where(
        Deployment.model_id == storable(model_id), Deployment.live_at.is_not(None)
    )
    earlier = session.execute(was_live.order_by(Deployment.live_at.desc()).limit(1)).first()
    if earlier is None:
        raise NotFound("This model was never live.", model_id=model_id)
    return _ask(session, house, model_id, DeploymentKind.ROLLBACK, staff_id, run_id=earlier.run_id)


def live_deployment(session: Session) -> Deployment | None:
    return session.scalar(select(Deployment).where(Deployment.state == DeploymentState.LIVE))


def models(session: Session, house: House) -> ModelsView:
    found = session.scalars(select(Deployment).order_by(Deployment.asked_at.desc()).limit(MOST_SHOWN)).all()
    live = live_deployment(session)
    runs = {run.model_id: run for run in session.scalars(select(Run).where(Run.model_id.is_not(None)))}
    names = {person.id: person.name for person in session.scalars(select(Staff))}
    history = [
        deployment_view(one, names.get(one.staff_id or ""), _outcome(session, house, one))
        for one in found
        if not one.pending
    ]
    pending = next((one for one in found if one.pending), None)
    trained = session.scalars(select(Model).order_by(Model.trained_at.desc()).limit(MOST_SHOWN))
    return {
        "models": [
            model_view(model, live is not None and live.model_id == model.id, runs.get(model.id)) for model in trained
        ],
        "history": history,
        "pending": deployment_view(pending, names.get(pending.staff_id or ""), None) if pending else None,
    }


def _ask(
    session: Session,
    house: House,
    model_id: str,
    kind: DeploymentKind,
    staff_id: str,
    *,
    run_id: str | None,
    reason: str | None = None,
) -> DeploymentView:
    live = live_deployment(session)
    if live is not None and live.model_id == model_id:
        raise Conflict("This model is live already.", model_id=model_id)
    deployment = Deployment(
        model_id=model_id,
        run_id=run_id,
        kind=kind,
        state=DeploymentState.ASKED,
        pending=True,
        staff_id=staff_id,
        reason=reason,
        asked_at=house.now(),
    )
    try:
        with session.begin_nested():
            session.add(deployment)
            session.flush()
    except IntegrityError:  # the unique `pending`
        raise Conflict("Another model is on its way to the customers; wait until it is there.") from None
    return deployment_view(deployment, session.get_one(Staff, staff_id).name, None)


def _outcome(session: Session, house: House, deployment: Deployment) -> OutcomeView | None:
    """Of the conversations that customers began while it was live."""
    if deployment.live_at is None:
        return None
    return outcome_between(session, deployment.live_at, deployment.ended_at or house.now())


def outcome_between(session: Session, since: datetime, until: datetime) -> OutcomeView:
    """Contained is a conversation that never reached a person."""
    asked = exists().where(Message.conversation_id == Conversation.id, Message.author == Actor.CUSTOMER)
    to_people = exists().where(Event.conversation_id == Conversation.id, Event.after.in_(WITH_PEOPLE))
    counted = select(
        func.count(),
        func.sum(case((to_people, 0), else_=1)),
        func.avg(cast(Conversation.score, Float)),
        func.count(Conversation.score),
    ).where(Conversation.created_at >= since, Conversation.created_at < until, asked)
    total, contained, csat, scores = session.execute(counted).one()
    return {
        "conversations": total,
        "containment": round(contained / total, 3) if total else None,
        "csat": round(float(csat), 2) if csat is not None else None,
        "scores": scores,
    }
