"""The linear head: multinomial logistic regression over word n-grams, character n-grams and the encoder's vectors.

The blocks, each of unit length, are weighted and laid side by side. With a few thousand examples there are far more
features than examples, so the fit happens in the space that the examples span (their Gram matrix): the same solution
as in the space of all features, in a second instead of many, and cross-validation costs next to nothing.
Only the DIMENSIONS strongest directions of that space are kept, and above MAX_LANDMARKS examples a fixed sample of them
spans it (the Nyström approximation). On the shipped 5,500 examples half of either costs half a point of accuracy.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np
from scipy.linalg import eigh
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack
from scipy.special import log_softmax, softmax
from sklearn.feature_extraction.text import TfidfVectorizer

# Weights of the blocks and strength C, looked at on validation parts of CLINC150 and BANKING77 with 25 examples an
# intent, where C between 20 and 100 and halves or doubles of the weights move accuracy by less than a point.
WORD_WEIGHT, CHARACTER_WEIGHT, VECTOR_WEIGHT = 0.6, 0.6, 1.0
STRENGTH = 20.0
DIMENSIONS = 1_200
MAX_LANDMARKS = 4_000
MAX_CHARACTERS = 2_000


def simplified(text: str) -> str:
    """What the n-grams see: lower case, plain quotes, one digit for all, no more than MAX_CHARACTERS."""
    text = text[:MAX_CHARACTERS].lower().replace("\u2019", "'").replace("`", "'")
    return re.sub(r"\d", "0", text)


def vectorizer_of(analyzer: str, sizes: tuple[int, int], known: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer=analyzer,
        ngram_range=sizes,
        sublinear_tf=True,
        lowercase=False,
        token_pattern=r"(?u)\b\w+\b",
        dtype=np.float32,
        vocabulary=known,
    )


@cache
def analyzer_of(analyzer: str, sizes: tuple[int, int]) -> Callable[[str], list[str]]:
    return vectorizer_of(analyzer, sizes).build_analyzer()


@lru_cache(maxsize=16)
def grams_of(analyzer: str, sizes: tuple[int, int], text: str) -> Counter[str]:
    """How often each stands in the text; intents and moods ask for the same ones of each message."""
    return Counter(analyzer_of(analyzer, sizes)(text))


class NgramBlock:
    """TF-IDF over one kind of n-gram, stored as plain arrays."""

    def __init__(self, analyzer: str, sizes: tuple[int, int], vocabulary: Sequence[str] | None = None) -> None:
        known = {gram: place for place, gram in enumerate(vocabulary)} if vocabulary is not None else None
        self.vectorizer = vectorizer_of(analyzer, sizes, known)

    @cached_property
    def places(self) -> dict[str, int]:
        return dict(self.vectorizer.vocabulary_)

    @cached_property
    def idf(self) -> np.ndarray:
        """scikit-learn works it out anew each time that it is asked."""
        return self.vectorizer.idf_.astype(np.float32)

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        try:
            return self.vectorizer.fit_transform(texts)
        except ValueError:  # nothing but stop marks in the examples: an empty block
            self.vectorizer = NgramBlock(self.vectorizer.analyzer, self.vectorizer.ngram_range, ["\0"]).vectorizer
            return self.vectorizer.fit_transform(texts)

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Places and weights of one text's n-grams: what `vectorizer.transform` gives, in a tenth of the time."""
        known = self.places
        counts = {
            place: times
            for gram, times in grams_of(self.vectorizer.analyzer, self.vectorizer.ngram_range, text).items()
            if (place := known.get(gram)) is not None
        }
        places = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        weights = (1.0 + np.log(times)) * self.idf[places]
        length = np.sqrt((weights**2).sum())
        return places, (weights / length if length else weights).astype(np.float32)

    @property
    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        return np.array(self.vectorizer.get_feature_names_out(), dtype=str), self.idf

    @classmethod
    def restored(cls, analyzer: str, sizes: tuple[int, int], vocabulary: np.ndarray, idf: np.ndarray) -> "NgramBlock":
        block = cls(analyzer, sizes, vocabulary.tolist())
        block.vectorizer.idf_ = idf
        return block


WORDS = ("word", (1, 2))
CHARACTERS = ("char_wb", (2, 5))


def fit_logistic(rows: np.ndarray, labels: np.ndarray, classes: int, strength: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights [features, classes] and biases of an L2-regularised multinomial regression (biases are free)."""
    count, width = rows.shape
    targets = np.zeros((count, classes), dtype=np.float32)
    targets[np.arange(count), labels] = 1.0

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(width + 1, classes)
        inner = weights[:-1].astype(np.float32)
        logs = log_softmax(rows @ inner + weights[-1].astype(np.float32), axis=1)
        wrong = np.exp(logs) - targets
        gradient = np.empty_like(weights)
        gradient[:-1] = strength * (rows.T @ wrong) + weights[:-1]
        gradient[-1] = strength * wrong.sum(0)
        value = -strength * float((logs * targets).sum(dtype=np.float64)) + 0.5 * float((weights[:-1] ** 2).sum())
        return value / strength, gradient.ravel() / strength

    start = np.zeros((width + 1) * classes)
    options = {"maxiter": 300, "maxcor": 10, "ftol": 1e-4, "gtol": 1e-4}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x.reshape(width + 1, classes)
    return found[:-1].astype(np.float32), found[-1].astype(np.float32)


def folds_of(labels: np.ndarray, folds: int, seed: int = 7) -> np.ndarray:
    """A fold number for each example, each class spread evenly."""
    chosen = np.zeros(len(labels), dtype=int)
    random = np.random.default_rng(seed)
    for label in np.unique(labels):
        members = random.permutation(np.flatnonzero(labels == label))
        chosen[members] = (np.arange(len(members)) + random.integers(folds)) % folds
    return chosen


@dataclass
class LinearHead:
    """What a fit leaves behind: enough to score a message, nothing of scikit-learn's own."""

    words: NgramBlock
    characters: NgramBlock
    sparse_weights: np.ndarray  # [word and character n-grams, classes]
    vector_weights: np.ndarray  # [width of the vectors, classes]
    biases: np.ndarray

    def logits(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        scores = VECTOR_WEIGHT * vectors @ self.vector_weights + self.biases
        behind = len(self.words.idf)  # the rows of the characters lie behind those of the words
        for number, text in enumerate(texts):
            plain = simplified(text)
            places, weights = self.words.row(plain)
            scores[number] += WORD_WEIGHT * weights @ self.sparse_weights[places]
            places, weights = self.characters.row(plain)
            scores[number] += CHARACTER_WEIGHT * weights @ self.sparse_weights[places + behind]
        return scores.astype(np.float64)

    def arrays(self) -> dict[str, np.ndarray]:
        (words, word_idf), (characters, character_idf) = self.words.arrays, self.characters.arrays
        return {
            "words": words,
            "word_idf": word_idf,
            "characters": characters,
            "character_idf": character_idf,
            "sparse_weights": self.sparse_weights.astype(np.float32),
            "vector_weights": self.vector_weights,
            "biases": self.biases,
        }

    @classmethod
    def restored(cls, arrays: dict[str, np.ndarray]) -> "LinearHead":
        return cls(
            NgramBlock.restored(*WORDS, arrays["words"], arrays["word_idf"]),
            NgramBlock.restored(*CHARACTERS, arrays["characters"], arrays["character_idf"]),
            arrays["sparse_weights"],
            arrays["vector_weights"],
            arrays["biases"],
        )


@dataclass
class Fit:
    head: LinearHead
    held_out_logits: np.ndarray  # of each example, from the fold that did not see it


def strongest(gram: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The largest eigenvalues, ascending, and their vectors; by subspace iteration where that is quicker."""
    size = len(gram)
    if size <= 2 * count:
        return eigh(gram, subset_by_index=[max(0, size - count), size - 1])
    space = np.random.default_rng(7).normal(size=(size, count + 50)).astype(np.float32)
    for _ in range(2):
        space = np.linalg.qr(gram @ space)[0]
    values, turns = eigh(space.T @ (gram @ space))
    return values[-count:], space @ turns[:, -count:]


def fit_head(
    texts: Sequence[str],
    vectors: np.ndarray,
    labels: np.ndarray,
    classes: int,
    folds: int = 4,
    strength: float = STRENGTH,
) -> Fit:
    plain = [simplified(text) for text in texts]
    words, characters = NgramBlock(*WORDS), NgramBlock(*CHARACTERS)
    sparse = hstack([WORD_WEIGHT * words.fit(plain), CHARACTER_WEIGHT * characters.fit(plain)], format="csr")
    dense = VECTOR_WEIGHT * vectors.astype(np.float32)

    marks = np.arange(len(texts))
    if len(texts) > MAX_LANDMARKS:
        marks = np.sort(np.random.default_rng(7).choice(len(texts), MAX_LANDMARKS, replace=False))
    gram = (sparse @ sparse[marks].T).toarray() + dense @ dense[marks].T
    values, basis = strongest(gram[marks].astype(np.float32), DIMENSIONS)
    kept = values > 1e-5 * values[-1]
    whitening = (basis[:, kept] / np.sqrt(values[kept])).astype(np.float32)
    rows = np.ascontiguousarray(gram.astype(np.float32) @ whitening)

    held_out = np.zeros((len(texts), classes))
    fold = folds_of(labels, max(folds, 1))
    for number in range(folds):
        seen, unseen = fold != number, fold == number
        if seen.any() and unseen.any():
            weights, biases = fit_logistic(rows[seen], labels[seen], classes, strength)
            held_out[unseen] = rows[unseen] @ weights + biases
    weights, biases = fit_logistic(rows, labels, classes, strength)
    spread = whitening @ weights
    head = LinearHead(
        words, characters, np.asarray(sparse[marks].T @ spread), np.asarray(dense[marks].T @ spread), biases
    )
    return Fit(head, held_out)


def best_temperature(logits: np.ndarray, labels: np.ndarray, groups: np.ndarray | None = None) -> float:
    """The divisor of the logits that makes unseen examples most likely.

    With `groups` [classes, groups] the labels are groups, whose probability is the sum over their classes.
    """
    rows = np.arange(len(labels))

    def unlikeliness(exponent: float) -> float:
        logs = log_softmax(logits / np.exp(exponent), axis=1)
        if groups is not None:
            logs = np.log(np.exp(logs) @ groups + 1e-12)
        return -float(logs[rows, labels].mean())

    grid = np.linspace(-3.0, 2.0, 101)
    return float(np.exp(min(grid, key=unlikeliness)))


def probabilities(logits: np.ndarray, temperature: float) -> np.ndarray:
    return softmax(logits / temperature, axis=1)
