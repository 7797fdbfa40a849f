"""A new intent with all that it needs before it can be trained; a new name for one, or two in one, in every file."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import Conflict, InvalidInput
from bot.domain.examples import repeated
from bot.domain.lanes import lane_of
from bot.domain.nlu_file import NluFile, read
from bot.domain.patches import FileEdit
from bot.domain.ports import Project
from bot.domain.story_file import merged
from bot.domain.yaml_lines import quoted, renamed, with_entry, with_item, without_item
from bot.services.examples import Examples

NAME = re.compile(r"(support|service|success|chat)_[a-z]+(_[a-z0-9]+)*")
LONGEST = 60
FEWEST, MOST_AT_ONCE = 2, 200
DOMAIN, TITLES = "domain.yml", "data/texts/titles.yml"


class Reply(StrEnum):
    """What the bot does when it hears the intent: without one of these it could not be taught."""

    RESPONSE = "response"
    ARTICLE = "article"
    PERSON = "person"


@dataclass(frozen=True)
class NewIntent:
    """`description` is for trainers, `title` for customers; `says` is the text of a response. All in one line."""

    name: str
    description: str
    title: str
    reply: Reply
    says: str
    examples: tuple[str, ...]


def few(examples: list[str]) -> list[str]:
    """Each of them is read by the engine first, so that they are counted before."""
    if len(examples) > MOST_AT_ONCE:
        why = f"These are {len(examples)} examples. At most {MOST_AT_ONCE} can be saved at once; nothing was saved."
        raise InvalidInput(why, field="examples")
    return examples


def created(project: Project, known: Examples, new: NewIntent) -> list[FileEdit]:
    """The examples must have passed `bot.domain.examples.checked`."""
    _check(known, new)
    lane = str(lane_of(new.name))
    topic = new.name.removeprefix(f"{lane}_")
    nlu, stories = f"data/nlu/{lane}/{topic}.yml", f"data/stories/{lane}/{topic}.yml"
    for path in (nlu, stories):
        if project.exists(path):
            raise Conflict(f"There is a {path} already; please choose another name.", file=path)
    domain = project.read(DOMAIN)
    after = with_item(DOMAIN, domain, "intents", new.name, beside=f"{lane}_")
    action = {Reply.ARTICLE: "action_answer_question", Reply.PERSON: "action_request_human"}.get(new.reply)
    if action is None:
        action = f"utter_{new.name}"
        after = with_entry(DOMAIN, after, "responses", f"  {action}:\n    - text: {quoted(new.says)}\n")
    titles = project.read(TITLES)
    examples = "".join(f"    - {text}\n" for text in new.examples)
    head = f'# {new.name}: {new.description}\nversion: "3.1"\n\nnlu:\n- intent: {new.name}\n  examples: |\n'
    steps = f"    steps:\n      - intent: {new.name}\n      - action: {action}\n"
    rule = f'version: "3.1"\n\nrules:\n  - rule: {quoted(new.description)}\n{steps}'
    read(nlu, head + examples)
    return [
        FileEdit(DOMAIN, domain, after),
        FileEdit(TITLES, titles, with_entry(TITLES, titles, "intents", f"  {new.name}: {quoted(new.title)}\n")),
        FileEdit(nlu, None, head + examples),
        FileEdit(stories, None, rule),
    ]


def rename(project: Project, known: Examples, old: str, new: str) -> list[FileEdit]:
    """In examples, stories, domain, titles and tests; Conflict where the program itself relies on the name."""
    known.home(old)
    _check_name(known.intents, new)
    if lane_of(old) != lane_of(new):
        raise InvalidInput("A new name keeps the lane.", field="name")
    _check_free(project, old)
    edits: list[FileEdit] = []
    for path, text in _mentioning(project, old):
        nlu: NluFile | None = known.files.get(path)
        after = nlu.rename(old, new).text if nlu and any(b.intent == old for b in nlu.blocks) else text
        edits.append(FileEdit(path, text, renamed(path, after, old, new)))
    return edits


def merge(project: Project, known: Examples, old: str, into: str) -> list[FileEdit]:
    """Its examples become examples of `into`, and its rules give way to those of `into`."""
    known.home(old)
    target = known.home(into)
    if old == into:
        raise InvalidInput("Another intent is needed.", field="into")
    _check_free(project, old)
    before = dict(_mentioning(project, old)) | {target.path: target.text}
    after = {path: _merged(known, path, text, old, into) for path, text in before.items()}
    texts = [one.text for one in known.of(old)]
    after[target.path] = read(target.path, after[target.path] or "").add(into, *texts).text
    return [FileEdit(path, text, after[path]) for path, text in before.items()]


def _merged(known: Examples, path: str, text: str, old: str, into: str) -> str | None:
    """What a file becomes; None when nothing is left of it."""
    if path in {DOMAIN, TITLES}:
        return without_item(path, text, "intents", old)
    if path.startswith("data/stories/"):
        return merged(path, text, old, into)
    file = known.files.get(path)
    if file is None or all(block.intent != old for block in file.blocks):
        return renamed(path, text, old, into)
    if all(block.intent == old for block in file.blocks):
        return None
    return renamed(path, file.without(old).text, old, into)


def _mentioning(project: Project, name: str) -> list[tuple[str, str]]:
    """The data files that speak of it, with their text."""
    paths = [DOMAIN, *project.paths("data", ".yml"), *project.paths("tests", ".yml")]
    return [(path, text) for path in paths if _mentions(text := project.read(path), name)]


def _check_free(project: Project, name: str) -> None:
    for folder in ("bot", "actions", "engine"):
        for path in project.paths(folder, ".py"):
            if "/.venv/" not in path and _mentions(project.read(path), name):
                raise Conflict(f"{path} relies on the name {name}, so only a programmer can change it.", file=path)


def _mentions(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None


def _check_name(intents: Collection[str], name: str) -> None:
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        why = "A name is a lane and what the customer wants, in small letters: support_clean_milk."
        raise InvalidInput(why, field="name")
    if name in intents:
        raise Conflict(f"There is a {name} already.", intent=name)


def _check(known: Examples, new: NewIntent) -> None:
    _check_name(known.intents, new.name)
    needed = {"description": new.description, "title": new.title}
    if new.reply == Reply.RESPONSE:
        needed["says"] = new.says
    for field, value in needed.items():
        if not value.strip() or re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", value):
            raise InvalidInput("This needs one line of text.", field=field)
    if len(set(new.examples)) < FEWEST:
        raise InvalidInput(f"An intent needs at least {FEWEST} examples, better forty.", field="examples")
    for text in new.examples:
        if twin := repeated(text, known.all):
            raise Conflict(f"{text!r} is already an example of {twin.intent}, at {twin.place}.", file=twin.file)
