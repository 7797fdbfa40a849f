"""The linear head on small made-up sets."""

import numpy as np
import pytest

from engine.linear import LinearHead, best_temperature, fit_head, fit_logistic, folds_of, probabilities, simplified

TEXTS = [f"where is my {thing}" for thing in ("order", "parcel", "package", "delivery", "box", "shipment")] + [
    f"how do i clean the {thing}" for thing in ("tank", "tray", "grinder", "needle", "frother", "spout")
]
LABELS = np.array([0] * 6 + [1] * 6)


@pytest.fixture(scope="module")
def fit(encoder):
    return fit_head(TEXTS, encoder.encode_both(TEXTS), LABELS, 2)


def test_unseen_sentences_get_the_right_class(fit, encoder):
    unseen = ["where did my parcel go", "cleaning the water tank how"]
    assert fit.head.logits(unseen, encoder.encode_both(unseen)).argmax(axis=1).tolist() == [0, 1]


def test_a_stored_head_scores_as_before(fit, encoder, tmp_path):
    np.savez(tmp_path / "head.npz", **fit.head.arrays())
    with np.load(tmp_path / "head.npz", allow_pickle=False) as stored:
        again = LinearHead.restored(dict(stored))
    vectors = encoder.encode_both(TEXTS)
    assert np.allclose(again.logits(TEXTS, vectors), fit.head.logits(TEXTS, vectors), atol=1e-4)


def test_a_row_is_what_scikit_learn_computes(fit):
    for block in (fit.head.words, fit.head.characters):
        for text in ("where is the tank tank", "zzz", ""):
            places, weights = block.row(text)
            row = np.zeros(len(block.idf))
            row[places] = weights
            assert np.allclose(row, block.vectorizer.transform([text]).toarray()[0], atol=1e-6)


def test_held_out_scores_come_from_folds_that_did_not_see_the_sentence(fit):
    assert fit.held_out_logits.shape == (12, 2)
    assert (fit.held_out_logits.argmax(axis=1) == LABELS).mean() > 0.9


def test_the_fit_is_that_of_scikit_learn():
    from sklearn.linear_model import LogisticRegression

    random = np.random.default_rng(1)
    rows = random.normal(size=(90, 6)).astype(np.float32)
    labels = random.integers(0, 3, 90)
    weights, biases = fit_logistic(rows, labels, 3, strength=5.0)
    theirs = LogisticRegression(C=5.0, max_iter=1000, tol=1e-8).fit(rows, labels)
    ours = probabilities(rows @ weights + biases, 1.0)
    assert np.abs(ours - theirs.predict_proba(rows)).max() < 0.01


def test_folds_spread_every_class():
    folds = folds_of(np.array([0] * 10 + [1] * 5), 5)
    assert np.bincount(folds[:10]).tolist() == [2] * 5 and np.bincount(folds[10:]).tolist() == [1] * 5


def test_a_boastful_classifier_is_cooled_down():
    labels = np.array([0, 0, 0, 1] * 20)  # it says "0" always, and is right three times of four
    logits = np.tile([8.0, 0.0], (80, 1))
    temperature = best_temperature(logits, labels)
    assert temperature > 5
    assert probabilities(logits, temperature)[0, 0] == pytest.approx(0.75, abs=0.03)


def test_numbers_and_case_do_not_matter_to_the_ngrams():
    assert simplified("Order BL-10482") == simplified("order bl-98765")


def test_examples_without_a_single_word_are_no_error(encoder):
    texts = ["?", "!!", "...", "??"]
    assert fit_head(texts, encoder.encode_both(texts), np.array([0, 1, 0, 1]), 2, folds=2).head.biases.shape == (2,)


def test_groups_are_likely_when_their_classes_are_together():
    labels = np.array([0] * 9 + [1])
    logits = np.tile([4.0, 0.0, 4.0], (10, 1))  # the first and the third class make up the first group: right in 90 %
    groups = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    temperature = best_temperature(logits, labels, groups)
    assert (probabilities(logits, temperature) @ groups)[0, 0] == pytest.approx(0.9, abs=0.01)
