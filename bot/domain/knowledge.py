"""All that the company knows, in one version.

Values only. `bot.services.knowledge` reads them from files and keeps the version in force.
"""

from dataclasses import dataclass
from functools import cached_property

from bot.domain.articles import Article
from bot.domain.company import Company, Place
from bot.domain.guides import Guide
from bot.domain.policies import Policies
from bot.domain.products import FactKind, Flavour, Form, Plan, Product, Taste


@dataclass(frozen=True)
class Wording:
    """Small words that sentences about products are put together from; all from the catalogue."""

    values: tuple[tuple[str, str], ...]

    @cached_property
    def _table(self) -> dict[str, str]:
        return dict(self.values)

    def __getitem__(self, key: str) -> str:
        return self._table[key]


@dataclass(frozen=True, eq=False)  # compared by identity, so that an index of one version can be cached
class Knowledge:
    company: Company
    policies: Policies
    products: tuple[Product, ...]
    plans: tuple[Plan, ...]
    forms: tuple[Form, ...]
    tastes: tuple[Taste, ...]
    flavours: tuple[Flavour, ...]
    fact_kinds: tuple[FactKind, ...]
    wording: Wording
    articles: tuple[Article, ...]
    guides: tuple[Guide, ...] = ()

    @cached_property
    def _products(self) -> dict[str, Product]:
        return {product.id: product for product in self.products}

    @cached_property
    def _articles(self) -> dict[str, Article]:
        return {article.id: article for article in self.articles}

    def product(self, id: str) -> Product | None:
        return self._products.get(id)

    def article(self, id: str) -> Article | None:
        return self._articles.get(id)

    def guide(self, id: str) -> Guide | None:
        return next((guide for guide in self.guides if guide.id == id), None)

    def plan(self, id: str) -> Plan | None:
        return next((plan for plan in self.plans if plan.id == id), None)

    def flavour(self, id: str) -> Flavour | None:
        return next((flavour for flavour in self.flavours if flavour.id == id), None)

    def form(self, id: str) -> Form | None:
        return next((form for form in self.forms if form.id == id), None)

    def place(self, id: str) -> Place | None:
        return next((place for place in self.company.places if place.id == id), None)
