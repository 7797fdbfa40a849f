"""Opening hours, places and contact, from company.yml."""

from datetime import datetime
from zoneinfo import ZoneInfo

from actions.turn import Turn, TurnAction
from bot.domain.opening import holidays_meant, holidays_soon, places_meant, spoken_periods, spoken_week


class ActionAskHours(TurnAction):
    def answer(self, turn: Turn) -> None:
        company = turn.knowledge.company
        today = datetime.now(ZoneInfo(company.time_zone)).date()
        days = holidays_meant(turn.text, company, today)
        places = places_meant(turn.text, company)
        if not places:
            turn.say(
                "utter_hours",
                week=spoken_week(company.hours),
                phone=company.phone,
                email=company.email,
                reply_time=company.reply_time,
            )
        for place in places or ([] if days else company.places):
            turn.say(
                "utter_place",
                place=place.name,
                what=place.what,
                address=place.address,
                week=spoken_week(place.hours),
                getting_there=(place.getting_there or "") if places else "",
            )
        for day, holiday in days or holidays_soon(company, today):
            when = f"{day:%A}, {day.day} {day:%B}"
            if holiday.periods:
                turn.say("utter_holiday_open", day=when, name=holiday.name, hours=spoken_periods(holiday.periods))
            else:
                turn.say("utter_holiday_closed", day=when, name=holiday.name)
