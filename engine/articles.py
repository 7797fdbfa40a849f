"""Articles as they lie in data/knowledge/articles: Markdown with YAML front matter, a passage for each `##` section."""

import re
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from engine.fingerprint import ROOT

ARTICLES = ROOT / "data" / "knowledge" / "articles"
UNANSWERABLE = ROOT / "data" / "knowledge" / "unanswerable.yml"


class ArticleError(ValueError):
    """An article cannot be read; the message says which and why."""


@dataclass(frozen=True)
class Passage:
    heading: str  # empty for what stands before the first section
    text: str


@dataclass(frozen=True)
class Article:
    id: str
    title: str
    stage: str
    products: tuple[str, ...]
    symptoms: tuple[str, ...]
    passages: tuple[Passage, ...]


def passages_of(body: str) -> tuple[Passage, ...]:
    parts = re.split(r"(?m)^##\s+(.+?)\s*$", body)
    pairs = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    return tuple(Passage(heading.strip(), text.strip()) for heading, text in pairs if text.strip())


def read_article(file: Path) -> Article:
    text = file.read_text(encoding="utf-8")
    parts = re.split(r"(?m)^---\s*$", text, maxsplit=2)
    if len(parts) != 3 or parts[0].strip():
        raise ArticleError(f"{file}: front matter between two lines of `---` is expected at the top")
    try:
        front = YAML(typ="safe").load(parts[1])
        passages = passages_of(parts[2])
        if not passages:
            raise ArticleError(f"{file}: it has no text")
        return Article(
            id=file.stem,
            title=str(front["title"]),
            stage=str(front["stage"]),
            products=tuple(str(product) for product in front.get("products") or ()),
            symptoms=tuple(str(symptom) for symptom in front.get("symptoms") or ()),
            passages=passages,
        )
    except ArticleError:
        raise
    except Exception as error:  # ruamel's own errors share no useful base class
        raise ArticleError(f"{file}: {error}") from error


def read_articles(folder: Path = ARTICLES) -> list[Article]:
    return [read_article(file) for file in sorted(folder.glob("*.md"))]


def read_unanswerable(file: Path = UNANSWERABLE) -> list[str]:
    """Questions that no article answers; none where there is no such file."""
    if not file.exists():
        return []
    try:
        content = YAML(typ="safe").load(file.read_text(encoding="utf-8")) or []
    except YAMLError as error:
        raise ArticleError(f"{file}: {error}") from error
    if not isinstance(content, list) or not all(isinstance(question, str) and question.strip() for question in content):
        raise ArticleError(f"{file}: a list of questions is expected")
    return content
