"""company.yml: who the company is, when and where it can be reached."""

from pathlib import Path

from bot.domain.company import ASKED, WEEKDAYS, BeforeChat, Company, Holiday, Place, Week
from bot.domain.timetable import known_zone
from bot.services.company_files.entries import Entry, read_yaml
from bot.services.company_files.problems import Problem

FILE = "company.yml"


def read_company(folder: Path, problems: list[Problem]) -> Company | None:
    top = read_yaml(folder / FILE, FILE, problems)
    if top is None:
        return None
    contact, numbers = top.entry("contact"), top.entry("numbers")
    company = Company(
        name=top.text("name"),
        assistant=top.text("assistant"),
        tone=top.text("tone"),
        language=top.text("language"),
        currency=top.text("currency"),
        time_zone=_time_zone(top),
        website=top.text("website"),
        phone=contact.text("phone"),
        email=_email(contact),
        reply_time=contact.text("reply_time"),
        order_number=_example(numbers, "order"),
        serial_number=_example(numbers, "serial"),
        hours=_week(top.entry("hours")),
        holidays=tuple(_holiday(entry) for entry in top.entries("holidays", label="name")),
        places=tuple(_place(entry) for entry in top.entries("places")),
        before_chat=_before_chat(top.entry("before_chat")) if top.has("before_chat") else BeforeChat(),
    )
    ids = [place.id for place in company.places]
    for entry in top.entries("places"):
        if ids.count(str(entry.data.get("id"))) > 1:
            entry.problem("id", "is used by two places.")
    for entry in (contact, numbers, top):
        entry.done()
    return company


def _time_zone(top: Entry) -> str:
    name = top.text("time_zone")
    if name and not known_zone(name):
        top.problem("time_zone", f'"{name}" is no time zone; write it like Europe/Berlin.')
    return name


def _email(entry: Entry) -> str:
    email = entry.text("email")
    if email and "@" not in email:
        entry.problem("email", f'"{email}" is no e-mail address.')
    return email


def _example(entry: Entry, key: str) -> str:
    example = entry.text(key)
    if example and not example[-1].isdigit():
        entry.problem(key, f'"{example}" should be an example that ends with digits, such as BL-10482.')
    return example


def _week(entry: Entry) -> Week:
    week = Week(tuple(entry.periods(day) for day in WEEKDAYS))
    entry.done()
    return week


def _holiday(entry: Entry) -> Holiday:
    holiday = Holiday(
        entry.day("date"), entry.text("name"), entry.flag("yearly", default=False), entry.periods("hours")
    )
    entry.done()
    return holiday


def _before_chat(entry: Entry) -> BeforeChat:
    ask = entry.texts("ask")
    for field in ask:
        if field not in ASKED:
            entry.problem("ask", f'"{field}" is none of {", ".join(ASKED)}.')
    topics = entry.texts("topics")
    if ("topic" in ask) != bool(topics):
        entry.problem("topics", "are what the field topic offers: both or none.")
    privacy = entry.maybe_text("privacy")
    if privacy and not privacy.startswith(("https://", "http://", "/")):
        entry.problem("privacy", f'"{privacy}" is no address.')
    found = BeforeChat(ask=ask, topics=topics, consent=entry.maybe_text("consent"), privacy=privacy)
    entry.done()
    return found


def _place(entry: Entry) -> Place:
    place = Place(
        id=entry.text("id"),
        name=entry.text("name"),
        words=entry.texts("words"),
        address=entry.text("address"),
        phone=entry.maybe_text("phone"),
        email=_email(entry) if entry.has("email") else None,
        what=entry.text("what"),
        getting_there=entry.maybe_text("getting_there"),
        hours=_week(entry.entry("hours")),
    )
    entry.done()
    return place
