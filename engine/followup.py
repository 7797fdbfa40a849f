"""Messages that lean on the turn before: "and how often?", "what about the Pro?". No Rasa in here.

The gateway sends what the last turn was about in the message's metadata:
  {"context": {"text", "intent", "lane", "products": [ids], "article": id or null}}
It is used only where the message does not stand on its own: where it has no content of its own, a machine or a measure
at most, or where it points back ("that", "and the …") and alone no article is clearly the likeliest.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.company import company_words
from engine.lexical import STOP, stem

# Chosen on the follow-ups in tests/engine/questions.yml: right article first 84 % of 37 with the context, 41 % without;
# none of the ten that change the subject is led astray.
MOST_WORDS = 9
MOST_OWN = 3  # content words of a message that points back
CLEAR_LEAD = 0.5  # between the log odds of the two likeliest articles
POINTS_BACK = re.compile(
    r"^(?:and|but|or|so|then|also|ok(?:ay)?|with|without|for|if|what (?:about|if)|how about)\b"
    r"|\b(?:it|its|that|this|these|those|them|they|there|one of them|instead|too|again)\b",
    re.IGNORECASE,
)
# What is asked about anything: a message of these alone asks it of what was talked about.
ANYTHING = """
often long much many time times day days daily week weeks weekly month months year minutes hours every big large small
far soon fast cost else first next before why which possible dangerous bad normal ok okay fine safe myself yes bigger
smaller longer more less same other another exactly instead always never wait last take takes prevent work works
"""
MEASURES = frozenset(map(stem, ANYTHING.split()))
Names = Mapping[str, str]  # what machines are called, in lower case, to their ids


@dataclass(frozen=True)
class Context:
    text: str
    products: frozenset[str]
    article: str | None


def context_of(metadata: object) -> Context | None:
    """None where there is none, or it is not of the form above."""
    match metadata:
        case {"context": {"text": str(text), "products": list(products), "article": str() | None as article}}:
            return Context(text, frozenset(str(product) for product in products), article) if text.strip() else None
    return None


def own_words(text: str, names: Names) -> set[str]:
    """Stems of the words that are neither everybody's, nor a machine's name, nor asked about anything."""
    of_names = {word for name in names for word in name.split()} | set(company_words())
    words = re.findall(r"[^\W_]+", text.lower().replace("'", ""))
    return {stem(word) for word in words if word not in STOP and word not in of_names} - MEASURES


def stands_alone(text: str, names: Names) -> bool:
    return len(text.split()) > MOST_WORDS or bool(own_words(text, names))


def points_back(text: str, names: Names) -> bool:
    short = len(text.split()) <= MOST_WORDS and len(own_words(text, names)) <= MOST_OWN
    return short and POINTS_BACK.search(text.strip()) is not None


def together(topic: str, text: str, names: Names, named: frozenset[str]) -> str:
    """The message with what it leans on. A machine that it names takes the place of the one before."""
    if named:
        for name in sorted(names, key=len, reverse=True):
            if names[name] not in named:
                topic = re.sub(rf"\b{re.escape(name)}\b", " ", topic, flags=re.IGNORECASE)
    return f"{' '.join(topic.split())} {text.strip()}"
