"""What the studio reads, as it leaves the house."""

from typing import Any

from typing_extensions import TypedDict


class FileDiff(TypedDict):
    """`diff` in unified form, a line each."""

    path: str
    diff: list[str]


class ChangeView(TypedDict):
    id: str
    author: str
    message: str
    at: str
    undone: bool
    commit: str | None
    files: list[FileDiff]


class ChangesView(TypedDict):
    """`git`: whether the project is a checkout, so that changes can be committed."""

    changes: list[ChangeView]
    git: bool


class FileProblem(TypedDict):
    file: str
    line: int
    message: str


class IntentHealth(TypedDict):
    name: str
    lane: str | None
    title: str | None
    description: str
    count: int
    problems: list[str]


class ExampleView(TypedDict):
    text: str
    file: str
    line: int


class IntentDetail(IntentHealth):
    examples: list[ExampleView]


class NearExample(TypedDict):
    """`alike` up to 1: by meaning, or the share of letters in common where nobody can compare meanings."""

    text: str
    intent: str
    alike: float


class PlacedExample(TypedDict):
    text: str
    intent: str
    file: str
    line: int


class NearerExample(TypedDict):
    """An example that lies nearer to another intent: `alike` its nearest there, `own` the nearest of its own."""

    id: str
    example: PlacedExample
    nearest: PlacedExample
    alike: float
    own: float


class Double(TypedDict):
    id: str
    example: PlacedExample
    twin: PlacedExample
    alike: float


class Overlap(TypedDict):
    """`crossed` of their examples, that `share` of both, lie nearer to the other one."""

    intents: list[str]
    crossed: int
    share: float


class MarkedAs(TypedDict):
    """`entity` null: not marked."""

    entity: str | None
    count: int
    examples: list[PlacedExample]


class MarkedWords(TypedDict):
    words: str
    seen: list[MarkedAs]


class ExamplesHealth(TypedDict):
    """`examples` counts all of them."""

    examples: int
    nearer: list[NearerExample]
    doubles: list[Double]
    overlaps: list[Overlap]
    marks: list[MarkedWords]


class SuggestedExample(TypedDict):
    """`way` as in `bot.domain.paraphrases`; `source`: the example that it was made from, null for a customer's."""

    id: str
    text: str
    way: str
    source: str | None


class InboxRow(TypedDict):
    """`like` counts other open messages that say nearly the same; `draft` is the text as an example could have it."""

    id: str
    text: str
    draft: str
    intent: str | None
    lane: str | None
    confidence: float
    ranking: list[dict[str, Any]]
    reasons: list[str]
    suggested: str | None
    like: int
    conversation_id: str
    asked_at: str


class InboxView(TypedDict):
    """`total` counts open groups before the limit; `reasons` counts messages by reason before the filter by reason."""

    items: list[InboxRow]
    total: int
    reasons: dict[str, int]


class AroundLine(TypedDict):
    """`text` is null where it cannot be shown because nothing could mask it."""

    id: str
    author: str
    text: str | None
    at: str
    asked: bool


class Labelled(TypedDict):
    decision: str
    taught: str | None
    change: ChangeView | None


class ArticleRow(TypedDict):
    """How often it was shown in the last ninety days, and what the customer said first after it."""

    id: str
    title: str
    stage: str
    shown: int
    solved: int
    not_solved: int


class ArticleText(TypedDict):
    id: str
    text: str


class GuideRow(TypedDict):
    """`steps` counts them."""

    id: str
    title: str
    steps: int


class GuideStep(TypedDict):
    """`do` has several entries where machines differ."""

    title: str
    do: list[str]
    ask: str
    answers: list[str]


class GuideText(ArticleText):
    steps: list[GuideStep]


class GapView(TypedDict):
    """Questions that say nearly the same, and how many they are."""

    id: str
    text: str
    count: int
