"""Imports point one way (DESIGN section 2).

api → services → db → domain, and settings below all of them. Adapters talk to the outside: they know the domain, and
only the composition (api, cli, supervisor and the like, the modules directly in `bot/`) knows them; the services are
handed them as the protocols of `bot.domain.ports`. Actions may use services, db and domain. The engine stands alone,
and nobody else imports Rasa's world.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from bot.db.migrate import config
from bot.settings import ROOT

ALLOWED = {
    "bot.domain": {"bot.domain"},
    "bot.db": {"bot.db", "bot.domain", "bot.settings"},
    "bot.services": {"bot.services", "bot.db", "bot.domain", "bot.settings"},
    "bot.adapters": {"bot.adapters", "bot.domain", "bot.settings"},
    "bot.api": {"bot.api", "bot.services", "bot.db", "bot.domain", "bot.adapters", "bot.settings", "bot.logs"},
    "bot.settings": {"bot.settings"},
    "actions": {"actions", "bot.services", "bot.db", "bot.domain", "bot.settings"},
    "engine": {"engine"},
}
OURS = ("bot", "actions", "engine")
RASA = {"rasa", "spacy", "tensorflow"}
# Pure functions need no database, no network and no framework.
OUTSIDE_OF_DOMAIN = {"sqlalchemy", "fastapi", "starlette", "httpx2", "redis", "rasa_sdk"}


def sources() -> Iterator[Path]:
    for folder in OURS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not {".venv", "node_modules", "versions"} & set(path.relative_to(ROOT).parts):
                yield path


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names) if module in OURS else (module,)


def layer_of(module: str) -> str:
    """`bot.api.desk` belongs to `bot.api`; modules directly in `bot/` are the composition, "bot"."""
    parts = module.split(".")
    if parts[0] != "bot":
        return parts[0]
    name = ".".join(parts[:2])
    return name if name in ALLOWED or name == "bot.logs" else "bot"


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    layer = layer_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for imported in imports(path):
        root = imported.split(".")[0]
        if root in RASA:
            assert layer == "engine", f"only engine/ may import {imported}"
        if root == "rasa_sdk":
            assert layer in {"actions", "bot"}, f"only actions/ and what starts them may import {imported}"
        if layer == "bot.domain":
            assert root not in OUTSIDE_OF_DOMAIN, f"the domain is plain Python, not {imported}"
        if root in OURS and layer in ALLOWED:
            assert layer_of(imported) in ALLOWED[layer], f"{layer} may not import {imported}"
        if layer == "bot":
            assert root not in {"actions", "engine"}, f"bot never imports {imported}"


def test_init_files_are_empty() -> None:
    assert [str(path) for path in sources() if path.name == "__init__.py" and path.read_text().strip()] == []


def test_migrations_are_one_chain_in_the_order_of_their_names() -> None:
    """Two that were written side by side must not both follow the same one."""
    names = sorted(path.name for path in (ROOT / "bot" / "db" / "migrations" / "versions").glob("*.py"))
    script = ScriptDirectory.from_config(config("sqlite://"))
    revisions = [(one.revision, one.down_revision) for one in reversed(list(script.walk_revisions()))]
    numbers = [f"{number:04}" for number in range(1, len(names) + 1)]
    assert [name[:4] for name in names] == numbers
    assert revisions == list(zip(numbers, [None, *numbers], strict=False))
