"""One search for goods, economies, laws, minerals, pages, terms and sources: always candidates, never one answer."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from parley.search import sentences, shipped
from parley.search.entries import KINDS, Kind, page_path
from parley.search.lookup import IN_NAME, NAMED, Hit, Lookup, Match, any_of, named_origin
from parley.search.opens import US, Place
from parley.search.pages import Question
from parley.search.questions import nearest as questions_like
from parley.search.sentences import Sentence
from parley.search.words import either, quoted, telling, words

LIMIT = 20  # hits of one question
OF_A_KIND = 8
ALL = 200  # hits, of one kind or of all, where all are asked for
LONGEST, MOST_WORDS = 200, 16  # characters and telling words of a question that are read
# What the tier of the words themselves is raised by where they are read otherwise than as typed.
OWN, UNDER_CODE, BEGUN, MISSPELT, LESS = -1, 2, 3, 10, 20
# Of a sentence: its code; what it is most like; a thing it names; a country; what it is less and less like.
CODED, ASKED, THING, COUNTRY = -10, -9, -8, -6
FURTHER = -3  # but for the nearest of each kind, things stand behind the questions
LIKE = ((0.8, ASKED), (0.5, -7), (0.35, -5), (0.25, -4))
THINGS: tuple[Kind, ...] = ("product", "mineral", "law", "term")
NUMBER = re.compile(r"(?:HTS?|HS)?[\s.]*(\d[\d.\s]*)", re.IGNORECASE)
LEAST_DIGITS, SUBHEADING, MOST_DIGITS = 2, 6, 10

SOME = "Nothing holds all these words; what is listed holds some of them."
CUT = f"Only the first {MOST_WORDS} words, and {LONGEST} characters, were searched for."


class Hits(list[Hit]):
    """Candidates, the nearest first.

    ``remarks``: sentences beside them, where none holds all the words that were asked or the question was cut.
    """

    remarks: tuple[str, ...] = ()


def find(
    typed: str,
    as_of: date | None = None,
    limit: int = LIMIT,
    kinds: Sequence[Kind] = KINDS,
    of_a_kind: int = OF_A_KIND,
) -> Hits:
    """Candidates for words, digits or the beginning of either, the nearest first; none for nothing.

    First the economy or mineral whose own name it is; then what is named so, by itself or by an everyday word; then
    what a longer name holds, what the text holds, what begins so, what misspelt words may mean, and where nothing holds
    all words, what holds most of them (``SOME``). Among equals kind after kind in turn, and of a kind what the US
    imports most of. An economy in the question ("toys from Vietnam") is the origin with which products are opened.

    ``as_of``: leaves out acts not yet known on the day, and values not yet published. ``kinds``: these alone, at
    most ``of_a_kind`` of each in one way of reading the question. Raises SearchError.
    """
    spoken = words(typed[:LONGEST])
    terms_typed = telling(spoken)[:MOST_WORDS]
    if not terms_typed:
        return Hits()
    is_cut = len(typed.strip()) > LONGEST or len(telling(spoken)) > MOST_WORDS
    with shipped.opened() as file:
        search = _Search(Lookup(file, as_of), kinds, of_a_kind)
        answers = search.by_sentence(typed[:LONGEST])
        if answers:
            return _hits(answers, limit, (CUT,) * is_cut)
        matches = [*search.by_digits(typed), *search.by_words(terms_typed)]
        origin, goods = named_origin(spoken)
        if origin is not None and "product" in kinds:
            matches += search.of_origin(telling(goods), origin)
        if min((tier for tier, _ in matches), default=LESS) >= MISSPELT:
            matches += search.by_fewer_words(terms_typed)
    nearest = [Match(tier + (OWN if _bears(hit, terms_typed) else 0), hit) for tier, hit in matches]
    is_partial = min((tier for tier, _ in matches), default=0) >= LESS
    return _hits(nearest, limit, (SOME,) * is_partial + (CUT,) * is_cut)


def _hits(matches: Iterable[Match], limit: int, remarks: tuple[str, ...]) -> Hits:
    hits = Hits(_in_turn(matches)[:limit])
    hits.remarks = remarks
    return hits


def find_all(typed: str, as_of: date | None = None) -> Hits:
    """``find`` without its ends: all that was found, up to ``ALL``. Raises SearchError."""
    return find(typed, as_of, ALL, of_a_kind=ALL)


def has_more(hits: Sequence[Hit]) -> bool:
    """Whether ``find`` may have left hits out at one of its ends."""
    counts = Counter(hit.kind for hit in hits)
    return len(hits) >= LIMIT or max(counts.values(), default=0) >= OF_A_KIND


def largest(kind: Kind, as_of: date | None = None, most: int = OF_A_KIND) -> list[Hit]:
    """The headings of goods, or the economies, of which the US imports most. Raises SearchError."""
    with shipped.opened() as file:
        return Lookup(file, as_of).largest(kind, most)


class _Search:
    """One question's ways into the index, for the kinds asked for."""

    def __init__(self, lookup: Lookup, kinds: Sequence[Kind], most: int):
        self._lookup, self._kinds, self._most = lookup, kinds, most

    def by_sentence(self, typed: str) -> list[Match]:
        """What a whole sentence asks for: its product or other thing with its country, and the questions it is like.

        Nothing where the words are no sentence, or nothing of it is understood.
        """
        sentence = sentences.read(typed)
        if not sentence.is_whole:
            return []
        named = self._named(sentence, sentence.abroad)
        countries = [self._lookup.entry("economy", place.iso3) for place in sentence.places if place.iso3 != US]
        questions = [
            Match(next(tier for least, tier in LIKE if one.likeness >= least), _question_hit(one.question, sentence))
            for one in questions_like(sentence.spoken, self._most)
            if one.likeness >= LIKE[-1][0] and one.question.page != "look_up"
        ]
        if sentence.percent is not None and (sentence.supposes or sentence.places):
            tier = ASKED if sentence.supposes else COUNTRY
            questions.append(Match(tier, _question_hit(sentences.WHAT_IF, sentence)))
        matches = [*named, *(Match(COUNTRY, hit) for hit in countries if hit), *questions]
        return [match for match in matches if match.hit.kind in self._kinds]

    def _named(self, sentence: Sentence, origin: Place | None) -> list[Match]:
        """The things a sentence names: the product of its code or the nearest above it, else what its words name."""
        coded = [self._lookup.product(sentence.code[:n], origin) for n in range(len(sentence.code), 1, -2)]
        matches = [Match(CODED, hit) for hit in coded if hit][:1]
        if not matches and sentence.goods:
            goods = self.of_origin(sentence.goods, origin) if origin else []
            others = [m for m in self.by_words(sentence.goods) if origin is None or m.hit.kind != "product"]
            minerals = _Search(self._lookup, ("mineral",), self._most)
            alone = [m for word in sentence.goods for m in minerals.by_words([word]) if m.tier == NAMED]
            every = [m for m in [*goods, *others, *alone] if m.tier <= IN_NAME and m.hit.kind in THINGS]
            every = sorted(every or self._named_in(sentence.goods, origin), key=lambda match: match.tier)
            products = [match for match in every if match.hit.kind == "product"][1:2]  # 73.04 beside 73.06 for pipes
            first = [*{match.hit.kind: match for match in reversed(every)}.values(), *products]
            matches = [*_raised(first, THING), *_raised((match for match in every if match not in first), FURTHER)]
        day = sentences.on(sentence)
        return [Match(tier, replace(hit, query={**hit.query, **day})) for tier, hit in matches]

    def _named_in(self, sought: Sequence[str], origin: Place | None) -> list[Match]:
        """The things that some words of these name which stand together: the most words that name any."""
        things = _Search(self._lookup, THINGS, self._most)
        for length in range(len(sought) - 1, 0, -1):
            named = [m for part in _runs(sought, length) for m in things.by_words(part, origin) if m.tier == NAMED]
            if named:
                return named
        return []

    def by_digits(self, typed: str) -> list[Match]:
        """The product of the digits, or the nearest one above them, and those below."""
        number = NUMBER.fullmatch(typed.strip())
        digits = re.sub(r"\D", "", number[1]) if number else ""
        if "product" not in self._kinds or not LEAST_DIGITS <= len(digits) <= MOST_DIGITS:
            return []
        shortest = LEAST_DIGITS if len(digits) >= SUBHEADING else len(digits)  # 14257 is no product of chapter 14
        above = (self._lookup.product(digits[:n]) for n in range(len(digits), shortest - 1, -1))
        nearest = next((hit for hit in above if hit is not None), None)
        below = self._lookup.under(digits, self._most)
        return [
            *([Match(NAMED if nearest.id == digits else IN_NAME, nearest)] if nearest else []),
            *(Match(UNDER_CODE, hit) for hit in below),
        ]

    def by_words(self, sought: Sequence[str], origin: Place | None = None) -> list[Match]:
        """What holds all words; where nothing does, two neighbours as one word, then what misspelt words may mean."""
        return self._all(sought, origin) or self._joined(sought, origin) or self._meant(sought, origin)

    def of_origin(self, goods: Sequence[str], origin: Place) -> list[Match]:
        """Products alone, opened with their origin."""
        products = _Search(self._lookup, ("product",), self._most)
        return products.by_words(goods, origin) if goods else []

    def by_fewer_words(self, sought: Sequence[str]) -> list[Match]:
        """What holds some words that stand together: the more of them the nearer, until something is named so."""
        matches: list[Match] = []
        for length in range(len(sought) - 1, 0, -1):
            spelt = [[either(word) for word in part] for part in _runs(sought, length)]
            of_length = [f for part in spelt for f in self._match(part, None)]
            matches += _raised(of_length, LESS + 3 * (len(sought) - length))
            if any(tier == NAMED for tier, _ in of_length):
                break
        return matches

    def _all(self, sought: Sequence[str], origin: Place | None = None) -> list[Match]:
        spelt = [either(word) for word in sought]
        matches = self._match(spelt, origin)
        if len(sought[-1]) > 1 and sum(tier <= IN_NAME for tier, _ in matches) < self._most:
            matches += _raised(self._match([*spelt[:-1], f"{quoted(sought[-1])} *"], origin), BEGUN)
        return matches

    def _joined(self, sought: Sequence[str], origin: Place | None) -> list[Match]:
        pairs = range(len(sought) - 1)
        joined = [[*sought[:i], sought[i] + sought[i + 1], *sought[i + 2 :]] for i in pairs]
        return [f for phrase in joined for f in self._all(phrase, origin)]

    def _meant(self, sought: Sequence[str], origin: Place | None) -> list[Match]:
        meant = [[word] if self._lookup.is_known(word) else self._lookup.near(word) for word in sought]
        return _raised(self._match([any_of(near) for near in meant], origin), MISSPELT) if all(meant) else []

    def _match(self, spelt: Sequence[str], origin: Place | None) -> list[Match]:
        return self._lookup.matching(" AND ".join(spelt), len(spelt), self._kinds, self._most, origin)


def _question_hit(question: Question, sentence: Sentence) -> Hit:
    """A question as a candidate, opened with what the sentence names."""
    page, query = sentences.opening(question, sentence)
    return Hit("page", question.link, question.title, page_path(page), query, None)


def _runs(sought: Sequence[str], length: int) -> list[Sequence[str]]:
    """The words that stand together, so many at a time."""
    return [sought[start : start + length] for start in range(len(sought) - length + 1)]


def _raised(matches: Iterable[Match], by: int) -> list[Match]:
    return [Match(tier + by, hit) for tier, hit in matches]


def _bears(hit: Hit, sought: Sequence[str]) -> bool:
    """Whether the words are the whole name of an economy or a mineral, but for its symbol in brackets."""
    return hit.kind in ("economy", "mineral") and telling(words(hit.title.partition(" (")[0])) == list(sought)


def _in_turn(matches: Iterable[Match]) -> list[Hit]:
    """Each thing once, where it is nearest: tier by tier, and in a tier the first of each kind, then the second."""
    nearest: dict[tuple[str, str], Match] = {}
    for one in sorted(matches, key=lambda f: f.tier):
        nearest.setdefault((one.hit.kind, one.hit.id), one)
    turns: dict[tuple[int, str], int] = {}
    places = []
    for tier, hit in nearest.values():
        turn = turns[tier, hit.kind] = turns.get((tier, hit.kind), 0) + 1
        places.append((tier, turn, KINDS.index(hit.kind), hit))
    return [hit for *_, hit in sorted(places, key=lambda place: place[:3])]
