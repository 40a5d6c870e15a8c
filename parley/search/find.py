"""One search for goods, economies, laws, minerals, pages, terms and sources: always candidates, never one answer."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from parley.search import opens, sentences, shipped
from parley.search.entries import AGREEMENT, KINDS, Kind, page_path
from parley.search.lookup import IN_NAME, NAMED, Hit, Lookup, Match, any_of, named_origin
from parley.search.opens import CHINA_NAME, US, Opening, Place
from parley.search.pages import Question
from parley.search.questions import FILLERS, meanings, word_list
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
CLEAR = -7  # words that are no sentence are read as one where this much is understood
THINGS: tuple[Kind, ...] = ("product", "mineral", "law", "agreement", "term")
AGREED, NO_GOODS = frozenset(AGREEMENT), word_list("no_goods")
NUMBER = re.compile(r"(?:HTS?|HS)?[\s.]*(\d[\d.\s]*)", re.IGNORECASE)
LEAST_DIGITS, HEADING, SUBHEADING, MOST_DIGITS = 2, 4, 6, 10
WORK_OUT = ("what_if_product", "what_if_world")
LONGEST_TERM = 4  # words
MOST_GOODS = 4  # that What if: products takes at once

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
        lookup = Lookup(file, as_of)
        search = _Search(lookup, kinds, of_a_kind)
        sentence = sentences.read(typed[:LONGEST])
        answers = search.by_sentence(sentence) if sentence.is_whole else []
        if answers:
            return _hits(answers, limit, (CUT,) * is_cut)
        matches = [*search.by_digits(typed), *search.by_words(terms_typed)]
        if len(terms_typed) > 1 and not any(m.tier <= IN_NAME and m.hit.kind != "source" for m in matches):
            answers = search.by_sentence(sentence)
            if answers and answers[0].tier <= CLEAR:
                is_partial = answers[0].tier > ASKED and not all(map(lookup.is_known, terms_typed))
                return _hits([*answers, *matches], limit, (SOME,) * is_partial + (CUT,) * is_cut)
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

    def by_sentence(self, sentence: Sentence) -> list[Match]:
        """What a sentence asks for, the nearest first: its product or other thing with its country, and the questions
        it is like; nothing where nothing of it is understood.
        """
        named = self._named(sentence, sentence.abroad)
        places = [place for place in sentence.places if place.iso3 != US]
        countries = [(self._lookup.entry("economy", place.iso3), place.name == CHINA_NAME) for place in places]
        likely = questions_like(sentence.phrased, self._most)
        questions = [
            Match(next(tier for least, tier in LIKE if one.likeness >= least), _question_hit(one.question, sentence))
            for one in likely
            if one.likeness >= LIKE[-1][0] and one.question.page != "look_up"
        ]
        if sentence.percent is not None and (
            sentence.supposes or (sentence.places and "tariff" in meanings(sentence.spoken))
        ):
            tier = ASKED if sentence.supposes else COUNTRY
            like = (one.question for one in likely if one.question.page in WORK_OUT)
            questions.insert(0, Match(tier, self._supposed(next(like, sentences.WHAT_IF), named, sentence)))
        if not AGREED.isdisjoint(sentence.spoken):
            rates = [self._lookup.entry("agreement", place.iso3) for place in sentence.places]
            named = [*(Match(ASKED, hit) for hit in rates if hit), *named]
        matches = [
            *named,
            *(Match(COUNTRY if is_china else CLEAR, hit) for hit, is_china in countries if hit),
            *questions,
        ]
        return sorted((m for m in matches if m.hit.kind in self._kinds), key=lambda match: match.tier)

    def _supposed(self, question: Question, named: Sequence[Match], sentence: Sentence) -> Hit:
        """The what-if page with the rate a sentence supposes: on a chapter or the subheadings it names, or on all."""
        digits = next((m.hit.id for m in named if m.hit.kind == "product" and len(m.hit.id) <= SUBHEADING), "")
        below = self._lookup.under(digits, MOST_GOODS) if len(digits) == HEADING else []
        codes = [hit.id for hit in below if len(hit.id) == SUBHEADING] or ([digits] if digits else [])
        if sentence.elsewhere is not None:
            codes = []  # rates of goods stand on those of China and of all countries alone
        opening = sentences.opening(question, sentence)
        if codes:
            opening = opens.goods_at(codes, sentence.rate_pct, sentence.is_of_all)
        return _opened(question, opening, sentences.supposition(opening.page, codes, sentence))

    def _named(self, sentence: Sentence, origin: Place | None) -> list[Match]:
        """The things a sentence names: the product of its code or the nearest above it, else what its words name."""
        coded = [self._lookup.product(sentence.code[:n], origin) for n in range(len(sentence.code), 1, -2)]
        matches = [Match(CODED, hit) for hit in coded if hit][:1]
        if not matches and sentence.goods:
            goods = self.of_origin(sentence.goods, origin) if origin else []
            others = [m for m in self.by_words(sentence.goods) if origin is None or m.hit.kind != "product"]
            minerals = _Search(self._lookup, ("mineral",), self._most)
            alone = [m for word in sentence.goods for m in minerals.by_words([word]) if m.tier == NAMED]
            whole = [m for m in [*goods, *others] if m.tier <= IN_NAME and m.hit.kind in THINGS]
            every = [*(whole or self._named_in(sentence.goods, origin)), *alone]
            if not NO_GOODS.isdisjoint(sentence.goods):
                every = [m for m in every if m.hit.kind != "product"]
            every = sorted(every, key=lambda match: match.tier)
            first = [*{match.hit.kind: match for match in reversed(every)}.values()]
            second = [match for match in every if match.hit.kind == "product"][1:2]  # 73.04 beside 73.06 for pipes
            rest = (match for match in every if match not in [*first, *second])
            matches = [*_raised(first, THING), *_raised(second, COUNTRY), *_raised(rest, FURTHER)]
        matches += self._terms(sentence.spoken)
        day = sentences.on(sentence)
        return [Match(tier, replace(hit, query={**hit.query, **day})) for tier, hit in matches]

    def _terms(self, spoken: Sequence[str]) -> list[Match]:
        """The term of art that several words of a sentence are the whole name of, the longest."""
        of_terms = _Search(self._lookup, ("term",), self._most)
        for length in range(min(LONGEST_TERM, len(spoken)), 1, -1):
            parts = [telling(part) for part in _runs(spoken, length) if not FILLERS.intersection((part[0], part[-1]))]
            named = [m for part in parts for m in of_terms._as_spelt(part) if m.tier == NAMED]
            if named:
                return _raised(named[:1], THING)
        return []

    def _named_in(self, sought: Sequence[str], origin: Place | None) -> list[Match]:
        """The things that some words of these name which stand together: the most words that name any.

        A word alone is in too many names: it must be the whole of one.
        """
        things = _Search(self._lookup, THINGS, self._most)
        for length in range(len(sought) - 1, 0, -1):
            far = NAMED if length == 1 else IN_NAME
            named = [m for part in _runs(sought, length) for m in things._as_spelt(part, origin) if m.tier <= far]
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
        return self._as_spelt(sought, origin) or self._meant(sought, origin)

    def _as_spelt(self, sought: Sequence[str], origin: Place | None = None) -> list[Match]:
        return self._all(sought, origin) or self._joined(sought, origin)

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
    return _opened(question, sentences.opening(question, sentence), question.title)


def _opened(question: Question, opening: Opening, title: str) -> Hit:
    return Hit("page", question.link, title, page_path(opening.page), opening.query, None)


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
