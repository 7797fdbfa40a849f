"""The kernel head on small made-up sets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernel import RIDGE, Fit, KernelHead, inverse, kernel_of
from engine.linear import folds_of

TEXTS = [f"where is my {thing}" for thing in ("order", "parcel", "package", "delivery", "box", "shipment")] + [
    f"how do i clean the {thing}" for thing in ("tank", "tray", "grinder", "needle", "frother", "spout")
]
LABELS = np.array([0] * 6 + [1] * 6)


@pytest.fixture(scope="module")
def vectors(encoder):
    return encoder.encode_both(TEXTS)


@pytest.fixture(scope="module")
def fit(vectors):
    return Fit(TEXTS, vectors, LABELS, 2)


def scores_of(head, texts, vectors):
    return head.scores(texts, head.examples.cosines(vectors))


def test_unseen_sentences_get_the_right_class(fit, encoder):
    unseen = ["where did my parcel go", "cleaning the water tank how"]
    assert scores_of(fit.head, unseen, encoder.encode_both(unseen)).argmax(axis=1).tolist() == [0, 1]


def test_what_is_like_nothing_taught_scores_less(fit, encoder):
    texts = ["where is my order", "the parliament voted on fishing quotas"]
    scores = scores_of(fit.head, texts, encoder.encode_both(texts))
    assert scores[1].max() < scores[0].max() - 0.2


def test_one_message_scores_as_it_does_among_others(fit, vectors):
    together = scores_of(fit.head, TEXTS, vectors)
    alone = [scores_of(fit.head, [text], vector[np.newaxis])[0] for text, vector in zip(TEXTS, vectors, strict=True)]
    assert np.allclose(together, alone, atol=1e-5)


@pytest.mark.parametrize("groups", [folds_of(LABELS, 3), LABELS, np.arange(12)])
def test_the_scores_without_a_group_are_those_of_a_fit_without_it(vectors, groups):
    """The n-grams' weights of rare and common ones are those of all examples, so the kernel itself is compared."""
    fit = Fit(TEXTS, vectors, LABELS, 2)
    words, characters = fit.head.words, fit.head.characters
    grams = np.hstack([block.vectorizer.transform(TEXTS).toarray() for block in (words, characters)])
    lower = kernel_of(_sparse(grams), vectors)
    kernel = np.tril(lower) + np.tril(lower, -1).T
    targets = np.eye(2)[LABELS] - fit.head.shares
    for group in np.unique(groups):
        out, rest = np.flatnonzero(groups == group), np.flatnonzero(groups != group)
        weights = np.linalg.solve(kernel[np.ix_(rest, rest)] + RIDGE * np.eye(len(rest)), targets[rest])
        theirs = kernel[np.ix_(out, rest)] @ weights + fit.head.shares
        assert np.allclose(fit.scores_without(groups)[out], theirs, atol=1e-3)


def _sparse(rows):
    from scipy.sparse import csr_matrix

    return csr_matrix(rows.astype(np.float32))


def test_a_stored_head_scores_as_before(fit, vectors, tmp_path):
    np.savez(tmp_path / "head.npz", **fit.head.arrays())
    with np.load(tmp_path / "head.npz", allow_pickle=False) as stored:
        again = KernelHead.restored(dict(stored))
    assert np.allclose(scores_of(again, TEXTS, vectors), scores_of(fit.head, TEXTS, vectors), atol=5e-3)


def test_the_same_example_many_times_is_no_error(vectors):
    fit = Fit(TEXTS * 5, np.tile(vectors, (5, 1)), np.tile(LABELS, 5), 2)
    assert scores_of(fit.head, TEXTS, vectors).argmax(axis=1).tolist() == LABELS.tolist()


def test_examples_without_a_single_word_are_no_error(encoder):
    texts = ["?", "!!", "...", ""]
    fit = Fit(texts, encoder.encode_both(texts), np.array([0, 1, 0, 1]), 2)
    assert np.isfinite(fit.scores_without(np.arange(4))).all()


def test_broken_encodings_are_an_error():
    with pytest.raises(ValueError, match="not finite"):
        inverse(np.full((2, 2), np.nan, dtype=np.float32, order="F"))


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_has_finite_scores(fit, encoder, text):
    assert np.isfinite(scores_of(fit.head, [text], encoder.encode_both([text]))).all()


def test_a_very_long_text_has_finite_scores(fit, encoder):
    text = "where is my order " * 1_200
    scores = scores_of(fit.head, [text], encoder.encode_both([text]))
    assert np.isfinite(scores).all() and scores.argmax() == 0
