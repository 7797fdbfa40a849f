"""The engine's JSON is matched once; nonsense becomes Unknown, never an exception."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.conversation import Priority
from bot.domain.signals import (
    Cite,
    Document,
    Escalate,
    Guided,
    Identified,
    Misunderstood,
    ProposeResolution,
    Say,
    Solved,
    Unknown,
    parse,
)
from bot.domain.understanding import Understanding, understanding_of

JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "text",
                    "buttons",
                    "custom",
                    "signal",
                    "reason",
                    "priority",
                    "title",
                    "payload",
                    "url",
                    "intent",
                    "name",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def one(reply: Any) -> Any:
    (only,) = parse([reply])
    return only


def test_what_the_bot_says() -> None:
    assert one({"text": " Hello. "}) == Say("Hello.")
    assert one(
        {"recipient_id": "1", "text": "Which?", "buttons": [{"title": "Duo", "payload": "/x"}, {"bad": 1}]}
    ) == Say("Which?", (("Duo", "/x"),))


def test_signals() -> None:
    def signal(**details: Any) -> dict[str, Any]:
        return {"custom": details}

    assert one(signal(signal="propose_resolution")) == ProposeResolution()
    assert one(signal(signal="solved")) == Solved()
    assert one(signal(signal="misunderstood", guesses=["a"])) == Misunderstood()
    assert one(signal(signal="identified", order="BL-10482", contact="c1")) == Identified("BL-10482", "c1")
    assert one(signal(signal="document", kind="label", order="BL-10482")) == Document("label", "BL-10482")
    assert one(signal(signal="guide", report={"guide": "leak", "steps": []})) == Guided({"guide": "leak", "steps": []})
    assert isinstance(one(signal(signal="guide", report={"steps": []})), Unknown)
    assert one(signal(signal="cite", title="E3", url="/help/e3")) == Cite("E3", "/help/e3")
    assert one(signal(signal="escalate", reason="asked")) == Escalate("asked", Priority.MEDIUM)
    assert one(signal(signal="escalate", reason="danger")) == Escalate("danger", Priority.URGENT)
    assert one(signal(signal="escalate", reason="policy", priority="high")) == Escalate("policy", Priority.HIGH)


def test_a_link_leads_only_into_our_own_house() -> None:
    for url in ("https://evil.example", "//evil.example", "javascript:alert(1)"):
        assert isinstance(one({"custom": {"signal": "cite", "title": "x", "url": url}}), Unknown)


def test_a_text_and_a_signal_in_one_reply_are_both_heard() -> None:
    reply = {"text": "One moment.", "custom": {"signal": "escalate", "reason": "asked"}}
    assert list(parse([reply])) == [Say("One moment."), Escalate("asked", Priority.MEDIUM)]


def test_nothing_in_it_is_nothing_said() -> None:
    assert all(isinstance(signal, Unknown) for signal in parse([{"text": "  "}, {}, None, 3, {"custom": {"x": 1}}]))


@given(st.lists(JSON, max_size=4))
def test_no_reply_breaks_the_parser(replies: list[Any]) -> None:
    list(parse(replies))


@given(JSON)
def test_no_parse_breaks_the_understanding(raw: Any) -> None:
    assert isinstance(understanding_of(raw).stored(), dict)


def test_the_lane_comes_from_the_prefix_when_the_engine_does_not_say() -> None:
    understood = understanding_of({"intent": {"name": "service_track_order", "confidence": 0.91234}})
    assert (understood.lane, understood.topic, understood.confidence) == ("service", "track_order", 0.9123)
    assert understanding_of({"intent": {"name": "nlu_fallback", "confidence": 0.3}}).lane is None
    chat = understanding_of({"intent": {"name": "chat_greet", "confidence": 1}})
    assert (chat.lane, chat.business_lane, chat.topic) == ("chat", None, None)
    assert understanding_of(None) == Understanding()
