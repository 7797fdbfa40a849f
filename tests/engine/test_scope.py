"""Known or not: the logistic that tells them apart, and the neighbours that it reads."""

import numpy as np
import pytest

from engine.scope import Scope, nearest_without, signs
from engine.sentences import WIDTH


def test_the_known_are_told_from_the_unknown():
    random = np.random.default_rng(3)
    known, unknown = random.normal(0.8, 0.1, (200, 3)), random.normal(0.4, 0.1, (300, 3))
    scope = Scope.learnt(known, unknown)
    assert scope.known(known).mean() > 0.95 and scope.known(unknown).mean() < 0.05
    assert scope.known(np.full((1, 3), 0.6))[0] == pytest.approx(0.5, abs=0.15)


def test_neighbours_of_the_own_group_do_not_count():
    first, second = np.eye(2 * WIDTH, dtype=np.float32)[[0, 1]]
    vectors = np.stack([first, first, second])
    vectors[:, WIDTH:] = vectors[:, :WIDTH]
    apart, together = nearest_without(vectors, np.array([0, 1, 2]), np.array([0, 0, 1]))
    assert apart[0].ravel().tolist() == [1.0, 1.0, 0.0]
    assert together[0].ravel().tolist() == [0.0, 0.0, 0.0] and np.array_equal(*together)


def test_where_every_example_is_of_one_group_nothing_is_near():
    vectors = np.ones((2, 2 * WIDTH), dtype=np.float32) / np.sqrt(WIDTH)
    ((sentence, middle),) = nearest_without(vectors, np.zeros(2))
    assert sentence.ravel().tolist() == middle.ravel().tolist() == [-1.0, -1.0]


def test_signs_stay_within_bounds():
    rows = signs(np.array([[9.0, 2.0]]), (np.array([[0.5, 0.7]]), np.array([[-3.0, -2.0]])))
    assert rows.tolist() == [[1.5, 0.7, -1.0]]


def test_extreme_signs_give_a_probability():
    scope = Scope(np.array([1e6, 0.0, 0.0]), 0.0)
    assert scope.known(np.array([[1.0, 0, 0], [-1.0, 0, 0]])) == pytest.approx([1.0, 0.0], abs=1e-12)
