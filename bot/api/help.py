"""The articles and the data sheets of products as pages: what the widget links to."""

from functools import lru_cache
from html import escape

import nh3
from fastapi import APIRouter
from markdown_it import MarkdownIt
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse

from bot.api.layout import page
from bot.api.parts import Parts, ThisHouse
from bot.api.words import help_text
from bot.domain.articles import STAGES, Article
from bot.domain.errors import Unavailable
from bot.domain.facts import facts
from bot.domain.knowledge import Knowledge
from bot.domain.naming import first_capital
from bot.services.knowledge import current

router = APIRouter(include_in_schema=False)

_CACHE = {"Cache-Control": "public, max-age=60"}


@router.get("/help")
async def index(parts: ThisHouse) -> HTMLResponse:
    """All articles, by stage of owning a machine."""
    knowledge = await _knowledge(parts)
    if knowledge is None:
        return _nothing()
    company = escape(knowledge.company.name)
    groups = "".join(_stage(stage, knowledge) for stage in STAGES)
    title = help_text("title", company=knowledge.company.name)
    lead = escape(help_text("lead", company=knowledge.company.name))
    body = f'<nav><a href="/">{company}</a></nav><h1>{escape(title)}</h1><p class="lead">{lead}</p>{groups}'
    return HTMLResponse(page(title, body), headers=_CACHE)


@router.get("/help/{article_id}")
async def show(parts: ThisHouse, article_id: str) -> HTMLResponse:
    knowledge = await _knowledge(parts)
    article = knowledge.article(article_id) if knowledge else None
    if knowledge is None or article is None:
        return _nothing()
    trail = f'<a href="/">{escape(knowledge.company.name)}</a> / <a href="/help">{escape(help_text("back"))}</a>'
    stage = escape(help_text(f"stage_{article.stage}"))
    body = f'<nav>{trail}</nav><p class="eyebrow">{stage}</p><article>{_article(article)}</article>{_ask()}'
    return HTMLResponse(page(f"{article.title} · {knowledge.company.name}", body), headers=_CACHE)


@router.get("/products/{product_id}")
async def data_sheet(parts: ThisHouse, product_id: str) -> HTMLResponse:
    """All that the catalogue says about one product."""
    knowledge = await _knowledge(parts)
    product = knowledge.product(product_id) if knowledge else None
    known = facts(product, knowledge) if knowledge and product and product.in_stock else []
    if knowledge is None or product is None or not known:
        return _nothing()
    trail = f'<a href="/">{escape(knowledge.company.name)}</a> / <a href="/help">{escape(help_text("back"))}</a>'
    rows = "".join(
        f"<tr><th scope=row>{escape(first_capital(one.label))}</th><td>{escape(one.written)}</td></tr>" for one in known
    )
    sheet = f"<article><h1>{escape(product.name)}</h1><table>{rows}</table></article>"
    body = f'<nav>{trail}</nav><p class="eyebrow">{escape(help_text("catalogue"))}</p>{sheet}{_ask()}'
    return HTMLResponse(page(f"{product.name} · {knowledge.company.name}", body), headers=_CACHE)


def _nothing() -> HTMLResponse:
    title = help_text("missing_title")
    words = escape(help_text("missing"))
    back = escape(help_text("back"))
    return HTMLResponse(
        page(title, f'<h1>{escape(title)}</h1><p>{words}</p><p><a href="/help">{back}</a></p>{_ask()}'), 404
    )


def _ask() -> str:
    return f'<p><button class="button" data-careline-open>{escape(help_text("ask"))}</button></p>'


def _stage(stage: str, knowledge: Knowledge) -> str:
    found = sorted((article for article in knowledge.articles if article.stage == stage), key=lambda one: one.title)
    if not found:
        return ""
    links = "".join(f'<li><a href="{escape(article.url)}">{escape(article.title)}</a></li>' for article in found)
    return f"<section><h2>{escape(help_text(f'stage_{stage}'))}</h2><ul>{links}</ul></section>"


def _article(article: Article) -> str:
    sections = (
        f"<section>{f'<h2>{escape(section.heading)}</h2>' if section.heading else ''}{render(section.text)}</section>"
        for section in article.sections
    )
    return f"<h1>{escape(article.title)}</h1>{''.join(sections)}"


@lru_cache(maxsize=512)
def render(markdown: str) -> str:
    """Markdown without HTML of its own, and whatever came out of it cleaned once more."""
    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    return nh3.clean(made, link_rel="noopener nofollow")


async def _knowledge(parts: Parts) -> Knowledge | None:
    def read(session: Session) -> Knowledge | None:
        try:
            return current(session)
        except Unavailable:
            return None

    return await parts.read(read)
