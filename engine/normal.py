"""The text as the encoder and the classifier read it: numbers and addresses replaced by what they are.

"where is bl 10482" means "where is order number"; left in, the digits would drown the three words that matter.
"""

from functools import lru_cache

from engine.patterns import emails, order_numbers, phones, serial_numbers

WORDS = {
    "email": "email address",
    "order_number": "order number",
    "serial_number": "serial number",
    "phone": "phone number",
}


# Neither the encoder nor the n-grams read further, and some patterns take seconds for a wall of text without a blank.
MAX_CHARACTERS = 2_000


@lru_cache(maxsize=64)
def normal(text: str) -> str:
    """Each component of the pipeline asks for the same message's; a wall of text is cut."""
    text = text[:MAX_CHARACTERS]
    spans = [span for finder in (emails, order_numbers, serial_numbers, phones) for span in finder(text)]
    parts, done = [], 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= done:
            parts += [text[done : span.start], WORDS[span.entity]]
            done = span.end
    return "".join([*parts, text[done:]]) if parts else text
