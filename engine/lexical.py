"""BM25 over short texts, as one sparse matrix: rows are documents, columns words, cells the word's weight there."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from engine.company import company_words

K1, B = 1.2, 0.75  # the usual values
STOP_WORDS = """
a an and are as at be been but by can could did do does for from had has have he her hi hello how i if im in is it its
just me my no not of on or our please she so some that the their them then there they this to too up us was we were
what when where which who why will with would you your ive dont cant am get got after again still than very really any
all also about into out now s t m d re ve ll thanks thank help need want know machine coffee
"""
STOP = frozenset(STOP_WORDS.split())
NUMBER = re.compile(r"\b(?:error|err|code|fault)(?:\s+code)?\s+e?\s?([1-9])\b|\be[\s-]?([1-9])\b")


def stem(word: str) -> str:
    """Cuts the commonest endings, so that "leaks", "leaking" and "leaked" meet."""
    for ending in ("ings", "ing", "ies", "ied", "ed", "es", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls" else word


def words_of(text: str) -> list[str]:
    text = text.lower().replace("\u2019", "'").replace("wi-fi", "wifi")
    text = NUMBER.sub(lambda found: f" e{found.group(1) or found.group(2)} ", text)
    company = company_words()
    words = re.findall(r"[^\W_]+", text.replace("'", ""))
    return [stem(word) for word in words if word not in STOP and word not in company]


class Bm25:
    def __init__(self, vocabulary: dict[str, int], idf: np.ndarray, weights: csr_matrix) -> None:
        self.vocabulary = vocabulary
        self.idf = idf
        self.weights = weights
        self.by_word = weights.T.tocsr()  # [words, documents]
        self.unknown = float(idf.max()) if len(idf) else 1.0

    @classmethod
    def of(cls, documents: Sequence[str]) -> "Bm25":
        counts = [Counter(words_of(document)) for document in documents]
        vocabulary = {word: place for place, word in enumerate(sorted({word for count in counts for word in count}))}
        lengths = np.array([sum(count.values()) for count in counts], dtype=float)
        mean = max(float(lengths.mean()), 1.0) if len(counts) else 1.0
        frequency = np.zeros(len(vocabulary))
        for count in counts:
            for word in count:
                frequency[vocabulary[word]] += 1
        idf = np.log(1 + (len(counts) - frequency + 0.5) / (frequency + 0.5))
        cells, rows, columns = [], [], []
        for row, count in enumerate(counts):
            for word, times in count.items():
                column = vocabulary[word]
                cells.append(idf[column] * times * (K1 + 1) / (times + K1 * (1 - B + B * lengths[row] / mean)))
                rows.append(row)
                columns.append(column)
        weights = csr_matrix((cells, (rows, columns)), shape=(len(counts), len(vocabulary)), dtype=np.float32)
        return cls(vocabulary, idf, weights)

    def compare(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """For each query and document [queries, documents]: the share of the query's information that it holds, about 0
        to 1, and the share of the query's words, weighed by rarity, that stand in it at all. Then, for each query, the
        share of those that stand in none."""
        shares = np.zeros((len(texts), self.weights.shape[0]))
        covered, unknown = np.zeros_like(shares), np.zeros(len(texts))
        starts, documents, weights = self.by_word.indptr, self.by_word.indices, self.by_word.data
        for number, text in enumerate(texts):
            words = set(words_of(text))
            known = [self.vocabulary[word] for word in words if word in self.vocabulary]
            missing = self.unknown * (len(words) - len(known))
            total = max(float(self.idf[known].sum()) + missing, 1e-9)
            unknown[number] = missing / total
            for word in known:
                cells = slice(starts[word], starts[word + 1])
                shares[number, documents[cells]] += weights[cells] / (total * 1.5)
                covered[number, documents[cells]] += self.idf[word] / total
        return np.minimum(shares, 1.0), covered, unknown

    def scores(self, text: str) -> np.ndarray:
        """The first of these for one query."""
        return self.compare([text])[0][0]

    def arrays(self) -> dict[str, np.ndarray]:
        return {
            "words": np.array(list(self.vocabulary), dtype=str),
            "idf": self.idf,
            "data": self.weights.data,
            "indices": self.weights.indices,
            "indptr": self.weights.indptr,
            "shape": np.array(self.weights.shape),
        }

    @classmethod
    def restored(cls, arrays: dict[str, np.ndarray]) -> "Bm25":
        weights = csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=tuple(arrays["shape"]))
        return cls({word: place for place, word in enumerate(arrays["words"].tolist())}, arrays["idf"], weights)
