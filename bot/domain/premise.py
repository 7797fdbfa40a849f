"""What a question takes for granted that a machine does not have."""

from collections.abc import Sequence

from bot.domain.catalogue import find_forms
from bot.domain.facts import Fact, asked_kinds, fact
from bot.domain.knowledge import Knowledge
from bot.domain.names import index_of
from bot.domain.product_question import goes_into
from bot.domain.products import Form, Product


def lacking(text: str, machine: Product, knowledge: Knowledge) -> Fact | Form | None:
    """ "The grinder of my One": the fact that says what the One has instead. "The beans in my Duo": their form."""
    known = (fact(machine, kind.key, knowledge) for kind in asked_kinds(text, knowledge))
    missing = next((one for one in known if one and one.missing), None)
    if missing:
        return missing
    forms = [knowledge.form(id) for id in find_forms(text, knowledge) if id in index_of(knowledge).flavoured_forms]
    wrong = [form for form in forms if form and not goes_into(form, machine, knowledge)]
    return wrong[0] if wrong and len(wrong) == len(forms) else None


def who_has(thing: Fact | Form, machines: Sequence[Product], knowledge: Knowledge) -> list[Product]:
    """The machines that do have it."""
    if isinstance(thing, Form):
        return [one for one in machines if goes_into(thing, one, knowledge)]
    known = [fact(one, thing.key, knowledge) for one in machines]
    return [one.product for one in known if one and not one.missing]
