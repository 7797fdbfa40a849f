"""Products, plans and options in a message, by the names of the catalogue: plurals and slips of the finger too."""

from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spacy.matcher import PhraseMatcher
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

from engine.catalogue import Name, comparable
from engine.company import company_words
from engine.patterns import Span
from engine.words import Words, fold

# A weak name counts after these words, beside another product ("one or duo"), or capitalised inside a sentence.
OWNERS = {"my", "our", "your"}  # and the company's own name
JOINERS = {"or", "and", "vs", "versus", "than", "between", "/"}
# What makes "red" an option and not only a colour: a word before it, a word behind it, or a product beside it.
BEFORE_OPTION = {"in", "colour", "color"}
BEHIND_OPTION = {"colour", "color", "version", "edition", "housing", "one"}
SHORTEST_SLIP = 5  # letters; a slip in a shorter word makes another word


class ProductMatcher:
    """Finds names in a spaCy document; the longest name wins, and a name as written wins over a slip."""

    def __init__(self, names: list[Name], vocab: Vocab, words: Words | None = None) -> None:
        from spacy.lang.en import English

        self.names = names
        self.words = words or Words()
        self.matcher = PhraseMatcher(vocab, attr="LOWER")
        tokenizer: Tokenizer = English(vocab=vocab).tokenizer  # so that names are cut as messages are
        for place, name in enumerate(names):
            forms = {form for words in both_numbers(name.words) for form in (words, words.replace("-", " - "))}
            self.matcher.add(str(place), [tokenizer(form) for form in forms])
        self.vocabulary = sorted(
            {word for name in names for word in name.words.split() if len(word) >= SHORTEST_SLIP and word.isalpha()}
        )
        self.known = set(self.vocabulary)
        self.called = {comparable(name.words): name for name in names if name.kind == "product"}

    def find(self, doc: Doc) -> list[Span]:
        taken: set[int] = set()
        chosen = list(self.longest(doc, taken))
        mended = self.mended(doc, taken)
        if mended is not None:
            chosen += self.longest(mended, taken)
        chosen += self.shortened(doc, chosen, taken)
        strong = {
            place
            for start, end, name in chosen
            if name.kind == "product" and not name.weak
            for place in range(start, end)
        }
        spans = []
        for start, end, name in sorted(chosen, key=lambda hit: hit[0]):
            if is_meant(doc, start, end, name, strong):
                first, last = doc[start], doc[end - 1]
                spans.append(Span(name.kind, name.product, first.idx, last.idx + len(last)))
        return spans

    def longest(self, doc: Doc, taken: set[int]) -> Iterator[tuple[int, int, Name]]:
        hits = [(start, end, self.names[int(doc.vocab.strings[key])]) for key, start, end in self.matcher(doc)]
        hits.sort(key=lambda hit: (hit[0] - hit[1], hit[0], hit[2].kind != "product"))
        for start, end, name in hits:
            if not taken.intersection(range(start, end)):
                taken.update(range(start, end))
                yield start, end, name

    def shortened(self, doc: Doc, chosen: list[tuple[int, int, Name]], taken: set[int]) -> list[tuple[int, int, Name]]:
        """ "care" in "care and office plan": the last word of a name counts for those before it, too."""
        found = []
        for start, end, _ in chosen:
            place = start - 2
            while end - start > 1 and place >= 0 and place not in taken and doc[place + 1].lower_ in JOINERS | {","}:
                name = self.called.get(comparable(f"{doc[place].lower_} {doc[end - 1].lower_}"))
                if name is None:
                    break
                found.append((place, place + 1, name))
                taken.add(place)
                place -= 2
        return found

    def mended(self, doc: Doc, taken: set[int]) -> Doc | None:
        """The document with its slips put right, if it has any: words that neither English nor the catalogue has."""
        words = [token.lower_ for token in doc]
        changed = False
        for place, word in enumerate(words):
            if place in taken or len(word) < SHORTEST_SLIP or not word.isalpha() or word in self.known:
                continue
            if self.words.is_ordinary(fold(word)):
                continue
            allowed = 2 if len(word) >= 8 else 1
            near = process.extractOne(word, self.vocabulary, scorer=OSA.distance, score_cutoff=allowed)
            if near is not None and near[0][0] == word[0]:
                words[place], changed = near[0], True
        return Doc(doc.vocab, words=words) if changed else None


def both_numbers(words: str) -> set[str]:
    """ "vanilla syrup" and "vanilla syrups", whichever of them was written."""
    if words.endswith("s") and not words.endswith(("ss", "us", "is")):
        return {words, words[:-1]}
    return {words, f"{words}s"} if words[-1:].isalpha() else {words}


def is_meant(doc: Doc, start: int, end: int, name: Name, strong: set[int]) -> bool:
    before = doc[start - 1].lower_ if start else ""
    behind = doc[end].lower_ if end < len(doc) else ""
    if name.kind == "option":
        return (
            before in BEFORE_OPTION
            or behind in BEHIND_OPTION
            or bool(strong & {start - 1, end})
            or len(doc) == end - start
        )
    owners = {*OWNERS, *company_words()}
    if not name.weak or before in owners or doc[start].lower_ in owners:
        return True
    if start and doc[start].text.istitle() and doc[start - 1].text not in {".", "!", "?"}:
        return True
    for joiner, beyond in ((start - 1, start - 2), (end, end + 1)):
        if 0 <= joiner < len(doc) and doc[joiner].lower_ in JOINERS and strong & {beyond, beyond + 1, beyond - 1}:
            return True
    return False
