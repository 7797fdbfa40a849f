"""Who writes: claims are kept as claims, and only the shop's signature makes an id true."""

import pytest

from bot.domain.errors import CareError, InvalidInput
from bot.services.profiles import AnotherCustomer, BadSignature, ProfileView, Said, profile_of, save_profile, sign
from tests.conftest import Customer, Shop

SECRET = "the secret that shop and Careline share"


def said(shop: Shop, who: Customer) -> ProfileView:
    found: ProfileView | None = shop.look(lambda session, house: profile_of(session, who.conversation_id))
    assert found is not None
    return found


def test_a_claim_is_kept_and_later_ones_add_to_it(shop: Shop, cleo: Customer) -> None:
    shop.do(save_profile, cleo.visitor_id, Said(name=" Cleo\n Klein ", email="Cleo@Example.COM", attributes={"a": 1}))
    shop.do(save_profile, cleo.visitor_id, Said(topic="Orders", attributes={"a": None, "b": "two"}, consent=True))
    profile = said(shop, cleo)
    assert (profile["name"], profile["email"], profile["topic"]) == ("Cleo Klein", "cleo@example.com", "Orders")
    assert profile["attributes"] == {"b": "two"}
    assert profile["consented_at"] is not None
    assert profile["verified"] is False


def test_an_id_is_verified_by_its_signature_alone(shop: Shop, cleo: Customer) -> None:
    shop.with_settings(identity_secret=SECRET)
    shop.do(save_profile, cleo.visitor_id, Said(external_id="c-1"))
    assert said(shop, cleo)["verified"] is False
    shop.do(save_profile, cleo.visitor_id, Said(external_id="c-1", signature=sign(SECRET, "c-1")))
    assert said(shop, cleo)["verified"] is True
    shop.do(save_profile, cleo.visitor_id, Said(external_id="c-1", name="Cleo"))
    assert said(shop, cleo)["verified"] is True


@pytest.mark.parametrize(
    ("secret", "id", "signature"),
    [
        (SECRET, "c-1", sign(SECRET, "c-2")),
        (SECRET, "c-1", sign("another secret of the same length......", "c-1")),
        (SECRET, "c-1", ""),
        (SECRET, "c-1", "é"),
        (SECRET, None, sign(SECRET, "c-1")),
        (None, "c-1", sign("", "c-1")),
    ],
)
def test_a_wrong_signature_changes_nothing(
    shop: Shop, cleo: Customer, secret: str | None, id: str | None, signature: str
) -> None:
    shop.with_settings(identity_secret=secret)
    shop.do(save_profile, cleo.visitor_id, Said(name="Cleo"))
    with pytest.raises(BadSignature):
        shop.do(save_profile, cleo.visitor_id, Said(external_id=id, signature=signature, name="Mallory"))
    assert (said(shop, cleo)["external_id"], said(shop, cleo)["name"]) == (None, "Cleo")


def test_a_conversation_never_becomes_another_customers(shop: Shop, cleo: Customer) -> None:
    shop.with_settings(identity_secret=SECRET)
    shop.do(save_profile, cleo.visitor_id, Said(external_id="c-1"))
    for signature in (None, sign(SECRET, "c-2")):
        with pytest.raises(AnotherCustomer):
            shop.do(save_profile, cleo.visitor_id, Said(external_id="c-2", signature=signature))
    assert said(shop, cleo)["external_id"] == "c-1"


@pytest.mark.parametrize(
    "bad",
    [
        Said(email="no address"),
        Said(email="a@b"),
        Said(email="a@example.com\r\nBcc: all@example.com"),
        Said(email="x" * 65 + "@example.com"),
        Said(name="n" * 201),
        Said(name="half \u202e turned"),
        Said(attributes={"<b>": 1}),
        Said(attributes={f"key{number}": number for number in range(21)}),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(shop: Shop, cleo: Customer, bad: Said) -> None:
    with pytest.raises(InvalidInput) as refused:
        shop.do(save_profile, cleo.visitor_id, bad)
    assert refused.value.details["field"] in {"email", "name", "attributes"}


def test_nobody_has_no_profile(shop: Shop, cleo: Customer) -> None:
    assert shop.look(lambda session, house: profile_of(session, cleo.conversation_id)) is None
    with pytest.raises(CareError):
        shop.do(save_profile, "nobody", Said(name="Cleo"))
