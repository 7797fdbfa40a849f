"""The admin page: the figures with what is behind them, the crew, the teams and the log."""

import re
import uuid

from playwright.sync_api import expect

from tests.browser.admin.conftest import Admin
from tests.browser.desk.conftest import Counter
from tests.browser.people import ADMIN, DESK
from tests.browser.test_accessibility import check


def test_a_figure_leads_to_its_conversations(stack: Counter, ada: Admin) -> None:
    stack.visitor().asks_for_a_person("It drips.")
    page = ada.page
    page.reload()
    ada.page.get_by_role("button", name=re.compile(f"^{ADMIN['measure_containment']}")).click()
    expect(page.get_by_role("img", name=ADMIN["measure_containment"])).to_be_visible()
    expect(page.get_by_role("region", name=ADMIN["behind"]).get_by_role("row").nth(1)).to_contain_text(ADMIN["no"])
    check(page)
    page.get_by_role("combobox", name=ADMIN["lane"]).select_option("success")
    expect(page.get_by_text(ADMIN["behind_none"])).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=ADMIN["csv"]).click()
    assert download.value.suggested_filename == "careline-figures.csv"


def test_a_colleague_is_added_and_changed_and_it_is_logged(ada: Admin) -> None:
    page, name = ada.page, f"Nia {uuid.uuid4().hex[:6]}"
    ada.open("crew")
    ada.press(ADMIN["hire"])
    form = page.get_by_role("dialog", name=ADMIN["hire"])
    form.get_by_label(ADMIN["name"]).fill(name)
    form.get_by_label(ADMIN["email"]).fill("ada.admin@example.com")
    form.get_by_label(ADMIN["first_password"]).fill("a long password")
    check(page)
    form.get_by_role("button", name=ADMIN["save"]).click()
    expect(form.get_by_role("alert")).not_to_be_empty()  # the address is taken, and nothing is lost
    form.get_by_label(ADMIN["email"]).fill(f"{uuid.uuid4().hex}@example.com")
    form.get_by_role("button", name=ADMIN["save"]).click()
    ada.press(ADMIN["change_of"].format(name=name))
    form = page.get_by_role("dialog", name=name)
    form.get_by_label(ADMIN["active"]).uncheck()
    form.get_by_role("button", name=ADMIN["save"]).click()
    expect(page.get_by_role("row", name=name)).to_contain_text(ADMIN["inactive"])
    check(page)
    ada.open("log")
    expect(page.get_by_role("row").nth(1)).to_contain_text(ADMIN["did_staff_changed"])
    check(page)


def test_a_team_is_made_and_removed(ada: Admin) -> None:
    page, name = ada.page, f"Repairs {uuid.uuid4().hex[:6]}"
    ada.open("teams")
    ada.press(ADMIN["add_team"])
    form = page.get_by_role("dialog", name=ADMIN["add_team"])
    form.get_by_label(ADMIN["name"]).fill(name)
    form.get_by_label(ADMIN["lane_support"]).check()
    form.get_by_label(ADMIN["first_response_s"]).fill("15")
    check(page)
    form.get_by_role("button", name=ADMIN["save"]).click()
    expect(page.get_by_role("row", name=name)).to_contain_text(ADMIN["lane_support"])
    ada.press(ADMIN["change_of"].format(name=name))
    form = page.get_by_role("dialog", name=name)
    expect(form.get_by_label(ADMIN["first_response_s"])).to_have_value("15")
    form.get_by_role("button", name=ADMIN["remove"]).click()
    expect(page.get_by_role("row", name=name)).to_have_count(0)


def test_a_visitor_is_blocked_at_the_desk_and_let_back_in(stack: Counter, ada: Admin) -> None:
    visitor, page = stack.visitor(), ada.page
    visitor.asks_for_a_person("Threats.")
    page.goto(f"/desk#c={visitor.conversation_id}")
    page.get_by_role("button", name=DESK["block"]).click()
    form = page.get_by_role("dialog", name=DESK["block"])
    form.get_by_label(DESK["block_reason"]).fill("threats")
    form.get_by_role("button", name=DESK["block_do"]).click()
    expect(page.get_by_text(DESK["is_blocked"])).to_be_visible()
    check(page)
    page.goto("/admin#crew")
    page.get_by_role("region", name=ADMIN["blocked"]).get_by_role("button", name=ADMIN["unblock"]).click()
    expect(page.get_by_text(ADMIN["blocked_none"])).to_be_visible()
