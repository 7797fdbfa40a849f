"""The article index: which article, and which of its passages, answers a question. No Rasa in here.

An article's score is a weighted sum of
  key      mean of the three best cosines between the question and the article's title and symptoms
  passage  best cosine between the question and one of its passages
  heading  best cosine between the question and "title: heading" of one of its sections
  lexical  BM25 share (engine.lexical) of its best passage, and of its title and symptoms together
  product  the article is about the machine that the question names (or, negative, about others only)
  code     the question names an error code, and it stands in the article's title
  stage    probability that the question's intent belongs to the article's stage of use
and is turned into a probability that the article answers, by a logistic curve fitted on the articles' own symptoms
(each asked of an index that does not hold it) against sentences that no article answers.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.articles import Article, Passage
from engine.lexical import Bm25, words_of

Encode = Callable[[Sequence[str]], np.ndarray]

# Looked at by asking each symptom of an index without it (MRR 0.63, 0.70 at best with weights that neglect symptoms)
# and on tests/engine/questions.yml (MRR 0.93 and flat around these values).
KEY, PASSAGE, HEADING, LEXICAL_PASSAGE, LEXICAL_ARTICLE = 0.30, 0.35, 0.10, 0.10, 0.15
PRODUCT_BOOST, PRODUCT_MISS, STAGE_BOOST, CODE_BOOST = 0.05, 0.15, 0.08, 0.15
BEST_KEYS = 3
CODE = re.compile(r"e\d")
FOLDS = 5


@dataclass(frozen=True)
class Hit:
    article: Article
    passage: Passage
    score: float  # probability that the article answers


@dataclass
class Index:
    articles: list[Article]
    key_vectors: np.ndarray
    key_bounds: np.ndarray  # the keys of article n are the rows from bound n to bound n + 1
    passage_vectors: np.ndarray
    heading_vectors: np.ndarray
    passage_articles: np.ndarray  # of passages and headings alike
    lexical: Bm25  # one document for each passage, then one for each article's title and symptoms
    slope: float = 1.0
    middle: float = 0.0
    passages: list[Passage] = field(init=False)
    title_codes: list[set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.passages = [passage for article in self.articles for passage in article.passages]
        self.title_codes = [
            {word for word in words_of(article.title) if CODE.fullmatch(word)} for article in self.articles
        ]

    @classmethod
    def of(cls, articles: Sequence[Article], encode: Encode) -> "Index":
        keys = [text for article in articles for text in (article.title, *article.symptoms)]
        passages = [(article, passage, place) for place, article in enumerate(articles) for passage in article.passages]
        documents = [f"{passage.heading} {passage.text}" for _, passage, _ in passages]
        documents += [" ".join((article.title, *article.symptoms)) for article in articles]
        texts = [f"{article.title}. {passage.heading}. {passage.text}" for article, passage, _ in passages]
        headings = [
            f"{article.title}: {passage.heading}" if passage.heading else "" for article, passage, _ in passages
        ]
        return cls(
            list(articles),
            encode(keys),
            np.cumsum([0, *(1 + len(article.symptoms) for article in articles)]),
            encode(texts),
            encode(headings),
            np.array([place for _, _, place in passages], dtype=int),
            Bm25.of(documents),
        )

    def raw_scores(
        self,
        text: str,
        vector: np.ndarray,
        products: frozenset[str] = frozenset(),
        stages: Mapping[str, float] | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Scores of the articles and of the passages."""
        passage_cosines = self.passage_vectors @ vector
        shares = self.lexical.scores(text)
        passage_shares, article_shares = shares[: len(self.passages)], shares[len(self.passages) :]
        total = (
            KEY * self.best_keys(vector)
            + PASSAGE * self.best_of(passage_cosines)
            + HEADING * self.best_of(self.heading_vectors @ vector)
            + LEXICAL_PASSAGE * self.best_of(passage_shares)
            + LEXICAL_ARTICLE * article_shares
        )
        codes = {word for word in words_of(text) if CODE.fullmatch(word)}
        for place, article in enumerate(self.articles):
            if codes and codes & self.title_codes[place]:
                total[place] += CODE_BOOST
            if products and article.products:
                total[place] += PRODUCT_BOOST if products & set(article.products) else -PRODUCT_MISS
            total[place] += STAGE_BOOST * (stages or {}).get(article.stage, 0.0)
        return total, 0.6 * passage_cosines + 0.4 * passage_shares

    def best_keys(self, vector: np.ndarray) -> np.ndarray:
        cosines = self.key_vectors @ vector
        best = np.zeros(len(self.articles))
        for place, (start, end) in enumerate(zip(self.key_bounds, self.key_bounds[1:], strict=False)):
            best[place] = np.sort(cosines[start:end])[-BEST_KEYS:].mean()
        return best

    def best_of(self, values: np.ndarray) -> np.ndarray:
        """For each article the highest value among its passages, at least 0."""
        best = np.zeros(len(self.articles))
        np.maximum.at(best, self.passage_articles, values)
        return best

    def search(
        self,
        text: str,
        vector: np.ndarray,
        products: frozenset[str] = frozenset(),
        stages: Mapping[str, float] | None = None,
        limit: int = 5,
    ) -> list[Hit]:
        if not self.articles or not text.strip():
            return []
        scores, passage_scores = self.raw_scores(text, vector, products, stages)
        hits = []
        for place in np.argsort(-scores)[:limit]:
            own = np.flatnonzero(self.passage_articles == place)
            best = own[int(np.argmax(passage_scores[own]))]
            hits.append(Hit(self.articles[place], self.passages[best], self.probability(float(scores[place]))))
        return hits

    def probability(self, score: float) -> float:
        return float(1.0 / (1.0 + np.exp(-self.slope * (score - self.middle))))

    def calibrate(self, encode: Encode, unanswerable: Sequence[str]) -> None:
        """Fits the curve, both kinds of sentence weighing the same."""
        good = [best for _, _, best in symptom_trials(self.articles, encode)]
        bad = [
            float(self.raw_scores(text, vector)[0].max())
            for text, vector in zip(unanswerable, encode(unanswerable), strict=True)
        ]
        if good and bad:
            self.slope, self.middle = logistic_curve(np.array(good), np.array(bad))

    def arrays(self) -> dict[str, np.ndarray]:
        rows = [
            [a.id, a.title, a.stage, a.products, a.symptoms, [[p.heading, p.text] for p in a.passages]]
            for a in self.articles
        ]
        about = {"articles": rows, "slope": self.slope, "middle": self.middle}
        return {
            "about": np.array(json.dumps(about)),
            "key_vectors": self.key_vectors,
            "key_bounds": self.key_bounds,
            "passage_vectors": self.passage_vectors,
            "heading_vectors": self.heading_vectors,
            "passage_articles": self.passage_articles,
            **{f"bm25_{name}": value for name, value in self.lexical.arrays().items()},
        }

    @classmethod
    def restored(cls, arrays: Mapping[str, np.ndarray]) -> "Index":
        about = json.loads(str(arrays["about"]))
        articles = [
            Article(
                id, title, stage, tuple(products), tuple(symptoms), tuple(Passage(*passage) for passage in passages)
            )
            for id, title, stage, products, symptoms, passages in about["articles"]
        ]
        lexical = Bm25.restored({name[5:]: value for name, value in arrays.items() if name.startswith("bm25_")})
        vectors = [
            arrays[name]
            for name in ("key_vectors", "key_bounds", "passage_vectors", "heading_vectors", "passage_articles")
        ]
        return cls(articles, *vectors, lexical, about["slope"], about["middle"])


def symptom_trials(articles: Sequence[Article], encode: Encode) -> list[tuple[str, int, float]]:
    """For each symptom, asked of an index that was built without it: (symptom, rank of its article, best score)."""
    all_symptoms = [(place, symptom) for place, article in enumerate(articles) for symptom in article.symptoms]
    trials = []
    for fold in range(FOLDS):
        hidden = {pair for number, pair in enumerate(all_symptoms) if number % FOLDS == fold}
        rest = [
            Article(
                a.id, a.title, a.stage, a.products, tuple(s for s in a.symptoms if (place, s) not in hidden), a.passages
            )
            for place, a in enumerate(articles)
        ]
        index = Index.of(rest, encode)
        asked = sorted(hidden)
        for (place, symptom), vector in zip(asked, encode([symptom for _, symptom in asked]), strict=True):
            scores = index.raw_scores(symptom, vector)[0]
            trials.append((symptom, int((scores > scores[place]).sum()) + 1, float(scores.max())))
    return trials


def logistic_curve(good: np.ndarray, bad: np.ndarray) -> tuple[float, float]:
    """Slope and middle of the curve that best tells good scores from bad ones (Newton's steps, lightly regularised)."""
    values = np.concatenate([good, bad])
    targets = np.concatenate([np.ones(len(good)), np.zeros(len(bad))])
    weights = np.concatenate([np.full(len(good), 0.5 / len(good)), np.full(len(bad), 0.5 / len(bad))])
    rows = np.stack([values - 0.5, np.ones(len(values))], axis=1)
    solution = np.array([10.0, 0.0])
    for _ in range(50):
        chances = 1.0 / (1.0 + np.exp(-rows @ solution))
        gradient = rows.T @ (weights * (chances - targets)) + 1e-6 * solution
        curvature = (rows * (weights * chances * (1 - chances))[:, np.newaxis]).T @ rows + 1e-6 * np.eye(2)
        solution = solution - np.linalg.solve(curvature, gradient)
    slope = float(max(solution[0], 1.0))
    return slope, 0.5 - float(solution[1]) / slope
