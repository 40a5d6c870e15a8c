"""Industries in the world what-if: output of one economy by industry, from the sector model."""

import pandas as pd

from parley import terms
from parley.app.kit import controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if_world import answer, bars, words
from parley.app.what_if_world.answer import Shown
from parley.app.what_if_world.controls import US
from parley.charts.figure import Caption
from parley.words import beside

SAY = beside(__file__)
SHOWN = 16


def by_industry(shown: Shown) -> Figure:
    """The choice of an economy and its output by industry. Raises NothingToShowError while that is worked out."""
    by_sector = answer.by_industry(shown)
    if by_sector is None:
        raise NothingToShowError(SAY("industries", "pending"))
    codes = sorted(by_sector.point.by_economy["economy"], key=words.name)
    economy = controls.select("Economy", codes, "world_economy", US, words.name)
    rows = rows_of(by_sector, economy)
    marks = marks_of(rows)
    return Figure(
        "world_industries",
        caption(marks, economy),
        rows,
        {"Chart": lambda palette: bars.change_bars(marks, palette, "%")},
        note=words.note("sectors"),
    )


def rows_of(shown: Shown, economy: str) -> pd.DataFrame:
    """Output and buyers' prices by industry, percent, with the range of output; the largest change first."""
    rows = shown.rows("by_sector", "output_change_pct", economy=economy).drop(columns="output_usd_baseline")
    order = rows["output_change_pct"].abs().sort_values(ascending=False, kind="stable").index
    rows = rows.loc[order].reset_index(drop=True).rename(columns={"economy": "economy_iso3"})
    rows.insert(2, "industry", rows["sector"].map(terms.SECTOR_LABELS))
    return rows.assign(**words.stamps("sectors", len(rows)))


def marks_of(rows: pd.DataFrame) -> pd.DataFrame:
    top = rows.head(SHOWN)
    marks = pd.DataFrame({"code": top["economy_iso3"], "name": top["industry"], "change": top["output_change_pct"]})
    if "low_pct" in top:
        marks["low"], marks["high"] = top["low_pct"], top["high_pct"]
    return marks


def caption(marks: pd.DataFrame, economy: str) -> Caption:
    """Which industries grow and shrink most in the sector model, among those whose range has one sign."""
    place = terms.with_article(words.name(economy))
    measure = SAY("industries", "measure", place=place)
    alt = f"Bars of output by industry in {place}, modelled: {bars.in_words(marks, '%')}"
    return Caption(_finding(marks, place, economy == US), measure, alt)


def _finding(marks: pd.DataFrame, place: str, is_us: bool) -> str:
    if not marks["change"].any():
        return SAY("industries.finding", "none")
    whose = terms.capital(SAY("industries.whose", "us" if is_us else "other", place=place))
    if "low" not in marks:
        return SAY("industries.finding", "no_range", whose=whose, name=terms.in_a_sentence(marks["name"].iloc[0]))
    sure = marks[bars.certain(marks)]
    up, up_size = _leader(sure[sure["change"] > 0])
    down, down_size = _leader(sure[sure["change"] < 0])
    cases = ["both", "both_up", "both_briefly"] if up and down else ["rise" if up else "fall" if down else "open"]
    fields = {"whose": whose, "place": place, "up": up, "up_size": up_size, "down": down, "down_size": down_size}
    return terms.fitting(SAY("industries.finding", case, **fields) for case in cases)


def _leader(sure: pd.DataFrame) -> tuple[str, str]:
    if sure.empty:
        return "", ""
    return terms.in_a_sentence(str(sure["name"].iloc[0])), words.size(float(sure["change"].iloc[0]))
