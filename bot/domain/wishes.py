"""Which request a message asks for: the intent says what it is about, a few words which of them it is."""

import re
from dataclasses import dataclass

from bot.domain.postal import read_address

Words = re.Pattern[str]


@dataclass(frozen=True)
class Wish:
    """`request` is meant when the intent is one of `intents` and the words are there, and none of `unless` is."""

    request: str
    intents: frozenset[str]
    words: Words | None = None
    unless: Words | None = None

    def fits(self, intent: str, text: str) -> bool:
        if intent not in self.intents or (self.unless and self.unless.search(text)):
            return False
        return self.words is None or bool(self.words.search(text))


def _words(*alternatives: str) -> Words:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


def _both(one: Words, other: Words) -> Words:
    """In any order."""
    return re.compile(rf"(?=.*{one.pattern})(?=.*{other.pattern})", re.IGNORECASE | re.DOTALL)


# --- orders

CHANGE = frozenset({"service_change_order"})
CANCELS = frozenset({"service_cancel_order"})
RETURNS = frozenset({"service_return_item"})
TRACK = frozenset({"service_track_order"})
# Said so plainly that it does not matter what the message was taken for.
UNSURE = frozenset({"chat_give_details", "nlu_fallback", "service_track_order", "service_ask_price"})
PLAINLY_CANCEL = _words(r"cancel (?:\w+ ){0,2}(?:order|BL.?\d+)")
PLAINLY_ADD = _words(r"add (?:\w+ ){1,6}to (?:\w+ ){0,2}(?:order|BL.?\d+)")

ADDRESS = _words(
    r"address(?:es)?|street|house number|moved|(?:wrong|new|change the|change my) (?:post ?code|zip)",
    r"(?:deliver|send|sen|ship|bring|redirect|divert|reroute)(?:ed|t)? (?:\w+ ){0,4}?to (?:my|our|a|an|the|another)",
    r"(?:my|the) (?:office|work|neighbou?r\w*|new (?:place|flat|home))",
)
OF_AN_ORDER = _words(r"(?:deliver\w*|shipping|order'?s?) address", r"address (?:of|for) (?:\w+ ){0,2}?(?:order|parcel)")
ADD = _words(
    r"add(?:ing|ed)?|another|plus|include|extra|throw in|on top|forgot(?:ten)?(?: to)?",
    r"also (?:\w+ )?(?:send|want|need|order|include|put|get|take|have)|put (?:\w+ ){1,5}(?:in|into|on)",
    r"(?:one|two|three|four|five|\d+) more",
)
OTHER_CHANGE = _words(
    r"swap\w*|switch\w*|instead of|replac\w+|remov\w+|take (?:\w+ ){1,3}(?:out|off)|without|fewer|less",
    r"colou?r|exchang\w+|wrong (?:one|size|flavou?r)|name|gift|voucher|hold|express",
)
CANCEL = _words(
    r"cancel\w*|cancle|annul|call off|stop (?:the|my) (?:order|shipment|parcel)|don'?t (?:want|need) (?:it|the|my)"
)

# --- visits

VISITS = frozenset({"service_book_visit"})
VISIT = _words(r"technicians?|visits?|appointments?|engineer|mechanic|repair(?:man| guy| person)?")
MOVE = _words(
    r"mov(?:e|ed|ing)|re-?schedul\w*|postpon\w*|shift|put off|chang(?:e|ing)|instead|new time",
    r"(?:an)?other (?:day|time|date|slot)|different (?:day|time)|(?:come )?(?:earlier|later)",
    r"doesn'?t (?:work|suit|fit)|can'?t make it",
)
CANCEL_VISIT = _words(r"cancel\w*|cancle|call off|don'?t need|no longer need|not needed")
SHOW_VISIT = _words(
    r"(?:what time|when) (?:will|does|do|is|are) (?:\w+ ){0,2}?(?:technician|engineer|visit|appointment|he|she)",
    r"(?:when'?s|is) (?:my|the) (?:visit|appointment)|my (?:visit|appointment) (?:confirmed|booked)",
)

# --- money

BILLING = frozenset({"service_ask_billing"})
REFUND = _words(r"refund\w*|money back|reimburs\w*|where'?s (?:my|the) money|credited")
_MONEY = r"refund\w*|money back|my money"
_NEWS = r"when|where|status|yet|still|arriv\w*|receiv\w*|got|gone|missing|hasn'?t|haven'?t|how long"
REFUND_NEWS = _words(
    rf"(?:{_NEWS})\b.*\b(?:{_MONEY})|(?:{_MONEY})\b.*\b(?:{_NEWS})",
    r"did you (?:receive|get) (?:what|the|my) .*(?:sent|return)",
)
TWICE = _words(
    r"twice|double|duplicate\w*|second time|two times|three times|charged again|2 ?x",
    r"two (?:charges|deductions|payments|bookings)",
)
_COPY = r"send|sent|copy|again|need|get|download|missing|lost|re-?send|have|give|print|pdf|where|please|no|want"
_PAPER = r"invoices?|receipts?|bill"
INVOICE_COPY = _words(rf"(?:{_COPY})\b.*\b(?:{_PAPER})|(?:{_PAPER})\b.*\b(?:{_COPY})")
OTHER_INVOICE = _words(
    r"pay (?:by|with|on)|payment by|vat|correct|split|wrong|due|item \d|includ\w*|company'?s?|name on|address",
    r"question|why|mean\w*|how much",
)

# --- the account

ACCOUNT = frozenset({"service_manage_account"})
SIGN_IN = _words(
    r"passwords?|pasword|log ?in|logging|sign(?:ed)? ?in|two.?factor|verification|code|reset|link|locked",
    r"newsletter\w*|marketing|e-?mails? off",
)
CHANGES = _words(
    r"chang\w*|new|updat\w*|wrong|correct\w*|different|edit|switch|replac\w*|typo|misspel\w*|moved|married|is now|set"
)
EMAIL = _words(r"e-?mail(?: address)?|mail address|mail")
PHONE = _words(r"phone(?: number)?|mobile(?: number)?|cell(?:phone)?|telephone")
NAME = _words(r"(?:my|sur|last|first|family)? ?name|surname|married")
COMPANY = _words(r"company|customer number|passwords?|log ?in")
HOME = _words(r"address|street|moved|new (?:flat|place|home|house)|postcode|town")
ERASE = _words(
    r"(?:delet\w*|eras\w*|remov\w*|clos\w*|wipe) (?:\w+ ){0,4}?(?:account|profile|data|everything|history|me)",
    r"(?:account|data|profile) (?:\w+ ){0,3}?(?:deleted|erased|gone|removed|closed|wiped)",
    r"forget me|gdpr|right to be forgotten",
)
ABOUT_DATA = _words(r"what (?:data|do you)|stored|passed on|share|who (?:has|sees)|card|privacy policy")

# The first one that fits.
WISHES = (
    Wish("show_visit", VISITS, SHOW_VISIT),
    Wish("cancel_visit", VISITS, CANCEL_VISIT, unless=MOVE),
    Wish("cancel_visit", CANCELS, VISIT),
    Wish("move_visit", VISITS, MOVE),
    Wish("move_visit", CHANGE, VISIT),
    Wish("book_visit", VISITS),
    Wish("double_charge", BILLING, TWICE),
    Wish("refund_status", BILLING, REFUND),
    Wish("refund_status", RETURNS | TRACK, REFUND_NEWS),
    Wish("send_invoice", BILLING, INVOICE_COPY, unless=OTHER_INVOICE),
    Wish("check_warranty", frozenset({"service_check_warranty"})),
    Wish("change_address", CHANGE | CANCELS | TRACK | ACCOUNT, OF_AN_ORDER),
    Wish("cancel_order", UNSURE, PLAINLY_CANCEL),
    Wish("add_item", UNSURE, PLAINLY_ADD),
    Wish("cancel_order", CHANGE, CANCEL, unless=ADDRESS),
    Wish("change_address", CHANGE, ADDRESS),
    Wish("add_item", CHANGE, ADD, unless=OTHER_CHANGE),
    Wish("cancel_order", CANCELS),
    Wish("track_order", TRACK),
    Wish("return_item", RETURNS),
    Wish("erase_data", ACCOUNT, ERASE, unless=ABOUT_DATA),
    Wish("change_email", ACCOUNT, _both(CHANGES, EMAIL), unless=SIGN_IN),
    Wish("change_phone", ACCOUNT, _both(CHANGES, PHONE), unless=SIGN_IN),
    Wish("change_home", ACCOUNT, _both(CHANGES, HOME), unless=SIGN_IN),
    Wish("change_name", ACCOUNT, _both(CHANGES, NAME), unless=COMPANY),
    Wish("cancel_plan", frozenset({"success_cancel_plan"})),
    Wish("pause_plan", frozenset({"success_pause_plan"})),
)


def wish_of(intent: str, text: str) -> str | None:
    """The name of the request; None where none of them is meant, such as a question about how something is done."""
    for wish in WISHES:
        if wish.fits(intent, text):
            return wish.request
    if intent in CHANGE and read_address(text).complete:
        return "change_address"
    return None
