"""articles/*.md: front matter between two lines of dashes, then Markdown whose `##` sections stand alone."""

import itertools
import re
from collections.abc import Collection
from pathlib import Path

from bot.domain.articles import STAGES, Article, Section
from bot.services.company_files.entries import parse_yaml, read_text
from bot.services.company_files.problems import Problem, did_you_mean

FOLDER = "articles"
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HEADING = re.compile(r"^##\s+(.+?)\s*#*\s*$")
FENCE = re.compile(r"^(```|~~~)")


def read_articles(folder: Path, products: Collection[str], problems: list[Problem]) -> tuple[Article, ...]:
    found: list[Article] = []
    titles: dict[str, str] = {}
    for path in sorted((folder / FOLDER).glob("*.md")):
        file = f"{FOLDER}/{path.name}"
        article = _read_article(path, file, products, problems)
        if article is None:
            continue
        same = titles.setdefault(article.title.casefold(), file)
        if article.title and same != file:
            problems.append(Problem(file, 2, "title", f'"{article.title}" is also the title of {same}.'))
        found.append(article)
    if not found and not problems:
        problems.append(Problem(FOLDER, 1, "", "holds no article (*.md)."))
    return tuple(found)


def _read_article(path: Path, file: str, products: Collection[str], problems: list[Problem]) -> Article | None:
    if not ID.fullmatch(path.stem):
        problems.append(Problem(file, 1, "", "should be named with small letters, digits and single dashes."))
    text = read_text(path, file, problems)
    if text is None:
        return None
    lines = text.splitlines()
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if not lines or lines[0].rstrip() != "---" or end is None:
        problems.append(Problem(file, 1, "", "should begin with front matter between two lines of ---."))
        return None
    front = parse_yaml("\n".join(lines[1:end]), file, problems, first_line=1)
    if front is None:
        return None
    article = Article(
        id=path.stem,
        title=front.text("title"),
        stage=front.one_of("stage", STAGES, required=True) or STAGES[0],
        products=front.texts("products"),
        symptoms=front.texts("symptoms"),
        sections=_sections(lines[end + 1 :]),
    )
    for product in article.products:
        if product not in products:
            front.problem("products", f'"{product}" is not in catalogue.yml.{did_you_mean(product, products)}')
    front.done()
    if not article.sections:
        problems.append(Problem(file, end + 1, "", "has no text after the front matter."))
    for at, line in _headings(lines):
        if at > end and not any(section.heading == line for section in article.sections):
            problems.append(Problem(file, at + 1, line, "has no text under it."))
    return article


def _headings(lines: list[str]) -> list[tuple[int, str]]:
    """Line and text of each `##`, except in blocks of code."""
    found, fenced = [], False
    for at, line in enumerate(lines):
        if FENCE.match(line):
            fenced = not fenced
        elif not fenced and (match := HEADING.match(line)):
            found.append((at, match.group(1)))
    return found


def _sections(lines: list[str]) -> tuple[Section, ...]:
    marks = [(-1, ""), *_headings(lines), (len(lines), "")]
    sections = []
    for (start, heading), (stop, _) in itertools.pairwise(marks):
        text = "\n".join(lines[start + 1 : stop]).strip()
        if text:
            sections.append(Section(heading, text))
    return tuple(sections)
