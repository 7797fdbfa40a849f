"""all-MiniLM-L6-v2 in plain numpy, straight from the safetensors: what the encoder's graph is compared with.

Written after the BERT paper's equations, one sentence at a time and without padding, so that it shares neither the
fused operators nor the batching of `engine.build_encoder`.
"""

import math

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from engine.weights import safetensors_file, tokenizer_file

ERF = np.vectorize(math.erf)


class Reference:
    def __init__(self) -> None:
        self.w = {name: value.astype(np.float64) for name, value in load_file(str(safetensors_file())).items()}
        self.tokenizer = Tokenizer.from_file(str(tokenizer_file()))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(256)

    def linear(self, name: str, x: np.ndarray) -> np.ndarray:
        return x @ self.w[f"{name}.weight"].T + self.w[f"{name}.bias"]

    def norm(self, name: str, x: np.ndarray) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return scaled * self.w[f"{name}.weight"] + self.w[f"{name}.bias"]

    def attention(self, name: str, x: np.ndarray) -> np.ndarray:
        split = [self.linear(f"{name}.self.{part}", x).reshape(len(x), 12, 32) for part in ("query", "key", "value")]
        query, key, value = (part.transpose(1, 0, 2) for part in split)
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(32)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ value
        return self.linear(f"{name}.output.dense", mixed.transpose(1, 0, 2).reshape(len(x), 384))

    def encode(self, text: str) -> np.ndarray:
        ids = self.tokenizer.encode(text).ids
        x = self.w["embeddings.word_embeddings.weight"][ids]
        x = x + self.w["embeddings.position_embeddings.weight"][: len(ids)]
        x = self.norm("embeddings.LayerNorm", x + self.w["embeddings.token_type_embeddings.weight"][0])
        for number in range(6):
            layer = f"encoder.layer.{number}"
            x = self.norm(f"{layer}.attention.output.LayerNorm", x + self.attention(f"{layer}.attention", x))
            wide = self.linear(f"{layer}.intermediate.dense", x)
            active = wide * 0.5 * (1 + ERF(wide / math.sqrt(2)))
            x = self.norm(f"{layer}.output.LayerNorm", x + self.linear(f"{layer}.output.dense", active))
        mean = x.mean(0)
        return mean / np.linalg.norm(mean)
