"""Which request a message asks for: the intent says what it is about, a few words which of them it is."""

import re
from dataclasses import dataclass

from bot.domain.postal import read_address


@dataclass(frozen=True)
class Wish:
    """`request` is meant when the intent is one of `intents` and the words are there, and none of `unless` is."""

    request: str
    intents: frozenset[str]
    words: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None

    def fits(self, intent: str, text: str) -> bool:
        if intent not in self.intents or (self.unless and self.unless.search(text)):
            return False
        return self.words is None or bool(self.words.search(text))


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


CHANGE = frozenset({"service_change_order"})
ORDERS = frozenset({"service_change_order", "service_cancel_order", "service_track_order"})

ADDRESS = _words(
    r"address(?:es)?|street|house number|moved|(?:wrong|new|change the|change my) (?:post ?code|zip)"
    r"|(?:deliver|send|sen|ship|bring|redirect|divert|reroute)(?:ed|t)? (?:\w+ ){0,4}?to (?:my|our|a|an|the|another)"
    r"|(?:my|the) (?:office|work|neighbou?r\w*|new (?:place|flat|home))"
)
ADD = _words(
    r"add(?:ing|ed)?|also (?:\w+ )?(?:send|want|need|order|include|put|get|take|have)"
    r"|put (?:\w+ ){1,5}(?:in|into|on)|another"
    r"|(?:one|two|three|four|five|\d+) more|plus|include|extra|throw in|on top|forgot(?:ten)?(?: to)?"
)
OTHER_CHANGE = _words(
    r"swap\w*|switch\w*|instead of|replac\w+|remov\w+|take (?:\w+ ){1,3}(?:out|off)|without|fewer|less"
    r"|colou?r|exchang\w+|wrong (?:one|size|flavou?r)|name|gift|voucher|hold|express"
)
CANCEL = _words(
    r"cancel\w*|cancle|annul|call off|stop (?:the|my) (?:order|shipment|parcel)|don'?t (?:want|need) (?:it|the|my)"
)

# Said so plainly that it does not matter what the message was taken for.
UNSURE = frozenset({"chat_give_details", "nlu_fallback", "service_track_order", "service_ask_price"})
PLAINLY_CANCEL = _words(r"cancel (?:\w+ ){0,2}(?:order|BL.?\d+)")
PLAINLY_ADD = _words(r"add (?:\w+ ){1,6}to (?:\w+ ){0,2}(?:order|BL.?\d+)")

# The first one that fits.
WISHES = (
    Wish("cancel_order", UNSURE, PLAINLY_CANCEL),
    Wish("add_item", UNSURE, PLAINLY_ADD),
    Wish("change_address", ORDERS | {"service_manage_account"}, _words(r"(?:deliver\w*|shipping|order'?s?) address")),
    Wish("cancel_order", CHANGE, CANCEL, unless=ADDRESS),
    Wish("change_address", CHANGE, ADDRESS),
    Wish("add_item", CHANGE, ADD, unless=OTHER_CHANGE),
    Wish("cancel_order", frozenset({"service_cancel_order"})),
    Wish("track_order", frozenset({"service_track_order"})),
    Wish("return_item", frozenset({"service_return_item"})),
)


def wish_of(intent: str, text: str) -> str | None:
    """The name of the request; None where none of them is meant, such as a question about how something is done."""
    for wish in WISHES:
        if wish.fits(intent, text):
            return wish.request
    if intent in CHANGE and read_address(text).complete:
        return "change_address"
    return None
