"""Every door for staff asks who knocks, whatever stands behind it: a new one cannot be forgotten."""

import re
from collections.abc import Iterator

import pytest

from bot.db.models.staff import Role
from tests.api.conftest import Caller, Gateway

OPEN_TO = {"desk": {Role.AGENT, Role.ADMIN}, "studio": {Role.TRAINER, Role.ADMIN}, "admin": {Role.ADMIN}}
OPEN_TO_ALL = {"/studio/parse"}


def doors(gateway: Gateway) -> Iterator[tuple[str, str, str]]:
    """Method, path and section of each call of staff."""
    for path, methods in gateway.client.get("/api/v1/openapi.json").json()["paths"].items():
        if (found := re.fullmatch(r"/api/v1(/(\w+)/.+)", path)) and found[2] in OPEN_TO:
            for method in methods:
                yield method, re.sub(r"\{\w+\}", "00000000-0000-0000-0000-000000000000", found[1]), found[2]


def knock(who: Caller, method: str, path: str) -> int:
    body = None if method == "get" else {}
    return who.client.request(method, f"/api/v1{path}", json=body, headers=who.headers).status_code


def test_every_call_checks_the_role(gateway: Gateway, subtests: pytest.Subtests) -> None:
    nobody, cleo = Caller(gateway.client, None), gateway.visitor()
    staff = {role: gateway.staff(role.value.title(), role) for role in Role}
    known = list(doors(gateway))
    assert {section for _, _, section in known} == set(OPEN_TO)
    assert len(known) > 60
    for method, path, section in known:
        with subtests.test(f"{method} {path}"):
            assert knock(nobody, method, path) == 401
            assert knock(cleo, method, path) == 401
            for role in set(Role) - OPEN_TO[section]:
                if path not in OPEN_TO_ALL:
                    assert knock(staff[role], method, path) == 403, role
