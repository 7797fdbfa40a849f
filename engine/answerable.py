"""Whether any article answers a question, learnt from questions of both kinds. No Rasa in here.

How near the nearest article is tells little: a question about a coffee machine that no article answers lies as near as
an odd wording of one that is answered. So three things are weighed by a logistic regression:
  the best article's features, the highest of each feature over all articles, its lead over the second and fourth, and
  the share of the question's words that stand in no article;
  the nearest of the questions taught as answerable and as unanswerable, after both layers of the encoder, each
  question itself left out;
  a linear head (ridge) on the encoding that tells the two kinds apart, for a question that taught it without that one.
  (One in the space of the classifier's kernel refuses 2 points more in cross-validation by subjects, and none on the
  held-out questions.)
Its log odds count both kinds alike, however many there are of each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.linear_model import LogisticRegression

from engine.bank import Bank, Cosines, cosines, parts
from engine.sentences import WIDTH

Row = tuple[np.ndarray, float]  # features [articles, features] and the share of unknown words

# Looked at on tests/engine/questions.yml: between a third and five times these the share refused moves by 3 points.
RIDGE = 3.0
STRENGTH = 0.2
NEAREST = 3
FEWEST = 10  # with fewer questions of a kind nothing is learnt, and the relevance alone decides
# Without examples: log odds by the best article's relevance, fitted on tests/engine/questions.yml.
PLAIN_SLOPE, PLAIN_MIDDLE = 0.37, 14.5


def _empty() -> np.ndarray:
    return np.zeros((0, 2 * WIDTH), dtype=np.float32)


@dataclass
class Answerability:
    taught: Bank = field(default_factory=lambda: Bank.of(_empty()))  # questions that articles answer, then the others
    good: int = 0  # how many they answer
    head: np.ndarray = field(default_factory=lambda: np.zeros(2 * WIDTH + 1))
    weights: np.ndarray = field(default_factory=lambda: np.zeros(0))  # of the evidence, the bias last; empty: plain

    def log_odds(self, features: np.ndarray, weights: np.ndarray, unknown: float, vector: np.ndarray) -> float:
        if not len(self.weights):
            return PLAIN_SLOPE * (float((features @ weights).max()) - PLAIN_MIDDLE)
        layers = [layer[0] for layer in self.taught.cosines(vector[np.newaxis, :])]
        near = [
            np.concatenate([nearest(layer[own]) for layer in layers])
            for own in (slice(None, self.good), slice(self.good, None))
        ]
        side = float(vector @ self.head[:-1] + self.head[-1])
        row = evidence(features, weights, unknown, *near, side)
        return float(row @ self.weights[:-1] + self.weights[-1])

    @classmethod
    def learnt(
        cls, good_rows: Sequence[Row], good: np.ndarray, bad_rows: Sequence[Row], bad: np.ndarray, weights: np.ndarray
    ) -> "Answerability":
        if min(len(good), len(bad)) < FEWEST:
            return cls()
        vectors = np.concatenate([good, bad])
        kinds = np.concatenate([np.ones(len(good)), -np.ones(len(bad))])
        shares = np.where(kinds > 0, 0.5 / len(good), 0.5 / len(bad)) * len(kinds)
        head, sides = ridge(vectors.astype(np.float64), kinds, shares)
        near_good, near_bad = nearest_others(cosines(vectors, vectors), len(good))
        rows = np.array(
            [
                evidence(features, weights, unknown, good_ones, bad_ones, side)
                for (features, unknown), good_ones, bad_ones, side in zip(
                    [*good_rows, *bad_rows], near_good, near_bad, sides, strict=True
                )
            ]
        )
        middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
        fit = LogisticRegression(C=STRENGTH, max_iter=1_000).fit((rows - middle) / spread, kinds > 0, shares)
        scaled = fit.coef_[0] / spread
        return cls(Bank.of(vectors), len(good), head, np.append(scaled, fit.intercept_[0] - scaled @ middle))

    def arrays(self) -> dict[str, np.ndarray]:
        return {
            **{f"taught_{name}": value for name, value in self.taught.arrays.items()},
            "good": np.array(self.good),
            "head": self.head,
            "weights": self.weights,
        }

    @classmethod
    def restored(cls, arrays: dict[str, np.ndarray]) -> "Answerability":
        return cls(Bank(parts(arrays, "taught_")), int(arrays["good"]), arrays["head"], arrays["weights"])


def nearest(cosines: np.ndarray) -> np.ndarray:
    """[..., 2]: the highest cosine and the mean of the NEAREST highest, along the last axis."""
    highest = np.partition(cosines, -NEAREST, axis=-1)[..., -NEAREST:]
    return np.stack([highest.max(axis=-1), highest.mean(axis=-1)], axis=-1)


def nearest_others(similar: Cosines, good: int) -> tuple[np.ndarray, np.ndarray]:
    """For each question the nearest others of both kinds, [questions, 4] each; the first `good` are answerable."""
    both = []
    for layer in similar:
        others = layer.copy()
        np.fill_diagonal(others, -1.0)
        both.append((nearest(others[:, :good]), nearest(others[:, good:])))
    return np.hstack([of_good for of_good, _ in both]), np.hstack([of_bad for _, of_bad in both])


def evidence(
    features: np.ndarray,
    weights: np.ndarray,
    unknown: float,
    good: np.ndarray,
    bad: np.ndarray,
    side: float,
) -> np.ndarray:
    """`good` and `bad`: `nearest` of both layers."""
    relevance = features @ weights
    order = np.argsort(-relevance)
    top = relevance[order[0]]
    shares = np.exp(relevance - top)
    leads = [top - relevance[order[min(place, len(order) - 1)]] for place in (1, 3)]
    best = features[order[0]]
    other = [
        top,
        *leads,
        1.0 / shares.sum(),
        unknown,
        *good,
        *bad,
        good[0] - bad[0],
        good[2] - bad[2],
        best[0] - bad[0],
        side,
    ]
    return np.concatenate([best, features.max(axis=0), other])


def ridge(vectors: np.ndarray, targets: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights (the bias last), and for each row what the weights fitted without it would say (in closed form)."""
    rows = np.column_stack([vectors, np.ones(len(vectors))])
    inverse = np.linalg.inv((rows * shares[:, np.newaxis]).T @ rows + RIDGE * np.eye(rows.shape[1]))
    solution = inverse @ (rows.T @ (shares * targets))
    said = rows @ solution
    leverage = np.einsum("ij,jk,ik->i", rows, inverse, rows, optimize=True) * shares
    return solution, (said - leverage * targets) / np.maximum(1.0 - leverage, 1e-6)
