"""Importing: all problems at once, all or nothing, one row per version."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.db.models.knowledge import KnowledgeVersion
from bot.db.session import Database, reading, transaction
from bot.domain.articles import STAGES
from bot.domain.errors import Unavailable
from bot.domain.knowledge import Knowledge
from bot.services.company_files.company import read_company
from bot.services.company_files.problems import Problem
from bot.services.knowledge import KnowledgeError, current, import_knowledge, read_files
from tests.company import FOLDER, IMPORTED_ON, add_to_catalogue, brewline, copy_to, replace_in, write_article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_to(tmp_path)


def problems(folder: Path) -> list[tuple[str, int, str, str]]:
    with pytest.raises(KnowledgeError) as caught:
        read_files(folder)
    return [(one.file, one.line, one.field, one.message) for one in caught.value.problems]


def put(database: Database, folder: Path) -> bool:
    with transaction(database.make_session, lambda _: None) as session:
        return import_knowledge(session, folder, IMPORTED_ON)


def in_force(database: Database) -> Knowledge:
    with reading(database.make_reader) as session:
        return current(session)


def versions(database: Database) -> int:
    with reading(database.make_reader) as session:
        return session.scalar(select(func.count()).select_from(KnowledgeVersion)) or 0


# --- the demo company
def test_the_demo_company_is_whole() -> None:
    known = brewline()
    assert [one.id for one in known.products if one.form == "machine"] == ["one", "duo", "pro"]
    assert sum(one.form != "machine" and one.in_stock for one in known.products) >= 30
    assert len(known.articles) >= 40
    assert {article.stage for article in known.articles} == set(STAGES)
    assert len(known.company.hours.days) == 7


def test_vanilla_was_never_made() -> None:
    vanilla = [one for one in brewline().products if one.flavour == "vanilla"]
    assert {"pod", "syrup"} <= {one.form for one in vanilla}
    assert {one.availability.state for one in vanilla} == {"never_made"}
    assert all(one.availability.reason for one in vanilla)


def test_days_count_from_the_import() -> None:
    coconut = brewline().product("coconut-pods")
    assert coconut and coconut.availability.until
    assert coconut.availability.until > IMPORTED_ON
    assert not coconut.availability.overdue(IMPORTED_ON)
    assert coconut.availability.overdue(coconut.availability.until + timedelta(days=1))


# --- versions
def test_what_was_imported_is_what_is_in_force(database: Database, folder: Path) -> None:
    assert put(database, folder) is True
    assert in_force(database).products == brewline().products
    assert in_force(database).company == brewline().company
    assert in_force(database).policies == brewline().policies
    assert [article.id for article in in_force(database).articles] == ["first-coffee"]


def test_the_same_files_make_no_new_version(database: Database, folder: Path) -> None:
    put(database, folder)
    assert put(database, folder) is False
    assert versions(database) == 1


def test_changed_files_make_a_new_version_at_once(database: Database, folder: Path) -> None:
    put(database, folder)
    assert in_force(database).company.assistant == brewline().company.assistant
    replace_in(folder / "company.yml", f"assistant: {brewline().company.assistant}", "assistant: Otto")
    assert put(database, folder) is True
    assert in_force(database).company.assistant == "Otto"
    assert versions(database) == 2


def test_an_older_state_can_be_put_back(database: Database, folder: Path) -> None:
    put(database, folder)
    text = (folder / "company.yml").read_text(encoding="utf-8")
    replace_in(folder / "company.yml", f"assistant: {brewline().company.assistant}", "assistant: Otto")
    put(database, folder)
    (folder / "company.yml").write_text(text, encoding="utf-8")
    assert put(database, folder) is True
    assert in_force(database).company.assistant == brewline().company.assistant


def test_broken_files_leave_the_last_good_version_in_force(database: Database, folder: Path) -> None:
    put(database, folder)
    replace_in(folder / "catalogue.yml", "price: 279.00", "price: a lot")
    write_article(folder, "second", "A second one")
    with pytest.raises(KnowledgeError):
        put(database, folder)
    assert versions(database) == 1
    assert [article.id for article in in_force(database).articles] == ["first-coffee"]


def test_before_the_first_import_there_is_a_clear_error(database: Database) -> None:
    with pytest.raises(Unavailable, match="knowledge import"):
        in_force(database)


def test_reading_again_does_not_parse_again(database: Database, folder: Path) -> None:
    put(database, folder)
    assert in_force(database) is in_force(database)


# --- problems
def test_every_problem_is_found_at_once(folder: Path) -> None:
    expected = [
        ("catalogue.yml", replace_in(folder / "catalogue.yml", "price: 279.00", "price: a lot"), "products[duo].price"),
        ("company.yml", replace_in(folder / "company.yml", "Europe/Berlin", "Europe/Brelin"), "time_zone"),
        ("policies.yml", replace_in(folder / "policies.yml", "days: 30", "days: many"), "returns.days"),
    ]
    expected += [
        (
            "samples.yml",
            replace_in(folder / "samples.yml", "contact: milo", "contact: mila"),
            "orders[BL-10483].contact",
        )
    ]
    write_article(folder, "second", "A second one", "stage: lerning\nproducts: [duoo]")
    found = problems(folder)
    assert {(file, line, field) for file, line, field, _ in found} == {
        *expected,
        ("articles/second.md", 3, "stage"),
        ("articles/second.md", 4, "products"),
    }
    messages = " ".join(message for *_, message in found)
    assert "Did you mean learning" in messages
    assert "Did you mean duo" in messages


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "message"),
    [
        ("catalogue.yml", "price: 279.00", "price: -1", "products[duo].price", "amount"),
        ("catalogue.yml", "price: 279.00", "price: 1.999", "products[duo].price", "amount"),
        ("catalogue.yml", "price: 279.00", "prise: 279.00", "products[duo].prise", "Did you mean price"),
        ("catalogue.yml", "weight: 5.2", "wieght: 5.2", "products[duo].facts.wieght", "Did you mean weight"),
        ("catalogue.yml", "fits: [one, duo]", "fits: [one, dou]", "products[house-pods].fits", "Did you mean duo"),
        (
            "catalogue.yml",
            "flavour: caramel",
            "flavour: carmel",
            "products[caramel-pods].flavour",
            "Did you mean caramel",
        ),
        (
            "catalogue.yml",
            "tastes: [spicy, warm, sweet]",
            "tastes: [spicey]",
            "flavours.cinnamon.tastes",
            "Did you mean spicy",
        ),
        ("catalogue.yml", "roast: dark", "roast: darc", "products[espresso-pods].roast", "Did you mean dark"),
        (
            "catalogue.yml",
            "replaced_by: [gingerbread-pods]",
            "replaced_by: [x]",
            "products[pumpkin-spice-pods].availability",
            "no product",
        ),
        (
            "catalogue.yml",
            "since: 2025-01-31",
            "since: soon",
            "products[pumpkin-spice-pods].availability.since",
            "date",
        ),
        (
            "catalogue.yml",
            "aliases: [extra strong pods",
            "aliases: [house pods",
            "products[night-shift-pods].aliases",
            "also means",
        ),
        ("company.yml", 'monday: ["08:00-18:00"]', 'monday: ["18:00-08:00"]', "hours.monday", "period"),
        ("company.yml", "email: care@example.com", "email: care", "contact.email", "e-mail"),
        (
            "policies.yml",
            "free_with: [plan-care,",
            "free_with: [plan-car,",
            "visits.free_with",
            "Did you mean plan-care",
        ),
        ("policies.yml", "priority: urgent", "priority: urgnt", "handover[danger].priority", "Did you mean urgent"),
        ("policies.yml", "amount: 5.00", "amount: 50.00", "goodwill.reasons[late_delivery].amount", "bot_up_to"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_field(
    folder: Path, file: str, old: str, new: str, field: str, message: str
) -> None:
    line = replace_in(folder / file, old, new)
    found = [(one[0], one[1], one[2]) for one in problems(folder) if message in one[3]]
    assert (file, line, field) in found


def test_an_id_that_is_used_twice_names_both_lines(folder: Path) -> None:
    add_to_catalogue(folder, "  - {id: duo, name: Another, form: part, price: 1.00, availability: in_stock}")
    (problem,) = problems(folder)
    assert problem[2] == "products[duo].id"
    assert "taken already (line " in problem[3]


def test_what_is_out_of_stock_needs_a_reason(folder: Path) -> None:
    add_to_catalogue(folder, "  - {id: x, name: An x, form: part, availability: never_made}")
    add_to_catalogue(
        folder, "  - {id: y, name: A y, form: part, availability: {state: discontinued, since: 2025-01-01}}"
    )
    assert {(field, message.split()[0]) for _, _, field, message in problems(folder)} == {
        ("products[x].availability", "never_made"),
        ("products[y].availability.reason", "is"),
    }


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"no front matter", 1, "front matter"),
        (b"---\ntitle: Never closed\nstage: learning\n", 1, "front matter"),
        (b"---\ntitle: [\n---\nText", 2, "not valid YAML"),
        (b"---\nstage: learning\n---\nText", 2, "is missing"),
        (b"---\ntitle: Empty\nstage: learning\n---\n\n", 4, "no text"),
        (b"---\ntitle: A gap\nstage: learning\n---\nText\n## Nothing\n## More\nText\n", 6, "no text under it"),
        (b"---\ntitle: Your FIRST coffee\nstage: learning\n---\nText", 2, "also the title"),
        (b"---\ntitle: Latin\nstage: learning\n---\nCaf\xe9", 5, "UTF-8"),
        (b"---\ntitle: Unknown\nstage: learning\nproduct: [duo]\n---\nText", 4, "Did you mean products"),
    ],
)
def test_a_broken_article_is_named_with_its_line(folder: Path, content: bytes, line: int, message: str) -> None:
    (folder / "articles" / "second.md").write_bytes(content)
    assert any(
        (file, at) == ("articles/second.md", line) and message in said for file, at, _, said in problems(folder)
    ), problems(folder)


def test_a_file_that_is_missing_or_no_yaml_is_one_problem_not_many(folder: Path) -> None:
    (folder / "company.yml").unlink()
    (folder / "catalogue.yml").write_text("products: [\n", encoding="utf-8")
    assert [(file, message[:10]) for file, _, _, message in problems(folder)] == [
        ("catalogue.yml", "is not val"),
        ("company.yml", "is missing"),
    ]


def test_a_day_that_does_not_exist_is_found(folder: Path) -> None:
    line = replace_in(folder / "company.yml", "2026-12-24", "2026-02-31")
    assert ("company.yml", line) in [(file, at) for file, at, _, _ in problems(folder)]


def test_a_key_that_is_given_twice_is_found(folder: Path) -> None:
    replace_in(folder / "policies.yml", "  days: 30", "  days: 30\n  days: 14")
    assert [(file, "duplicate key" in message) for file, _, _, message in problems(folder)] == [("policies.yml", True)]


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, 2500),
    noise=st.sampled_from(["", "\x00", "- ", ": ", "[", "'", "🙂", "\n", "\t", "null", "9" * 400]),
)
def test_a_damaged_file_is_read_or_refused_but_never_breaks_the_reader(folder: Path, at: int, noise: str) -> None:
    text = (FOLDER / "company.yml").read_text(encoding="utf-8")
    (folder / "company.yml").write_text(text[:at] + noise + text[at + 3 :], encoding="utf-8")
    found: list[Problem] = []
    assert read_company(folder, found) or found


def test_sections_stand_alone_and_code_is_no_heading(folder: Path) -> None:
    (folder / "articles" / "second.md").write_text(
        "---\ntitle: Code\nstage: learning\n---\nIntro\n\n## One ##\nText\n```\n## no heading\n```\n## Two\nMore\n",
        encoding="utf-8",
    )
    article = read_files(folder).article("second")
    assert article
    assert [section.heading for section in article.sections] == ["", "One", "Two"]
    assert "## no heading" in article.sections[1].text
    assert article.url == "/help/second"
