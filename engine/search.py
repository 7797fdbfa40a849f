"""The article index: which article, and which of its passages, answers a question. No Rasa in here.

What an article has for a question is one row of FEATURES; its relevance is their weighted sum, in units of log odds:
an article that lies 1 above another is e times as likely to be the right one. Whether any article answers at all is
decided in engine.answerable; an article's score is the probability that it answers: that of the best one, its log odds
lowered by how much likelier the best one is.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from engine.answerable import Answerability, Row
from engine.articles import Article, Passage
from engine.bank import Bank, parts
from engine.lexical import Bm25, words_of

Encode = Callable[[Sequence[str]], np.ndarray]  # texts to float32 [texts, 768]: SentenceEncoder.encode_both

# Weights by conditional logit on the 186 answerable questions of tests/engine/questions.yml (ten-fold: MRR 0.89, 0.87
# with those set by hand before); the boosts for machine and code are higher, as few of these questions name any.
FEATURES = {
    "key": 6.0,  # highest cosine with the article's title and symptoms
    "keys": 3.5,  # mean of the three highest
    "key_middle": 3.0,  # highest cosine with them after the encoder's middle layer
    "passage": 3.5,  # highest cosine with one of its passages
    "passages": 3.5,  # mean of the two highest
    "passage_middle": 2.0,
    "heading": 1.5,  # highest cosine with "title: heading" of a section
    "passage_words": 1.5,  # BM25 share (engine.lexical) of its best passage
    "key_words": 3.0,  # ... of its title and symptoms together
    "words": 2.5,  # ... of the whole article
    "covered": 2.0,  # share of the question's words, by rarity, that stand anywhere in it
}
BOOSTS = {
    "stage": 1.5,  # probability that the question's intent belongs to the article's stage of use
    "machine": 0.5,  # it is about the machine that the question names
    "other_machine": -3.0,  # it is about other machines only
    "code": 2.0,  # the question names an error code, and it stands in the article's title
    "same": 1.5,  # the turn before was answered from it, and this one leans on that turn (engine.followup)
}
WEIGHTS = np.array(list(FEATURES.values()))
# An article's log odds fall by a third of how much likelier the best one is: the dialogue asks back between those whose
# odds are alike (bot/domain/answering.py), and the descaling of three machines lies up to 1.5 apart in relevance.
SPREAD = 3.0
FOLDS = 5  # of the symptoms, when it is learnt what the features of a question are that is answered
CODE = re.compile(r"e\d")


@dataclass(frozen=True)
class Hit:
    article: Article
    passage: Passage
    log_odds: float  # that the article answers

    @property
    def score(self) -> float:
        """The same as a probability."""
        return float(1.0 / (1.0 + np.exp(-self.log_odds)))


@dataclass(frozen=True)
class Hints:
    """What else is known of a question."""

    products: frozenset[str] = frozenset()  # machines that it names
    stages: Mapping[str, float] = field(default_factory=dict)  # probability of each stage of use
    article: str | None = None  # the one that the turn before was answered from


class Groups:
    """Rows of vectors or scores that belong to articles: the best ones for each."""

    def __init__(self, owners: np.ndarray, articles: int) -> None:
        """`owners` says for each row which article it belongs to, in ascending order."""
        sizes = np.bincount(owners, minlength=articles)
        starts = np.cumsum([0, *sizes[:-1]])
        columns = np.arange(int(sizes.max(initial=1)))
        # Places of each article's rows, filled up with one that is behind the last row.
        self.places = np.where(columns < sizes[:, np.newaxis], starts[:, np.newaxis] + columns, len(owners))
        self.sizes = sizes

    def best(self, values: np.ndarray, count: int = 1) -> np.ndarray:
        """From [questions, rows] to [questions, articles]: the mean of an article's `count` highest values, or of all
        where it has fewer; 0 where it has none."""
        filler = np.full((len(values), 1), -np.inf, dtype=values.dtype)
        own = np.concatenate([values, filler], axis=1)[:, self.places]
        if count == 1:
            return np.where(self.sizes > 0, own.max(axis=2), 0.0)
        highest = -np.partition(-own, min(count, own.shape[2]) - 1, axis=2)[:, :, :count]
        there = np.isfinite(highest)
        return np.where(there, highest, 0.0).sum(axis=2) / np.maximum(there.sum(axis=2), 1)


@dataclass
class Index:
    articles: list[Article]
    bank: Bank  # all keys, then all passages, then as many headings (zeros where there is none)
    lexical: Bm25  # one document for each passage, then one for each article's keys, then one for each whole article
    answerability: Answerability = field(default_factory=Answerability)

    def __post_init__(self) -> None:
        self.passages = [passage for article in self.articles for passage in article.passages]
        count = len(self.articles)
        self.kinds = [self.bank.size - 2 * len(self.passages), self.bank.size - len(self.passages)]
        keys = [1 + len(article.symptoms) for article in self.articles]
        self.keys_of = Groups(np.repeat(np.arange(count), keys), count)
        self.owners = np.repeat(np.arange(count), [len(article.passages) for article in self.articles])
        self.passages_of = Groups(self.owners, count)
        self.title_codes = [codes_of(article.title) for article in self.articles]

    @classmethod
    def of(cls, articles: Sequence[Article], encode: Encode) -> "Index":
        pairs = [(article, passage) for article in articles for passage in article.passages]
        keys = [" ".join((article.title, *article.symptoms)) for article in articles]
        passages = [f"{passage.heading} {passage.text}" for _, passage in pairs]
        whole = [
            " ".join((text, *(f"{passage.heading} {passage.text}" for passage in article.passages)))
            for article, text in zip(articles, keys, strict=True)
        ]
        vectors = (
            encode([text for article in articles for text in (article.title, *article.symptoms)]),
            encode([f"{article.title}. {passage.heading}. {passage.text}" for article, passage in pairs]),
            encode([f"{article.title}: {p.heading}" if p.heading else "" for article, p in pairs]),
        )
        return cls(list(articles), Bank.of(np.concatenate(vectors)), Bm25.of([*passages, *keys, *whole]))

    def features(self, texts: Sequence[str], vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """[questions, articles, FEATURES]; [questions], the share of words that stand nowhere; and, to choose among an
        article's passages, [questions, passages]."""
        last, middle = self.bank.cosines(vectors)
        keys, passages, headings = np.split(last, self.kinds, axis=1)
        keys_middle, passages_middle, _ = np.split(middle, self.kinds, axis=1)
        shares, covered, unknown = self.lexical.compare(texts)
        kinds = [len(self.passages), len(self.passages) + len(self.articles)]
        passage_shares, key_shares, whole_shares = np.split(shares, kinds, axis=1)
        columns = [
            self.keys_of.best(keys),
            self.keys_of.best(keys, 3),
            self.keys_of.best(keys_middle),
            self.passages_of.best(passages),
            self.passages_of.best(passages, 2),
            self.passages_of.best(passages_middle),
            self.passages_of.best(headings),
            self.passages_of.best(passage_shares),
            key_shares,
            whole_shares,
            covered[:, kinds[1] :],
        ]
        return np.stack(columns, axis=2), unknown, 0.6 * passages + 0.4 * passage_shares

    def boosts(self, text: str, hints: Hints) -> np.ndarray:
        boosts = BOOSTS["stage"] * np.array([hints.stages.get(article.stage, 0.0) for article in self.articles])
        codes = codes_of(text)
        if codes or hints.products or hints.article:
            for place, article in enumerate(self.articles):
                if codes & self.title_codes[place]:
                    boosts[place] += BOOSTS["code"]
                if article.id == hints.article:
                    boosts[place] += BOOSTS["same"]
                if hints.products and article.products:
                    boosts[place] += BOOSTS["machine" if hints.products & set(article.products) else "other_machine"]
        return boosts

    def search(self, text: str, vector: np.ndarray, hints: Hints = Hints(), limit: int = 5) -> list[Hit]:
        """The best articles, likeliest first. `vector` is the text's encoding, float32 [768]."""
        if not self.articles or not text.strip():
            return []
        (features,), (unknown,), (passage_scores,) = self.features([text], vector[np.newaxis, :])
        likely = self.answerability.log_odds(features, WEIGHTS, unknown, vector)
        relevance = features @ WEIGHTS + self.boosts(text, hints)
        hits = []
        for place in np.argsort(-relevance)[:limit]:
            own = np.flatnonzero(self.owners == place)
            best = own[int(np.argmax(passage_scores[own]))]
            odds = likely + float(relevance[place] - relevance.max()) / SPREAD
            hits.append(Hit(self.articles[place], self.passages[best], odds))
        return hits

    def learn_answerable(
        self,
        answerable: Sequence[str],
        good: np.ndarray,
        unanswerable: Sequence[str],
        bad: np.ndarray,
        encode: Encode,
    ) -> None:
        """From questions of both kinds with their encodings [questions, 768], and from the articles' own symptoms."""
        if self.articles:
            good_rows, bad_rows = self.rows(answerable, good), self.rows(unanswerable, bad)
            for fold in range(FOLDS):
                others, symptoms = self.without(fold, encode)
                if symptoms:
                    vectors = encode(symptoms)
                    good_rows += others.rows(symptoms, vectors)
                    good = np.concatenate([good, vectors])
            self.answerability = Answerability.learnt(good_rows, good, bad_rows, bad, WEIGHTS)

    def rows(self, texts: Sequence[str], vectors: np.ndarray) -> list[Row]:
        features, unknown, _ = self.features(texts, vectors)
        return list(zip(features, unknown, strict=True))

    def without(self, fold: int, encode: Encode) -> tuple["Index", list[str]]:
        """The index of articles that know only some of their symptoms, and the others: questions that it answers."""
        kept = [
            replace(article, symptoms=tuple(text for at, text in enumerate(article.symptoms) if at % FOLDS != fold))
            for article in self.articles
        ]
        return Index.of(kept, encode), [text for article in self.articles for text in article.symptoms[fold::FOLDS]]

    def arrays(self) -> dict[str, np.ndarray]:
        rows = [
            [a.id, a.title, a.stage, a.products, a.symptoms, [[p.heading, p.text] for p in a.passages]]
            for a in self.articles
        ]
        return {
            "articles": np.array(json.dumps(rows)),
            **{f"bank_{name}": value for name, value in self.bank.arrays.items()},
            **{f"bm25_{name}": value for name, value in self.lexical.arrays().items()},
            **{f"answerable_{name}": value for name, value in self.answerability.arrays().items()},
        }

    @classmethod
    def restored(cls, arrays: Mapping[str, np.ndarray]) -> "Index":
        articles = [
            Article(
                id, title, stage, tuple(products), tuple(symptoms), tuple(Passage(*passage) for passage in passages)
            )
            for id, title, stage, products, symptoms, passages in json.loads(str(arrays["articles"]))
        ]
        lexical, answerability = parts(arrays, "bm25_"), parts(arrays, "answerable_")
        bank = Bank(parts(arrays, "bank_"))
        return cls(articles, bank, Bm25.restored(lexical), Answerability.restored(answerability))


def codes_of(text: str) -> set[str]:
    return {word for word in words_of(text) if CODE.fullmatch(word)}
