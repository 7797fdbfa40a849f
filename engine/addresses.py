"""Postal addresses: street and number, postcode and town, boxes, as written in the countries around.

A street is recognised by its kind ("…straße", "rue …", "… lane", "… Caddesi"), by the words before a number, or by what
announces it ("I live at"). Unit, postcode and town beside it belong to it.
"""

import re
from collections.abc import Callable, Iterator

from engine import name_cues as cues
from engine.name_cues import words_in
from engine.patterns import Span
from engine.words import WORD, Words, fold

HOUSE = (
    r"(?:(?:no|nr|num|number|numéro|numero|nummer|n|nº|hausnummer)\b\s?[.:]?\s?)?\d{1,4}(?:[a-z]|\s?hs|\s(?-i:[A-Z])\s\d{1,3}(?=\s*(?:,|\n|$))|\s(?-i:[A-Z])(?!:)|\s[a-d](?=\s*(?:,|\n|\d|$)))?(?!\w)"
    r"(?:\s?[-–/+]\s?(?:\d{1,4}[a-z]?|[a-z]|[ivx]{1,4})(?!\w)){0,3}(?:\s(?:bis|ter|quater|hs|huis|zw|rood)(?!\w))?"
)
# Counted things behind a number: "the road 3 times".
COUNTED = (
    r"(?!\s?(?:x|times|days?|weeks?|months?|years?|hours?|minutes?|mins?|seconds?|cups?|pods?|boxes|ml|cl|cm|kg|km|eur|€|%|people"
    r"|machines?|o['’]?clock|am|pm|more)\b)(?![.,:]\d)"
)
NAME_OF_STREET = r"(?:[^\W\d_]|\d{1,3}(?:st|nd|rd|th)(?!\w))[\w'’.-]*"
# Endings of street names that are no endings of English words, and those that only a capital makes sure.
SURE = (
    "straße|strasse|strase|straase|stasse|straat|str|gasse|allee|platz|gracht|laan|plein|singel|steeg|dreef|gatan|gata|vägen|vagen|vej|veien|vegen|katu"
    "|caddesi|cad|cd|sokak|sokağı|sok|sk|bulvarı|blv|chaussee|damm|ufer|weg|kade|dijk|stræde|gränd|backen|gade|allé|vei|utca|tie|út|náměstí|ulice|třída|nábřeží|körút|rakpart|straede|vænge|stræti|kuja|polku|lände"
)
NEEDS_CAPITAL = (
    "hof|berg|ring|markt|graben|steig|pfad|tal|feld|park|wall|kamp|busch|winkel|zeile|reihe|bogen|brink|plads|plass|torv|torg|pad"
    "|hoek|gate|anger|stieg|burg|plan|stien|bakken|haven|havn|kanal|linden|twiete|chaussée|tér"
)
GERMANIC = re.compile(
    rf"(?<![\w-])(?P<street>(?:[^\W\d_]+[-.'’])*[^\W\d_]*(?:(?P<sure>{SURE})|(?:{NEEDS_CAPITAL})))\.?,?\s{{0,2}}{HOUSE}{COUNTED}",
    re.IGNORECASE,
)
BRITISH_KIND = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|ct|crescent|cres|terrace|gardens|grove|hill|way|walk|boulevard"
    r"|blvd|row|mews|square|sq|place|pl|quay|parade|park|green|rise|view|wharf|yard|gate|hall|house|cottages|villas|heights|mansions|passage|broadway|embankment|esplanade|promenade|(?-i:Cl|Gdns|Tce|Pk|Ave|Approach|Circle|Cir|Trail|Trl|Parkway|Pkwy|Highway|Hwy|Loop|Turnpike|Pike|Mount|Chase|Croft|Orchard|Mead|Vale))\b\.?"
    r"(?:\s(?-i:NW|NE|SW|SE|[NESW])(?!\w))?"
)
SPOKEN_NUMBER = (
    r"(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)
BRITISH = re.compile(
    rf"(?:(?<![\w.,#-])\d{{1,5}}[a-z]?(?:\s?[-/]\s?\d{{1,4}}[a-z]?)?|(?<!\w)(?:number|nr|no)\.?\s(?:{SPOKEN_NUMBER}|\d{{1,4}}[a-z]?)),?\s(?P<words>(?:{NAME_OF_STREET}\s){{1,3}}?){BRITISH_KIND}",
    re.IGNORECASE,
)
# "Rose Cottage, Mill Lane, Ludlow SY8 1AA": no number, so the postcode must follow.
BRITISH_NAMED = re.compile(
    rf"(?<!\w)(?P<words>(?:(?-i:[A-Z])[\w'’-]+,?\s){{1,4}}?){BRITISH_KIND},?\s(?:(?-i:[A-Z])[\w'’-]+,?\s){{0,3}}"
    r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?!\w)",
    re.IGNORECASE,
)
ESTATE = re.compile(
    r"(?<!\w)(?P<words>(?:(?-i:[A-Z])[\w'’-]+\s){1,3})"
    r"(?:industrial|business|trading|retail|science|office|enterprise)\s(?:estate|park|centre|center)(?!\w)",
    re.IGNORECASE,
)
HOUSE_NAMED = re.compile(
    rf"(?<!\w)(?:the\s)?(?P<words>(?:{NAME_OF_STREET}\s){{1,2}}?)(?:cottage|farm|farmhouse|lodge|house|barn|vicarage|rectory|mill|manor|villa),\s"
    r"(?:[^\W\d_]+\s){1,3}?(?:street|road|lane|avenue|close|drive|way|hill|green)(?!\w)"
    r"(?:,\s[^\W\d_]+(?:[ -][^\W\d_]+){0,3})?",
    re.IGNORECASE,
)
KIND_FIRST = (
    r"rue|avenue|av\.?|boulevard|bd\.?|via|viale|v\.le|piazza|p\.za|corso|calle|c/|plaza|paseo|rua|travessa|avenida|avda\.?|ulica|ul\.?"
    r"|aleja|aleje|al\.|os\.|chemin|impasse|quai|place|strada|largo|plac|carrer|vicolo|route|cours|allée|carretera|ronda|praça|praca|passeig|travesía|calçada|largo|bulevardul|b-dul|șoseaua|calea|aleea|piața|piazzale|lungotevere|contrada|borgo|trg|cesta|ulitsa|prospekt|odos|leoforos|pl\.|quartier|allées|faubourg|sentier|passage|rambla|camino|urbanización"
)
ROMANCE = re.compile(
    rf"(?<![\w-])(?P<kind>{KIND_FIRST}|vico|salita|riva)(?:(?<=[./])|(?!\w))\s?(?P<words>(?:{NAME_OF_STREET}\s?){{1,4}}?),?\s?{HOUSE}{COUNTED}",
    re.IGNORECASE,
)
NUMBER_FIRST = re.compile(
    r"(?<![\w.,#-])\d{1,4}(?:\s?(?:bis|ter|quater|[a-d])\b)?,?\s(?:ffordd|heol|stryd|rue|avenue|av\.?|boulevard|bd\.?|place|chemin|impasse|quai|allée|cours|route"
    r"|square|passage|faubourg|sentier|voie|villa|cité|rond-point)\s(?P<words>(?:(?:de|du|des|la|le|les)\s|[ld]['’])*[^\W\d_][\w'’-]*(?:\s(?-i:[A-ZÉÈÀ])[\w'’-]+){0,3})",
    re.IGNORECASE,
)
WITH_ARTICLE = re.compile(
    rf"(?<!\w)(?:am|im|zum|zur|beim|hinterm|vorm|unterm|unter\sden|(?:an|in|auf|hinter|vor|unter|bei)\s(?:der|dem|den)|alte[rn]?|neue[rn]?|lange[rn]?|kleine[rn]?"
    rf"|gro(?:ß|ss)e[rn]?|hohe[rn]?)\s(?P<words>[^\W\d_]{{3,}})\s{HOUSE}{COUNTED}",
    re.IGNORECASE,
)
ANNOUNCED = re.compile(
    rf"(?<!\w)(?:liv(?:e|es|ing)\s(?:at|in|on)|staying\sat|address(?:es)?(?:\s(?:is|was|to|should\sbe|now))*\s?[:=]?"
    rf"|mov(?:ed|ing)\s(?:from|to)|(?:should\s)?go(?:es)?\sto|(?:deliver|ship|send|sent|bring|drop|come|post)(?:ed|ing|ped|ping|y)?"
    rf"(?:\s(?:it|them|this|that|everything|round|off|the\s\w+))*\s(?:to|at):?|street:?|house:?|strasse:|straße:|straat:"
    rf"|wohne(?:\s(?:in|im))?|woon\s(?:op|in|aan))\s(?P<street>(?P<words>(?:{NAME_OF_STREET}\s){{1,3}}?){HOUSE}){COUNTED}",
    re.IGNORECASE,
)
# "Straße des 17. Juni 135", "Platz der Republik 1"
KIND_OF = re.compile(
    rf"(?<![\w-])(?:straße|strasse|platz|allee|weg|ufer|laan|plein)\s(?:des|der|van\sde[nr]?|van\shet|van)\s"
    rf"(?P<words>(?:\d{{1,2}}\.\s)?{NAME_OF_STREET}(?:\s{NAME_OF_STREET})?)\s{HOUSE}{COUNTED}",
    re.IGNORECASE,
)
BOX = re.compile(
    r"(?<!\w)(?:g?p\.?\s?o\.?\s?box|postfach|postbus|postboks|boîte\spostale|bp|apartado(?:\sde\scorreos)?|apdo\.?|casella\spostale|skrytka(?:\spocztowa)?|postilokero|postafiók|caixa\spostal|box)"
    r"\s\d(?:[\d ]{0,7}\d)?(?!\w)",
    re.IGNORECASE,
)
UNIT_BEFORE = re.compile(
    r"(?:(?:flat|apt\.?|apartment|unit|suite|room|wohnung)\s?\w{1,4}(?:/\d)?|(?-i:[A-Z])[\w'’]+\s(?:house|court|lodge|building|mansions|tower)|(?:top|ground|first|second|third)\sfloor(?:\sflat)?|\d(?:st|nd|rd|th)\sfloor|apartment|flat|unit)\s?,?\s$",
    re.IGNORECASE,
)
UNIT_BEHIND = re.compile(
    r"\.?\s?(?:og|stock|etage|sal)\b|,\s(?:hinterhaus|vorderhaus|seitenflügel|gartenhaus|rückgebäude)\b|(?:,?\s|/)(?:[-–]\s)?(?:d[:.]\s?\d{1,3}(?!\w)|(?:flat|apt\.?|apartment|unit|suite|kat|daire|bus|hs|top|wohnung|wohnung|lok\.?|m\.|lgh|stiege|stg\.?|tür|piso|int\.?|interno|scala|sc\.|ap\.?|apto\.?|app\.?|esc\.?|escalera|puerta|door|pta\.?|bte|boîte|byt|kv\.?|floor|etage|entrance)"
    r"\s?\d?\w{0,3}(?!\w)|\#\s?\d{1,4}[a-z]?(?!\w)|\d{1,3}(?=\s?,)|\d{1,2}(?:st|nd|rd|th)\s(?:floor|fl)\b|\d{1,2}\.?,?\s?(?:og|stock|etage|sal|tv|th|mf)\b(?:\.?\s?(?:tv|th|mf)\b\.?)?"
    r"|\d{1,2}\.?[ºª°o](?:\s?(?:\d{1,2}[ªaº]|[a-d]|izq|izda|dcha|esq|dto|dta)\b)?)",
    re.IGNORECASE,
)
CODE = (
    r"(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-CEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d|[AC-FHKNPRTV-Y]\d[\dW]\s?(?=\w?\w?\w?\d)[\dA-Z]{4}"
    r"|(?:[A-Z]{1,2}\s?-\s?)?(?:\d{4}\s?[A-Z]{2}\b|\d{3}\s\d{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{2}\s\d{3}|\d{4,5}))(?!\w)"
)
# "Springfield, IL 62704"; those that are words as well only in capitals.
STATES = (
    "AK|AL|AR|AZ|CA|CT|DC|FL|GA|IA|IL|KS|KY|MD|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY"
    "|(?-i:CO|DE|HI|ID|IN|LA|MA|ME|OH|OK|OR|PA)"
)
STATE_BEHIND = re.compile(
    rf"(?:,?\s[^\W\d_][\w'.-]*){{0,3}},?\s(?:{STATES})\.?,?\s\d{{5}}(?:-\d{{4}})?(?!\w)", re.IGNORECASE
)
CODE_BEHIND = re.compile(rf"\s?(?:[,;\n–-]|\sin\b)?\s{{0,2}}({CODE})", re.IGNORECASE)
# Any name with a number, where postcode and town follow: "Dorfanger 7, 99084 Erfurt".
BEFORE_CODE = re.compile(
    rf"(?<![\w-])(?P<street>(?P<words>(?:{NAME_OF_STREET}\s){{1,3}}?){HOUSE}(?:\s(?:bus|bte|boîte|top|app?t?\.?)\s?\w{{1,4}})?)"
    rf"(?=\s?(?:[,;\n–-]|\sin\b)?\s{{0,2}}{CODE}\s{{1,2}}[^\W\d_])",
    re.IGNORECASE,
)
# … or a known town: "Ermou 15, Athens".
BEFORE_TOWN = re.compile(
    rf"(?<![\w-])(?P<street>(?P<words>(?-i:[^\W\d_a-z])[^\W\d_]{{3,}}(?:\s[^\W\d_]+){{0,2}}?)\s{HOUSE}),\s(?P<town>[^\W\d_]+)(?!\w)",
    re.IGNORECASE,
)
# … or where it stands behind a word that leads to places: "at Dorfanger 7".
BEHIND_PLACE = re.compile(
    rf"(?<!\w)(?:at|in|to|from|instead\sof|is|not|near|:)\s(?P<street>(?P<words>[^\W\d_]{{5,}}(?:\s(?-i:[A-ZÄÖÜÅØ])[^\W\d_]+)?)\s{HOUSE}){COUNTED}",
    re.IGNORECASE,
)
TOWN = re.compile(r"\s{0,2}[,\n/-]?\s{0,2}([^\W\d_]{2,}(?!\w)(?:[ -][^\W\d_]+(?!\w)){0,2})")
DISTRICT = re.compile(r"\s(?:[A-ZÖ]{1,2}|\d{1,2}|[ckmnsvøö](?=\s*(?:$|[,.\n])))(?!\w)")  # "København N"
FUNCTION = words_in(
    """a an and are as at be but by can could did do does for from had has have he her him his how i if in is it its
    me more my no not now of off on or our out over per she so than that their them then there they this times to
    too two under up us was we were what when where which who why will with would you your box boxes cup cups day
    days hour hours machine machines minute minutes month months order people pod pods second seconds week weeks x
    year years house wohne wohnen wohnt woon woont bezorg bezorgen lever liefern bitte graag please deliver send ship"""
)
# Before a street's name, written small too: "lange leidsedwarsstraat", "kleine Gasse".
OF_STREETS = words_in(
    """alte alter altes neue neuer neues kleine kleiner grosse grosser hohe hoher lange langer kurze untere obere
    oude nieuwe korte grote hoge lage verlengde eerste tweede derde sankt sint"""
)


def always(_: re.Match[str]) -> bool:
    return True


class Addresses:
    def __init__(self, words: Words) -> None:
        self.words = words

    def find(self, text: str) -> Iterator[Span]:
        for pattern, is_street in self.streets():
            for found in pattern.finditer(text):
                if is_street(found):
                    start = found.start("street") if "street" in found.groupdict() else found.start()
                    start = self.from_left(text, start, found)
                    end = self.to_right(text, found.end())
                    yield Span("address", " ".join(text[start:end].split()), start, end)

    def streets(self) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]], ...]:
        return (
            (GERMANIC, self.is_germanic), (BRITISH, self.is_british), (ROMANCE, self.is_romance),
            (NUMBER_FIRST, self.is_french), (KIND_OF, always), (WITH_ARTICLE, self.is_with_article),
            (HOUSE_NAMED, self.no_function), (ESTATE, self.no_function),
            (BEFORE_TOWN, self.is_in_town), (ANNOUNCED, self.no_function), (BOX, always),
            (BRITISH_NAMED, always), (BEFORE_CODE, self.no_function), (BEHIND_PLACE, self.is_name),
        )  # fmt: skip

    def is_germanic(self, found: re.Match[str]) -> bool:
        street = found["street"]
        low = fold(street)
        if found["sure"]:
            alone = low == fold(found["sure"])
            # "cd 5", "tie 2": the kind alone is a street only beside a name.
            named = found.string[: found.start()].rstrip().rpartition(" ")[2][:1].isupper()
            named = named or re.search(r"\bno\b", found.group(), re.IGNORECASE) is not None
            return named if alone and len(low) <= 3 else not self.words.is_ordinary(low)
        if low == "gate":
            return found.string[: found.start()].rstrip().rpartition(" ")[2][:1].isupper()
        return street[0].isupper() and low not in self.words.places and not self.words.is_ordinary(low)

    def is_british(self, found: re.Match[str]) -> bool:
        return self.no_function(found)

    def is_french(self, found: re.Match[str]) -> bool:
        """Not "3 place settings", "2 square tables"."""
        first = WORD.match(found["words"])
        said = first.group() if first else "du"  # "l'Église"
        telling = said[0].isupper() or said in cues.FRENCH_ARTICLES or not self.words.is_ordinary(fold(said))
        return self.no_function(found) and (
            telling or not re.search(r"\d,?\s(?:place|square|passage|route|villa)\s", found.group())
        )

    def is_with_article(self, found: re.Match[str]) -> bool:
        """A lower-case name ("am bahnhof 4") needs its postcode."""
        return found["words"][0].isupper() or CODE_BEHIND.match(found.string, found.end()) is not None

    def is_in_town(self, found: re.Match[str]) -> bool:
        return fold(found["town"]) in self.words.places and self.no_function(found) and self.is_name(found)

    def is_romance(self, found: re.Match[str]) -> bool:
        words = WORD.findall(found["words"])
        if fold(found["kind"]) in {"via", "place", "route", "al.", "os.", "cours", "largo"}:
            first = words[0] if words else ""
            telling = first[:1].isupper() or not self.words.is_ordinary(fold(first))
            return bool(first) and (telling or CODE_BEHIND.match(found.string, found.end()) is not None)
        return self.no_function(found)

    def no_function(self, found: re.Match[str]) -> bool:
        words = {fold(word) for word in WORD.findall(found["words"])}
        return bool(words) and not FUNCTION & words

    def is_name(self, found: re.Match[str]) -> bool:
        """A word that is no other: not "from Berlin 3", not "on Android 14"."""
        words = [fold(word) for word in WORD.findall(found["words"])]
        first = words[0]
        known = self.words.is_ordinary(first) or first in self.words.places or first in self.words.given
        return not known and not self.words.is_slip(first)

    def is_town(self, word: str) -> bool:
        low = fold(word)
        return low in self.words.places or (
            word[0].isupper() and not self.words.is_ordinary(low) and low not in FUNCTION
        )

    def from_left(self, text: str, start: int, found: re.Match[str]) -> int:
        """The rest of a street's name ("Atatürk Caddesi", "Lange Straße"), and the flat."""
        if found.re is GERMANIC:
            for _ in range(4):
                before = re.search(r"(?<![\w-])([^\W\d_][\w'’-]*)\.?\s$", text[max(0, start - 40) : start])
                if before is None or fold(before.group(1)) in FUNCTION:
                    break
                low = fold(before.group(1))
                alone = len(found["street"]) == len(found["sure"] or "") and text[start:].startswith(found["street"])
                part = (
                    low in cues.PARTICLES
                    or low in OF_STREETS
                    or low in self.words.given | self.words.everyday
                    or (alone and not self.words.is_ordinary(low))
                )
                if not (before.group(1)[0].isupper() or part):
                    break
                start -= len(before.group())
        if text[max(0, start - 1) : start] in {"'", "’"}:
            start -= 1
        for _ in range(2):  # "Apartment 12, Wharf House, …"
            unit = UNIT_BEFORE.search(text, max(0, start - 30), start)
            start = unit.start() if unit else start
        return start

    def to_right(self, text: str, end: int) -> int:
        """Unit, postcode and town."""
        for _ in range(2):
            unit = UNIT_BEHIND.match(text, end)
            end = unit.end() if unit else end
        if state := STATE_BEHIND.match(text, end):
            return state.end()
        if code := CODE_BEHIND.match(text, end):
            return self.with_town(text, code.end())
        town = self.with_town(text, end, comma=True)
        if town > end:
            county = self.with_town(text, town, comma=True)  # "Ealing, London W13 8JR"
            for behind in (town, county):
                if code := CODE_BEHIND.match(text, behind):
                    return code.end()
        return town

    def with_town(self, text: str, end: int, comma: bool = False) -> int:
        """`end`, or where the town behind it ends; `comma`: only where it is set off, or a known one."""
        found = TOWN.match(text, end)
        if found is None:
            return end
        words = list(WORD.finditer(text, found.start(1), found.end(1)))
        last = end
        for word in words:
            low = fold(word.group())
            known = low in self.words.places
            raised = word.group()[0].isupper() and low not in FUNCTION and low not in self.words.never
            set_off = not comma or "," in text[end : found.start(1)]
            # "10969 kreuzbergen"; "9 rowan close, didsbury" where nothing else follows
            alone = not comma or ("," in text[end : found.start(1)] and not text[word.end() :].strip(" .!"))
            odd = last == end and alone and not self.words.is_ordinary(low)
            if not (known or (raised and set_off) or odd):
                break
            last = word.end()
            if known:
                break
        district = DISTRICT.match(text, last) if last > end else None
        return district.end() if district else last


TOWN_AND_CODE = re.compile(
    r"(?<!\w)(?P<town>[^\W\d_]{3,})(?:,?\s\(?|-)(?P<code>(?!19|20)\d{4}\d?(?:\s?[A-Z]{2})?)(?!\w)", re.IGNORECASE
)
CODE_AND_TOWN = re.compile(
    r"(?<![\w#.,€$£+-])(\d{4}(?:\s?[A-Z]{2}(?=,?\s))?|\d{5}(?=[/-])|\d{3}\s\d{2}|\d{2}\s\d{3})(?=(?:,?\s|[/-])[^\W\d_]{2})",
    re.IGNORECASE,
)


def codes_with_towns(text: str, codes: list[Span], addresses: Addresses) -> Iterator[Span]:
    """Each with the town behind it; four digits are a postcode where a town follows."""
    for span in codes:
        end = addresses.with_town(text, span.end)
        yield span._replace(end=end) if end > span.end and "," not in text[span.end : end] else span
    for found in CODE_AND_TOWN.finditer(text):
        town = TOWN.match(text, found.end())
        first = WORD.search(text, town.start(1)) if town else None
        if first is None:
            continue
        beside = text[found.end() : first.start()].isspace()
        if fold(first.group()) in addresses.words.places or (beside and addresses.is_town(first.group())):
            yield Span("postcode", found.group(1), found.start(), addresses.with_town(text, found.end()))
    for found in TOWN_AND_CODE.finditer(text):
        if fold(found["town"]) in addresses.words.places:
            yield Span("postcode", found["code"], *found.span("code"))
