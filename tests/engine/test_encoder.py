"""The encoder's graph against plain numpy, its edges, and what it says when its files are wrong."""

import json
import shutil
from functools import partial

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine import sentences, weights
from engine.build_encoder import FILES, FOLDER, STAMP
from engine.encoder import SentenceFeaturizer, shared_encoder
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


CUSTOMERS = [
    "my Duo is leaking water from underneath",
    "where's my order?? it was supposed to be here on monday",
    "How do I descale the machine",
    "i want my money back",
    "Do you ship to Austria?",
    "red light keeps blinking after i filled the tank",
    "can i change the delivery address of BL-10482",
    "what's the difference between the One and the Pro",
    "thanks, that worked!",
    "this is the third time I write and nobody answers me",
    "the coffee tastes burnt",
    "I'd like to speak to a human please",
    "cancel my plan",
    "do the pods contain milk",
    "E3",
    "it makes a horrible grinding noise since I changed the filter",
    "is there a discount for students?",
    "my sister gave me this machine and I have no idea how to set it up",
    "wrong flavour in the box, I ordered hazelnut not vanilla",
    "bonjour, ma machine ne marche plus",
]


def test_the_graph_computes_what_the_weights_say(encoder):
    reference = Reference()
    expected = np.array([reference.encode(text) for text in SENTENCES + CUSTOMERS])
    assert np.abs(encoder.encode(SENTENCES + CUSTOMERS) - expected).max() < 1e-5


def test_a_sentence_has_the_same_vector_alone_and_among_others(encoder):
    together = encoder.encode_both(SENTENCES)
    alone = np.vstack([encoder.encode_both([text]) for text in SENTENCES])
    assert np.abs(together - alone).max() < 1e-5


@pytest.fixture(scope="module")
def int8(encoder):
    return SentenceEncoder(precision="int8")


def test_int8_stays_close_to_fp32(encoder, int8):
    cosines = (encoder.encode(CUSTOMERS) * int8.encode(CUSTOMERS)).sum(axis=1)
    assert cosines.mean() >= 0.98 and cosines.min() >= 0.94


def test_an_int8_vector_does_not_depend_on_what_is_encoded_beside_it(int8):
    alone = np.vstack([int8.encode_both([text]) for text in SENTENCES])
    assert np.abs(int8.encode_both(SENTENCES, workers=2) - alone).max() < 1e-6


def test_side_by_side_gives_the_same_as_in_turn(encoder):
    texts = [f"{text} {number}" for number in range(12) for text in SENTENCES]
    assert np.abs(encoder.encode_both(texts, workers=3) - encoder.encode_both(texts)).max() < 1e-5


def test_an_unknown_precision_is_named():
    with pytest.raises(WeightsError, match="fp32, int8, not 'fp16'"):
        SentenceEncoder(precision="fp16")


def test_everybody_shares_the_encoder_of_the_pipeline():
    pipeline = shared_encoder("int8")
    assert shared_encoder() is pipeline
    other = shared_encoder("fp32")
    assert shared_encoder() is other is not pipeline
    assert shared_encoder("int8") is pipeline


def test_a_model_is_refused_when_it_was_trained_with_another_encoder(tmp_path):
    storage, resource = LocalModelStorage(tmp_path), Resource("featurizer")
    context = ExecutionContext(GraphSchema({}), node_name="featurizer")
    load = partial(SentenceFeaturizer.load, model_storage=storage, resource=resource, execution_context=context)
    SentenceFeaturizer.create({"precision": "int8"}, storage, resource, context).train(TrainingData())
    assert load({"precision": "int8"}).encoder.precision == "int8"
    with pytest.raises(WeightsError, match=r"another sentence encoder.*make train"):
        load({"precision": "fp32"})


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

        def encode_both(self, texts, workers):
            self.asked += texts
            return encoder.encode_both(texts, workers)

    again = CachedEncoder(Counting(), tmp_path / "cache.npz")
    again.encode(["two", "three"])
    assert Counting.asked == ["three"]


def test_the_cache_is_written_only_when_something_is_new(encoder, tmp_path):
    file = tmp_path / "cache.npz"
    CachedEncoder(encoder, file).encode(["one", "two"])
    before = file.stat()
    CachedEncoder(encoder, file).encode(["two", "one", "two"])
    assert file.stat().st_ino == before.st_ino and file.stat().st_mtime_ns == before.st_mtime_ns


def test_the_cache_of_another_encoder_is_not_believed(encoder, int8, tmp_path):
    CachedEncoder(encoder, tmp_path / "cache.npz").encode(["one"])
    assert not CachedEncoder(int8, tmp_path / "cache.npz").known


def test_a_long_encoding_shows_its_progress(encoder, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(sentences, "CHUNK", 2)
    CachedEncoder(encoder, tmp_path / "cache.npz").encode(["one", "two", "three"])
    assert capsys.readouterr().out == "  2 of 3 new sentences encoded\n  3 of 3 new sentences encoded\n"


def test_a_torn_cache_is_no_error(encoder, tmp_path):
    (tmp_path / "cache.npz").write_bytes(b"PK\x03\x04 torn")
    assert CachedEncoder(encoder, tmp_path / "cache.npz").encode(["one"]).shape == (1, 384)


@pytest.mark.parametrize("precision", FILES)
def test_a_graph_that_was_changed_is_refused(encoder, precision, tmp_path):
    shutil.copy(FOLDER / STAMP, tmp_path)
    content = bytearray((FOLDER / FILES[precision]).read_bytes())
    content[-5_000] ^= 1
    (tmp_path / FILES[precision]).write_bytes(content)
    with pytest.raises(WeightsError, match=r"damaged.*make setup"):
        SentenceEncoder(tmp_path, precision=precision)


@pytest.mark.parametrize("precision", FILES)
def test_a_missing_graph_names_the_command_that_repairs_it(precision, tmp_path):
    with pytest.raises(WeightsError, match=r"not built.*make setup"):
        SentenceEncoder(tmp_path, precision=precision)
    stamp = json.loads((FOLDER / STAMP).read_text())
    (tmp_path / STAMP).write_text(json.dumps(stamp))
    with pytest.raises(WeightsError, match=r"missing.*make setup"):
        SentenceEncoder(tmp_path, precision=precision)
    (tmp_path / STAMP).write_text(json.dumps({**stamp, "version": 0}))
    with pytest.raises(WeightsError, match=r"another version.*make setup"):
        SentenceEncoder(tmp_path, precision=precision)


def test_weights_that_are_not_the_pinned_ones_are_refused(monkeypatch, tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    monkeypatch.setattr(weights, "package_folder", lambda: tmp_path)
    with pytest.raises(WeightsError, match=r"damaged.*make setup"):
        weights.safetensors_file()
    with pytest.raises(WeightsError, match=r"missing.*make setup"):
        weights.tokenizer_file()
