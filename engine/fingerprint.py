"""The hash of what makes a model: configuration, domain, engine code and data. Standard library only, any Python."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INPUTS = (
    "config.yml",
    "domain.yml",
    "engine/*.py",
    "engine/data/*.yml",
    "engine/requirements.lock",
    "data/nlu/**/*.yml",
    "data/stories/**/*.yml",
    "data/knowledge/catalogue.yml",
    "data/knowledge/unanswerable.yml",
    "data/knowledge/articles/*.md",
    "data/mood/**/*.yml",
)
# What serves, measures or watches a model but has no part in making it.
NOT_INPUTS = {
    "channel.py", "turns.py", "tracker.py", "serve.py", "light.py", "parse.py", "quick.py", "compare.py", "prove.py",
    "check.py", "environment.py", "wording.py", "studio.py", "validate.py", "alike.py",
    "evaluate.py", "evaluate_moods.py", "evaluate_personal.py", "evaluate_questions.py", "evaluate_requests.py",
}  # fmt: skip


def input_files(root: Path = ROOT, patterns: tuple[str, ...] = INPUTS) -> Iterator[Path]:
    for pattern in patterns:
        for file in sorted(root.glob(pattern)):
            if file.is_file() and not (file.parent.name == "engine" and file.name in NOT_INPUTS):
                yield file


def hash_of(files: Iterator[Path], root: Path = ROOT) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def inputs_hash(root: Path = ROOT) -> str:
    """Changes when a model trained now would differ from one trained before."""
    return hash_of(input_files(root), root)


def code_hash(root: Path = ROOT) -> str:
    return hash_of(input_files(root, ("engine/*.py", "engine/data/*.yml")), root)


def program_hash(root: Path = ROOT) -> str:
    """Of what a new version of Careline changes and a trainer does not."""
    return hash_of(
        input_files(root, ("config.yml", "engine/*.py", "engine/data/*.yml", "engine/requirements.lock")), root
    )
