"""The encoder's graph against plain numpy, its edges, and what it says when its files are wrong."""

import json
import shutil

import numpy as np
import pytest

from engine import weights
from engine.build_encoder import FOLDER
from engine.sentences import CachedEncoder, SentenceEncoder
from engine.weights import WeightsError
from tests.engine.reference import Reference

SENTENCES = [
    "my coffee machine won't turn on",
    "hi",
    "Where is my order BL-10482? It's been two weeks and I am really annoyed!!",
    "ça va 😀 naïve café",
    "قهوة",
    "descale " * 300,
]


def test_the_graph_computes_what_the_weights_say(encoder):
    reference = Reference()
    expected = np.array([reference.encode(text) for text in SENTENCES])
    assert np.abs(encoder.encode(SENTENCES) - expected).max() < 1e-5


def test_a_sentence_has_the_same_vector_alone_and_among_others(encoder):
    together = encoder.encode_both(SENTENCES)
    alone = np.vstack([encoder.encode_both([text]) for text in SENTENCES])
    assert np.abs(together - alone).max() < 1e-5


def test_vectors_have_length_one_and_an_empty_text_has_none(encoder):
    vectors = encoder.encode(["hello", "", "  \n"])
    assert vectors.dtype == np.float32 and vectors.shape == (3, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0], abs=1e-5)
    assert encoder.encode([]).shape == (0, 384)


def test_alike_sentences_are_closer_than_others(encoder):
    first, alike, other = encoder.encode(["where is my parcel", "my package has not arrived", "how do I descale it"])
    assert first @ alike > first @ other + 0.2


def test_a_wall_of_text_is_encoded(encoder):
    assert np.isfinite(encoder.encode(["help " * 4_000, "\x00\x01", "\u200b"])).all()


def test_the_cache_gives_the_same_vectors_and_encodes_only_what_is_new(encoder, tmp_path):
    cache = CachedEncoder(encoder, tmp_path / "cache.npz")
    assert np.allclose(cache.encode(["one", "two", "one"]), encoder.encode(["one", "two", "one"]), atol=1e-5)

    class Counting:
        version, asked = encoder.version, []

        def encode_both(self, texts):
            self.asked += texts
            return encoder.encode_both(texts)

    again = CachedEncoder(Counting(), tmp_path / "cache.npz")
    again.encode(["two", "three"])
    assert Counting.asked == ["three"]


def test_a_torn_cache_is_no_error(encoder, tmp_path):
    (tmp_path / "cache.npz").write_bytes(b"PK\x03\x04 torn")
    assert CachedEncoder(encoder, tmp_path / "cache.npz").encode(["one"]).shape == (1, 384)


def test_a_graph_that_was_changed_is_refused(encoder, tmp_path):
    shutil.copy(FOLDER / "minilm.json", tmp_path)
    content = bytearray((FOLDER / "minilm.onnx").read_bytes())
    content[-5_000] ^= 1
    (tmp_path / "minilm.onnx").write_bytes(content)
    with pytest.raises(WeightsError, match=r"damaged.*make setup"):
        SentenceEncoder(tmp_path)


def test_a_missing_graph_names_the_command_that_repairs_it(tmp_path):
    with pytest.raises(WeightsError, match="make setup"):
        SentenceEncoder(tmp_path)
    (tmp_path / "minilm.json").write_text(json.dumps({"version": 0, "weights": "x", "graph": "y"}))
    with pytest.raises(WeightsError, match="make setup"):
        SentenceEncoder(tmp_path)


def test_weights_that_are_not_the_pinned_ones_are_refused(monkeypatch, tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    monkeypatch.setattr(weights, "package_folder", lambda: tmp_path)
    with pytest.raises(WeightsError, match=r"damaged.*make setup"):
        weights.safetensors_file()
    with pytest.raises(WeightsError, match=r"missing.*make setup"):
        weights.tokenizer_file()
