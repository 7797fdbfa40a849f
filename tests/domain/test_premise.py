"""What a question takes for granted that the machine does not have."""

import pytest

from bot.domain.facts import Fact
from bot.domain.premise import lacking, who_has
from bot.domain.products import Form
from tests.company import brewline, product

MACHINES = [product(id) for id in ("one", "duo", "pro")]


@pytest.mark.parametrize(
    ("text", "machine", "key", "having"),
    [
        ("how do I set the grinder on my One", "one", "grinder", ["pro"]),
        ("how do i clean the milk frother", "one", "milk_system", ["duo", "pro"]),
        ("the screen stays dark", "one", "display", ["duo", "pro"]),
        ("how much fits into the hopper", "duo", "hopper", ["pro"]),
    ],
)
def test_a_part_that_it_does_not_have(text: str, machine: str, key: str, having: list[str]) -> None:
    missing = lacking(text, product(machine), brewline())
    assert isinstance(missing, Fact) and missing.key == key
    assert [one.id for one in who_has(missing, MACHINES, brewline())] == having


def test_something_that_does_not_go_in() -> None:
    beans = lacking("where do i fill in the beans on my duo", product("duo"), brewline())
    assert isinstance(beans, Form) and beans.id == "bean"
    assert [one.id for one in who_has(beans, MACHINES, brewline())] == ["pro"]


@pytest.mark.parametrize(
    ("text", "machine"),
    [
        ("how do i set the grinder", "pro"),
        ("how do i brew a pod", "duo"),
        ("how do i descale it", "one"),
        ("beans or pods", "duo"),  # one of them does go in
    ],
)
def test_nothing_is_corrected_where_nothing_is_wrong(text: str, machine: str) -> None:
    assert lacking(text, product(machine), brewline()) is None
