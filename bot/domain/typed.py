"""What may be stored of what somebody typed."""

import re
import unicodedata

from bot.domain.errors import InvalidInput, TooLarge

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def clean(text: str, limit: int) -> str:
    """The text without what no database or screen can show; InvalidInput when nothing is left of it."""
    text = _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROL.sub("", text).strip()
    if len(text) > limit:
        raise TooLarge(f"A message may have at most {limit} characters.", limit=limit, length=len(text))
    if all(unicodedata.category(letter) in _INVISIBLE or letter == "\n" for letter in text):
        raise InvalidInput("The message is empty.", field="text")
    return text


def storable(value: str) -> str:
    """For ids and filters from outside: what no database takes matches nothing, instead of breaking the query."""
    return _SURROGATE.sub("\ufffd", value).replace("\x00", "\ufffd")


def check_client_id(client_id: str) -> str:
    """Any short printable id that the client makes up, such as a UUID."""
    if not re.fullmatch(r"[!-~]{1,100}", client_id):
        raise InvalidInput("client_id must be 1 to 100 printable ASCII characters.", field="client_id")
    return client_id
