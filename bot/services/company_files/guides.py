"""guides/*.yml: troubleshooting step by step. docs/guides.md explains the format at length."""

from collections.abc import Collection, Sequence
from pathlib import Path

from ruamel.yaml.comments import CommentedMap

from bot.domain.clauses import clauses
from bot.domain.guides import ANYWHERE, PERSON, STOP, Answer, Guide, PerMachine, Step, StopSign, Tried, faults
from bot.services.company_files.articles import ID
from bot.services.company_files.entries import Entry, read_yaml
from bot.services.company_files.problems import Problem, did_you_mean

FOLDER = "guides"
FEWEST_SYMPTOMS = 3


def read_guides(
    folder: Path, machines: Collection[str], articles: Collection[str], problems: list[Problem]
) -> tuple[Guide, ...]:
    """A company may have none."""
    found: list[Guide] = []
    titles: dict[str, str] = {}
    for path in sorted((folder / FOLDER).glob("*.yml")):
        file = f"{FOLDER}/{path.name}"
        if not ID.fullmatch(path.stem):
            problems.append(Problem(file, 1, "", "should be named with small letters, digits and single dashes."))
        top = read_yaml(path, file, problems)
        if top is None:
            continue
        guide = _read_guide(top, path.stem, machines, articles)
        same = titles.setdefault(guide.title.casefold(), file)
        if guide.title and same != file:
            top.problem("title", f'"{guide.title}" is also the title of {same}.')
        found.append(guide)
    return tuple(found)


def _read_guide(top: Entry, id: str, machines: Collection[str], articles: Collection[str]) -> Guide:
    products = _known(top, "products", machines, "is no machine in catalogue.yml")
    steps = [(entry, _step(entry, products)) for entry in top.entries("steps")]
    guide = Guide(
        id=id,
        title=top.text("title"),
        products=products,
        articles=_known(top, "articles", articles, "is no article"),
        symptoms=top.texts("symptoms", required=True),
        not_about=top.texts("not_about"),
        stops=tuple(_stop(entry) for entry in top.entries("stop_signs")),
        steps=tuple(step for _, step in steps),
    )
    _speaking(top, "symptoms", guide.symptoms)
    _speaking(top, "not_about", guide.not_about)
    top.done()
    if 0 < len(guide.symptoms) < FEWEST_SYMPTOMS:
        top.problem("symptoms", f"should hold at least {FEWEST_SYMPTOMS}, in customers' words.")
    if not guide.steps:
        top.problem("steps", "is missing." if "steps" not in top.data else "is empty.")
    _check_ways(guide, [entry for entry, _ in steps])
    return guide


def _stop(entry: Entry) -> StopSign:
    stop = StopSign(entry.texts("words", required=True), entry.text("do"))
    _speaking(entry, "words", stop.words)
    entry.done()
    return stop


def _step(entry: Entry, machines: Sequence[str]) -> Step:
    answers = [(one, _answer(one, machines)) for one in entry.entries("answers")]
    step = Step(
        id=entry.text("id"),
        title=entry.text("title"),
        do=_per_machine(entry, "do", machines),
        ask=entry.text("ask"),
        tried=_tried(entry.entry("tried")) if entry.has("tried") else None,
        answers=tuple(answer for _, answer in answers),
    )
    entry.done()
    if len(step.answers) < 2:
        entry.problem("answers", "should be at least two: what else may the customer see?")
    if step.tried and step.answers and step.answer(step.tried.means) is None:
        known = [answer.id for answer in step.answers]
        means = f'"{step.tried.means}" is no answer of this step.{did_you_mean(step.tried.means, known)}'
        entry.entry("tried").problem("means", means)
    _alone(answers)
    return step


def _answer(entry: Entry, machines: Sequence[str]) -> Answer:
    answer = Answer(
        id=entry.text("id"),
        title=entry.text("title"),
        says=entry.texts("says"),
        means=_yes_or_no(entry),
        tells=entry.maybe_text("tells") or "",
        shows=entry.text("shows"),
        then=_per_machine(entry, "then", machines),
    )
    _speaking(entry, "says", answer.says)
    ends = {target for _, target in answer.then}
    if STOP in ends and not answer.tells:
        entry.problem("tells", "is missing. Before a stop the customer has to hear what to do now.")
    if PERSON in ends and not answer.tells:
        entry.problem("tells", "is missing. A customer who is handed over should hear why.")
    entry.done()
    return answer


def _yes_or_no(entry: Entry) -> str | None:
    """`yes` and `no` are words here, whatever YAML makes of them elsewhere."""
    return entry.one_of("means", ("yes", "no"))


def _tried(entry: Entry) -> Tried:
    tried = Tried(entry.texts("says", required=True), entry.text("means"))
    _speaking(entry, "says", tried.says)
    entry.done()
    return tried


def _per_machine(entry: Entry, key: str, machines: Sequence[str]) -> PerMachine:
    """A text for all, or `{one: …, duo: …}` with one for every machine of the guide."""
    if not isinstance(entry.data.get(key), CommentedMap):
        return ((ANYWHERE, entry.text(key)),)
    texts = entry.entry(key)
    for machine in texts.data:
        if machine not in machines:
            texts.problem(str(machine), f"is no machine of this guide.{did_you_mean(str(machine), machines)}")
    missing = [machine for machine in machines if machine not in texts.data]
    if missing:
        entry.problem(key, f"says nothing for {', '.join(missing)}.")
    return tuple((machine, texts.text(machine)) for machine in texts.data) or ((ANYWHERE, ""),)


def _known(entry: Entry, key: str, known: Collection[str], complaint: str) -> tuple[str, ...]:
    named = entry.texts(key, required=True)
    for one in named:
        if one not in known:
            entry.problem(key, f'"{one}" {complaint}.{did_you_mean(one, known)}')
    return named


def _speaking(entry: Entry, key: str, phrases: Sequence[str]) -> None:
    for phrase in phrases:
        if not clauses(phrase):
            entry.problem(key, f'"{phrase}" has no word that says anything.')


def _alone(answers: Sequence[tuple[Entry, Answer]]) -> None:
    """The same words for two answers of one step would leave it to chance which is meant."""
    seen: dict[str, str] = {}
    for entry, answer in answers:
        for phrase in dict.fromkeys((answer.title, *answer.says)):
            other = seen.setdefault(phrase.casefold(), answer.id)
            if other != answer.id:
                entry.problem("says", f'"{phrase}" is also said for "{other}".')
    for field in ("id", "means"):
        taken: set[str] = set()
        for entry, answer in answers:
            value = getattr(answer, field)
            if value in taken:
                entry.problem(field, f'"{value}" is taken already in this step.')
            taken |= {value} if value else set()


def _check_ways(guide: Guide, steps: Sequence[Entry]) -> None:
    seen: set[str] = set()
    for entry, step in zip(steps, guide.steps, strict=True):
        if step.id in seen:
            entry.problem("id", f'"{step.id}" is taken already in this guide.')
        seen.add(step.id)
    places = {step.id: entry for entry, step in zip(reversed(steps), reversed(guide.steps), strict=True)}
    for fault in faults(guide):
        entry = places[fault.step]
        if fault.answer is None:
            entry.problem("id", fault.message)
            continue
        answer = next(one for one in entry.entries("answers") if one.data.get("id") == fault.answer)
        answer.problem("then", fault.message)
