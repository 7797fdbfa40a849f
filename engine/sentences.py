"""Sentences to vectors: all-MiniLM-L6-v2 on onnxruntime, with a cache by text for training."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha1
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from engine.build_encoder import FILES, FOLDER, GRAPH_VERSION, STAMP
from engine.weights import REPAIR, WEIGHTS_SHA256, WeightsError, checked, tokenizer_file

WIDTH = 384
# Longer messages are cut: the encoder reads 256 word pieces, and nothing after 2,000 characters can be among them
# unless the text is mostly single letters.
MAX_PIECES, MAX_CHARACTERS = 256, 2_000
# In int8 the last digit of a number may decide how it is rounded, and what is computed together moves it. So each
# sentence goes alone: the same vector in training, where there are many, as in serving.
BATCH = {"fp32": 32, "int8": 1}
DEFAULT_PRECISION = "int8"
CHUNK = 512  # what is encoded between two lines of progress


def session_of(graph: str | bytes, threads: int = 1) -> onnxruntime.InferenceSession:
    """From a file or from what stands in one."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Spinning threads would take the second core from the other processes between two messages.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


class SentenceEncoder:
    """`encode(texts)` gives float32 [texts, 384], each row of unit length; an empty text gives a row of zeros.

    `encode_both(texts)` gives [texts, 768]: beside it the encoding after the middle layer (see engine.build_encoder).
    `version` is the sha256 of the graph: vectors of two versions must not be mixed.
    """

    def __init__(self, folder: Path = FOLDER, threads: int = 1, precision: str = DEFAULT_PRECISION) -> None:
        if precision not in FILES:
            raise WeightsError(f"the sentence encoder's precision is one of {', '.join(FILES)}, not {precision!r}")
        try:
            stamp = json.loads((folder / STAMP).read_text())
            current = stamp["version"] == GRAPH_VERSION and stamp["weights"] == WEIGHTS_SHA256
            self.version = str(stamp[precision])
        except (OSError, ValueError, KeyError, TypeError):
            raise WeightsError(f"the sentence encoder was not built: {REPAIR}") from None
        if not current:
            raise WeightsError(f"the sentence encoder was built by another version: {REPAIR}")
        graph_file = checked(folder / FILES[precision], self.version)
        self.session = session_of(str(graph_file), threads)
        self.tokenizer = Tokenizer.from_file(str(tokenizer_file()))
        self.tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
        self.tokenizer.enable_truncation(MAX_PIECES)
        self.precision = precision

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return self.encode_both(texts)[:, :WIDTH]

    def encode_both(self, texts: Sequence[str], workers: int = 1) -> np.ndarray:
        """`workers` batches are computed side by side."""
        vectors = np.zeros((len(texts), 2 * WIDTH), dtype=np.float32)
        wanted = [place for place, text in enumerate(texts) if text.strip()]
        # Alike lengths in one batch: padding costs as much as words do.
        wanted.sort(key=lambda place: len(texts[place]))
        size = BATCH[self.precision]
        batches = [wanted[start : start + size] for start in range(0, len(wanted), size)]

        def fill(places: list[int]) -> None:
            vectors[places] = self._encoded([texts[place][:MAX_CHARACTERS] for place in places])

        if workers > 1 and len(batches) > 1:
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(fill, batches))
        else:
            for batch in batches:
                fill(batch)
        return vectors

    def _encoded(self, texts: list[str]) -> np.ndarray:
        pieces = self.tokenizer.encode_batch(texts)
        feed = {
            "ids": np.array([piece.ids for piece in pieces], dtype=np.int64),
            "mask": np.array([piece.attention_mask for piece in pieces], dtype=np.int32),
        }
        return np.hstack(self.session.run(["sentence", "middle"], feed))


class CachedEncoder:
    """Encodes each text once and remembers it on disk, so that a retraining encodes only what is new.

    The file holds only vectors under the hash of their text, and only those of this very encoder. It is written when
    something new was encoded, and not otherwise.
    """

    def __init__(self, encoder: SentenceEncoder, file: Path | None = None) -> None:
        self.encoder = encoder
        self.file = file or FOLDER / f"cache-{encoder.precision}.npz"
        self.known: dict[str, np.ndarray] = {}
        try:
            with np.load(self.file, allow_pickle=False) as stored:
                if str(stored["version"]) == encoder.version:
                    self.known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
        except (OSError, ValueError, KeyError, BadZipFile):
            pass  # no cache, or a torn one: everything is encoded anew

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        return self.encode_both(texts)[:, :WIDTH]

    def encode_both(self, texts: Sequence[str]) -> np.ndarray:
        keys = [sha1(text.encode("utf-8", "replace")).hexdigest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self.known}
        if missing:
            self._learn(list(missing), list(missing.values()))
            self._save(keys)
        return np.array([self.known[key] for key in keys], dtype=np.float32).reshape(len(keys), 2 * WIDTH)

    def _learn(self, keys: Sequence[str], texts: Sequence[str]) -> None:
        workers = os.cpu_count() or 1
        for start in range(0, len(texts), CHUNK):
            vectors = self.encoder.encode_both(texts[start : start + CHUNK], workers)
            self.known.update(zip(keys[start : start + CHUNK], vectors, strict=True))
            if len(texts) > CHUNK:
                print(f"  {min(start + CHUNK, len(texts))} of {len(texts)} new sentences encoded", flush=True)

    def _save(self, recent: Sequence[str], limit: int = 50_000) -> None:
        """Keeps the newest sentences when there are too many."""
        for key in recent:
            self.known[key] = self.known.pop(key)
        keys = list(self.known)[-limit:]
        self.file.parent.mkdir(parents=True, exist_ok=True)
        draft = self.file.with_name(f".{self.file.stem}.{os.getpid()}.npz")
        vectors = np.array([self.known[key] for key in keys], dtype=np.float32)
        np.savez(draft, version=np.array(self.encoder.version), keys=np.array(keys), vectors=vectors)
        draft.replace(self.file)
