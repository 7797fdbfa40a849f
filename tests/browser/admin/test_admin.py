"""The admin page: the figures with what is behind them, the crew, the teams and the log."""

import re
import uuid

from playwright.sync_api import expect

from bot.db.models.staff import Staff
from bot.services import house_rules, labels
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
    expect(page.get_by_role("region", name=ADMIN["by_lane"]).get_by_role("img").first).to_be_visible()
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
    form = page.get_by_role("dialog", name=ADMIN["unblock"])
    form.get_by_label(ADMIN["reason"]).fill("apologised")
    form.get_by_role("button", name=ADMIN["save"]).click()
    expect(page.get_by_text(ADMIN["blocked_none"])).to_be_visible()


def test_hours_are_set_corrected_and_put_back(stack: Counter, ada: Admin) -> None:
    page = ada.page
    ada.open("hours")
    card = page.get_by_role("region", name=ADMIN["section_hours"])
    card.get_by_role("button", name=ADMIN["add_period_to"].format(name="Sunday")).click()
    opens, closes = (card.get_by_label(f"Sunday, {ADMIN[end]}") for end in ("opens", "closes"))
    opens.fill("18:00")
    closes.fill("09:00")
    card.get_by_label(ADMIN["time_zone"]).fill("Mars")
    card.get_by_role("button", name=ADMIN["save"]).click()
    expect(card.get_by_role("alert")).to_have_text(ADMIN["please_correct"]["other"].format(count=2))
    expect(card.get_by_label(ADMIN["time_zone"])).to_be_focused()
    expect(opens).to_have_attribute("aria-invalid", "true")
    check(page)
    ada.open("rules")
    ada.open("hours")  # what was typed is still there
    expect(card.get_by_label(ADMIN["time_zone"])).to_have_value("Mars")
    card.get_by_label(ADMIN["time_zone"]).fill("Europe/Berlin")
    opens.fill("08:00")
    card.get_by_role("button", name=ADMIN["add_day"]).click()
    card.get_by_label(ADMIN["date"]).last.fill("2099-01-05")
    card.get_by_label(ADMIN["name"]).last.fill("Works outing")
    card.get_by_role("button", name=ADMIN["save"], exact=True).click()
    expect(card).to_contain_text("Ada Admin")
    check(page)
    ada.open("log")
    entry = page.get_by_role("row").nth(1)
    entry.get_by_text(ADMIN["about_hours"]).click()
    expect(entry).to_contain_text("closed → 08:00-09:00")
    check(page)
    entry.get_by_role("button", name=ADMIN["put_back"]).click()
    page.get_by_role("dialog").get_by_role("button", name=ADMIN["put_back"]).click()
    expect(entry).to_contain_text(ADMIN["did_rules_reset"])
    ada.open("hours")
    expect(card).to_contain_text(ADMIN["as_in"].format(source="company.yml"))


def test_two_admins_do_not_save_over_each_other(stack: Counter, ada: Admin) -> None:
    page = ada.page
    ada.open("rules")
    card = page.get_by_role("region", name=ADMIN["group_times"])
    first = card.get_by_label(ADMIN["rule_first_response"], exact=True)
    first.fill("20")
    number = next(rule for rule in stack.shop.look(house_rules.views) if rule["name"] == "times")["number"]
    stack.add_staff("otto@example.com", "Otto Other", "admin")
    otto = next(person.id for person in stack.shop.rows(Staff) if person.name == "Otto Other")
    theirs = {"first_response": 1800, "next_response": 900, "resolution": 3600}
    stack.shop.do(house_rules.decide, otto, "times", number, theirs)
    card.get_by_role("button", name=ADMIN["save"]).click()
    expect(card.get_by_role("alert")).to_contain_text(ADMIN["changed_meanwhile"].format(name="Otto Other"))
    expect(first).to_have_value("20")
    check(page)
    card.get_by_role("button", name=ADMIN["show_theirs"]).click()
    expect(first).to_have_value("30")
    first.fill("0")
    card.get_by_role("button", name=ADMIN["save"]).click()
    expect(card).to_contain_text(ADMIN["problem_out_of_range"].split("{")[0])
    first.fill("25")
    card.get_by_role("button", name=ADMIN["save"]).click()
    expect(card).to_contain_text("Ada Admin")
    card.get_by_role("button", name=ADMIN["use_again"].format(source=ADMIN["the_settings"])).click()
    expect(first).to_have_value("10")


def test_texts_and_labels_are_looked_after(stack: Counter, ada: Admin) -> None:
    page, visitor = ada.page, stack.visitor()
    visitor.asks_for_a_person("It leaks.")
    admin = next(person.id for person in stack.shop.rows(Staff) if person.name == "Ada Admin")
    stack.shop.do(labels.set_labels, visitor.conversation_id, admin, ["leak", "leaks"])
    name = f"hi-{uuid.uuid4().hex[:6]}"
    ada.open("texts")
    ada.press(ADMIN["add_canned"])
    form = page.get_by_role("dialog")
    form.get_by_label(ADMIN["canned_name"]).fill(name)
    form.get_by_label(ADMIN["canned_text"]).fill("Hello {nobody}")
    form.get_by_role("button", name=ADMIN["save"]).click()
    expect(form.get_by_role("alert")).to_contain_text("{customer_name}")
    form.get_by_label(ADMIN["canned_text"]).fill("Hello {customer_name}")
    form.get_by_role("button", name=ADMIN["save"]).click()
    expect(page.get_by_role("row", name=f"/{name}")).to_be_visible()
    page.get_by_role("button", name=ADMIN["rename_of"].format(name="leak"), exact=True).click()
    form.get_by_label(ADMIN["name"]).fill("leaks")
    form.get_by_role("button", name=ADMIN["save"]).click()
    expect(page.get_by_role("row", name="leak", exact=True)).to_have_count(0)
    page.get_by_role("button", name=ADMIN["retire_of"].format(name="leaks")).click()
    expect(page.get_by_role("row", name="leaks")).to_contain_text(ADMIN["retired"])
    check(page)
    page.get_by_role("button", name=ADMIN["give_again_of"].format(name="leaks")).click()
    expect(page.get_by_text(ADMIN["retired"], exact=True)).to_have_count(0)
