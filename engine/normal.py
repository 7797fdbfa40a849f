"""The text as the encoder and the classifier read it: numbers and addresses replaced by what they are.

"where is bl 10482" means "where is order number"; left in, the digits would drown the three words that matter. And the
company's name before that of a product is left out: the encoder does not know it, and the classifier took "my Brewline
Pro leaks" for something that has nothing to do with us.
"""

import re
from functools import cache, lru_cache

from engine.catalogue import names_of, read_catalogue
from engine.company import company_words
from engine.patterns import emails, order_numbers, phones, serial_numbers

WORDS = {
    "email": "email address",
    "order_number": "order number",
    "serial_number": "serial number",
    "phone": "phone number",
}


# Neither the encoder nor the n-grams read further, and some patterns take seconds for a wall of text without a blank.
MAX_CHARACTERS = 2_000


@cache
def owner() -> re.Pattern[str]:
    """The company's name where that of a product, or of what it sells, follows; matches nothing where none is known."""
    company, catalogue = company_words(), read_catalogue()
    named = [tuple(name.words.split()) for name in names_of(catalogue)]
    own = {words[len(company)] for words in named if len(words) > len(company) and words[: len(company)] == company}
    kinds = {
        str(word).split()[0] for form in (catalogue.get("forms") or {}).values() for word in form.get("words") or ()
    }
    if not company or not own | kinds:
        return re.compile(r"(?!)")
    name, behind = r"\s+".join(map(re.escape, company)), "|".join(sorted(map(re.escape, own | kinds)))
    return re.compile(rf"(?<!\w){name}\s+(?=(?:{behind})\b)", re.IGNORECASE)


@lru_cache(maxsize=64)
def normal(text: str) -> str:
    """Each component of the pipeline asks for the same message's; a wall of text is cut."""
    text = owner().sub("", text[:MAX_CHARACTERS])
    spans = [span for finder in (emails, order_numbers, serial_numbers, phones) for span in finder(text)]
    parts, done = [], 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= done:
            parts += [text[done : span.start], WORDS[span.entity]]
            done = span.end
    return "".join([*parts, text[done:]]) if parts else text
