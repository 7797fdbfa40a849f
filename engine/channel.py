"""The only way into the engine: the gateway's channel, on loopback, guarded by a shared secret.

GET  /webhooks/gateway/health  {status, model, busy}     503 while there is no model; busy: conversations in a turn
POST /webhooks/gateway/turn    {conversation_id, turn_id, text, payload, metadata} -> {messages, parse, repeated}
POST /webhooks/gateway/parse   {text, metadata} -> {parse}       metadata: engine.followup reads its `context`
POST /webhooks/gateway/forget  {conversation_id} -> 204
A refusal or failure is {error: {code, message}} with a 4xx or 5xx status, never a stack trace.
"""

import functools
import hmac
import json
import logging
import os
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.core.constants import DEFAULT_INTENTS
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from engine.parse import neutral, parse_of, payload_intent
from engine.tracker import TrackerStoreFailed
from engine.turns import ActionFailed, NotReady, TurnOutput, TurnProcessor, Turns

logger = logging.getLogger("careline.engine")

SECRET_HEADER = "X-Careline-Secret"
MAX_TEXT = 20_000
KEPT_PARSES = 64
IDENTIFIER = re.compile(r"[A-Za-z0-9_.:\-]{1,100}")
Handler = Callable[[Request], Awaitable[HTTPResponse]]


class Refused(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def failure(status: int, code: str, message: str) -> HTTPResponse:
    return response.json({"error": {"code": code, "message": message}}, status=status, dumps=json.dumps)


def body_of(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Refused(400, "bad_json", "the body is not JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "bad_request", "the body is not an object")
    return body


def identifier(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not IDENTIFIER.fullmatch(value):
        raise Refused(400, "bad_request", f"{name} must be 1 to 100 letters, digits or _ . : -")
    return value


def text_in(body: dict[str, Any]) -> str:
    text = body.get("text")
    if text is None:
        text = ""
    if not isinstance(text, str):
        raise Refused(400, "bad_request", "text must be a string")
    if len(text) > MAX_TEXT:
        raise Refused(413, "text_too_long", f"text must have at most {MAX_TEXT} characters")
    return text


def metadata_in(body: dict[str, Any]) -> dict[str, Any]:
    metadata = body.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise Refused(400, "bad_request", "metadata must be an object")
    return metadata


class GatewayChannel(InputChannel):
    @classmethod
    def name(cls) -> str:
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "GatewayChannel":
        secret = os.environ.get("CARELINE_ENGINE_SECRET", "")
        if len(secret) < 16:
            raise RasaException("CARELINE_ENGINE_SECRET must be set, with at least 16 characters")
        return cls(secret)

    def __init__(self, secret: str) -> None:
        self.secret = secret.encode()
        self.turns = Turns()
        # What the gateway asked to have judged usually comes back as a turn: the pipeline need not run twice.
        self.judged: OrderedDict[str, str] = OrderedDict()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """`on_new_message` is not used: it drops the answer's status, and the lock behind it polls."""
        blueprint = Blueprint("gateway_channel")
        for handler, route, method in (
            (self.health, "/health", "GET"),
            (self.turn, "/turn", "POST"),
            (self.parse, "/parse", "POST"),
            (self.forget, "/forget", "POST"),
        ):
            blueprint.add_route(self.guarded(handler), route, methods=[method])
        return blueprint

    def guarded(self, handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def guarded_handler(request: Request) -> HTTPResponse:
            given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
            if not hmac.compare_digest(given, self.secret):
                return failure(403, "forbidden", "this is for the gateway only")
            try:
                return await handler(request)
            except Refused as refusal:
                return failure(refusal.status, refusal.code, str(refusal))
            except NotReady as error:
                return failure(503, "model_missing", str(error))
            except TrackerStoreFailed:
                logger.exception("the tracker store failed")
                return failure(503, "tracker_store_failed", "the conversation could not be read or stored")
            except ActionFailed as error:
                logger.error("a turn failed: %s (%r)", error, error.__cause__)
                return failure(502, "action_failed", str(error))
            except Exception:
                logger.exception("a turn failed")
                return failure(500, "turn_failed", "the turn could not be run")

        return guarded_handler

    async def health(self, request: Request) -> HTTPResponse:
        try:
            processor = self.turns.processor(getattr(request.app.ctx, "agent", None))
        except NotReady:
            return response.json({"status": "loading"}, status=503)
        answer = {"status": "ready", "model": model_of(processor), "busy": len(self.turns.waiting)}
        return response.json(answer, dumps=json.dumps)

    async def turn(self, request: Request) -> HTTPResponse:
        body = body_of(request)
        conversation_id, turn_id = identifier(body, "conversation_id"), identifier(body, "turn_id")
        text, payload, metadata = text_in(body), body.get("payload"), metadata_in(body)
        processor = self.turns.processor(request.app.ctx.agent)
        if payload is not None and payload_intent(payload) not in set(processor.domain.intents) - set(DEFAULT_INTENTS):
            raise Refused(422, "bad_payload", "the payload names no intent that is known")
        clean, shift = (payload, 0) if payload is not None else neutral(text)
        async with self.turns.alone(conversation_id):
            told = await self.turns.told_before(processor, conversation_id, turn_id)
            if told is not None:
                messages, parse_data = told
            else:
                message = UserMessage(
                    clean,
                    TurnOutput(),
                    conversation_id,
                    input_channel=self.name(),
                    message_id=turn_id,
                    metadata=metadata,
                )
                parse_data = await self.parsed(processor, message)
                message.parse_data = parse_data
                # Several requests go back to the gateway, where it asked for that: each becomes a turn of its own.
                several = metadata.get("may_split") is True and parse_data.get("requests")
                messages = [] if several else await processor.run_turn(message)
        answer = {"messages": messages, "parse": parse_of(parse_data, shift), "repeated": told is not None}
        return response.json(answer, dumps=json.dumps)

    async def parse(self, request: Request) -> HTTPResponse:
        body = body_of(request)
        clean, shift = neutral(text_in(body))
        processor = self.turns.processor(request.app.ctx.agent)
        message = UserMessage(clean, TurnOutput(), "parse", metadata=metadata_in(body))
        parse_data = await self.parsed(processor, message)
        self.judged[in_context(message)] = json.dumps(parse_data)
        if len(self.judged) > KEPT_PARSES:
            self.judged.popitem(last=False)
        return response.json({"parse": parse_of(parse_data, shift)}, dumps=json.dumps)

    async def parsed(self, processor: TurnProcessor, message: UserMessage) -> dict[str, Any]:
        """What the pipeline makes of it; a payload has no lane of its own, so it gets that of its intent."""
        if in_context(message) in self.judged:
            kept: dict[str, Any] = json.loads(self.judged.pop(in_context(message)))
            return kept
        parse_data: dict[str, Any] = await processor.parse_message(message)
        if (message.text or "").startswith("/"):
            parse_data.update(
                lane=str(parse_data["intent"]["name"]).split("_", 1)[0],
                lane_confidence=1.0,
                scope=1.0,
                articles=[],
                answerable=False,
            )
        return parse_data

    async def forget(self, request: Request) -> HTTPResponse:
        conversation_id = identifier(body_of(request), "conversation_id")
        processor = self.turns.processor(request.app.ctx.agent)
        async with self.turns.alone(conversation_id):
            await processor.tracker_store.forget(conversation_id)
        return response.empty(204)


def in_context(message: UserMessage) -> str:
    """The text with the context of the turn before: the same words may mean something else after another turn."""
    return json.dumps([message.text, (message.metadata or {}).get("context")], sort_keys=True)


def model_of(processor: TurnProcessor) -> dict[str, Any]:
    """Rasa's id of the model, and the hash of what made it from the note beside the archive."""
    note = Path(str(processor.model_path).removesuffix(".tar.gz") + ".json")
    try:
        made_from = json.loads(note.read_text(encoding="utf-8"))["inputs"]
    except (OSError, ValueError, KeyError):
        made_from = None
    return {"id": processor.model_metadata.model_id, "hash": made_from}
