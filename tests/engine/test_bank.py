"""Stored encodings: their cosines in 8 bits beside the exact ones."""

import numpy as np
import pytest

from engine.bank import Bank, cosines, parts
from engine.sentences import WIDTH


@pytest.fixture(scope="module")
def vectors():
    rows = np.random.default_rng(3).normal(size=(50, 2, WIDTH)).astype(np.float32)
    return (rows / np.linalg.norm(rows, axis=2, keepdims=True)).reshape(50, 2 * WIDTH)


def test_cosines_in_8_bits_are_close_to_the_exact_ones(vectors):
    asked = vectors[:7] * 0.8 + vectors[7:14] * 0.6
    for near, exact in zip(Bank.of(vectors).cosines(asked), cosines(asked, vectors), strict=True):
        assert near.shape == (7, 50)
        assert np.abs(near - exact).max() < 0.005


def test_one_message_has_the_same_cosines_as_among_others(vectors):
    bank = Bank.of(vectors)
    together, alone = bank.cosines(vectors)[0], [bank.cosines(row[np.newaxis])[0][0] for row in vectors]
    assert np.allclose(together, alone, atol=1e-5)


def test_a_stored_bank_says_the_same(vectors, tmp_path):
    bank = Bank.of(vectors)
    np.savez(tmp_path / "bank.npz", **{f"own_{name}": value for name, value in bank.arrays.items()}, other=np.zeros(2))
    with np.load(tmp_path / "bank.npz", allow_pickle=False) as stored:
        again = Bank(parts(dict(stored), "own_"))
    assert np.array_equal(again.cosines(vectors)[1], bank.cosines(vectors)[1])


def test_nothing_stored_is_like_nothing(vectors):
    assert [layer.shape for layer in Bank.of(vectors[:0]).cosines(vectors)] == [(50, 0), (50, 0)]


def test_vectors_of_zeros_are_no_error():
    zeros = np.zeros((3, 2 * WIDTH), dtype=np.float32)
    assert all(np.abs(layer).max() == 0.0 for layer in Bank.of(zeros).cosines(zeros))
