"""US imports of one product: by origin, between two years, and the duty collected on them."""

from datetime import date
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up import things
from parley.app.look_up.header import of_all
from parley.app.tariffs import money
from parley.charts.bars import bars, bold
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import products, revenue
from parley.tables import countries
from parley.terms.goods import dotted

SAY = words.beside(__file__)
SHOWN = 12
COLUMNS = ["exporter_iso3", "year", "hs6", "value_usd", "duty_usd", "source_id"]


class Origins(NamedTuple):
    """Imports of a product in a year by origin, largest first, and the row of one origin; None where it sold none."""

    rows: pd.DataFrame
    row: pd.Series | None
    year: int


def imported(code: str, year: int, as_of: date) -> pd.DataFrame:
    """US imports of a year under a code of two to ten digits, members of the Union apart where the vintage has them."""
    if len(code) > 6:
        rows = cache.imports(as_of, year, 10, {"hs6": [code[:6]]}, [*COLUMNS, "hts10"], True)
        return rows[rows["hts10"].str.startswith(code)]
    where: dict[str, list[object]] = (
        {"chapter": [code]} if len(code) == 2 else {"hs6": list(things.subheadings(code)) or [code]}
    )
    return cache.imports(as_of, year, 6, where, COLUMNS, True)


def years(as_of: date) -> tuple[int, ...]:
    """The years known on the day. Raises NothingToShowError before the first was out."""
    published = cache.imports_vintage(as_of).years
    if not published:
        raise NothingToShowError(SAY("product.before", day=terms.day(as_of)))
    return published


@kept
def by_origin(code: str, origin: str, as_of: date) -> Origins:
    """Imports of the newest year by origin. Raises NothingToShowError where nothing was imported."""
    year = years(as_of)[-1]
    rows = products.by_partner(_with_union(imported(code, year, as_of), origin))
    if rows.empty:
        raise NothingToShowError(SAY("product.not_imported", code=dotted(code), day=terms.day(as_of)))
    names = cache.country_names()
    rows.insert(1, "name", [names[each] for each in rows["code"]])
    of_origin = rows[rows["code"] == origin]
    return Origins(rows, None if of_origin.empty else of_origin.iloc[0], year)


def _with_union(rows: pd.DataFrame, origin: str) -> pd.DataFrame:
    """The European Union as one where it is the origin asked for."""
    if origin != "EU27":
        return rows
    is_member = rows["exporter_iso3"].isin(countries.union_members())
    return rows.assign(exporter_iso3=rows["exporter_iso3"].mask(is_member, "EU27"))


@kept
def suppliers(code: str, goods: str, origin: str, as_of: date) -> Figure:
    """The largest origins of a product and the one asked for."""
    imports = by_origin(code, origin, as_of)
    shown = _largest(imports.rows, origin)
    views = {"Chart": lambda palette: supplier_bars(shown, origin, palette)}
    caption = suppliers_caption(imports.rows, shown, origin, goods, imports.year)
    rows = imports.rows.assign(year=imports.year)
    return Figure("look_up_suppliers", caption, rows, views, note=vintage_note(as_of), state=(code, origin, as_of))


def _largest(rows: pd.DataFrame, origin: str) -> pd.DataFrame:
    """The largest origins, and the one asked for below them where it is none of these."""
    smaller = rows.iloc[SHOWN:]
    return pd.concat([rows.head(SHOWN), smaller[smaller["code"] == origin]], ignore_index=True)


def vintage_note(as_of: date) -> str:
    """Say which print of the year's imports the day knew."""
    return SAY("trade.vintage", "revised" if cache.imports_vintage(as_of).has_members else "first")


@kept
def two_years(code: str, origin: str, as_of: date) -> pd.DataFrame:
    """Value and duty by origin in the two newest years. Raises NothingToShowError where one of them is not known."""
    published = years(as_of)
    if len(published) < 2:
        raise NothingToShowError(SAY("trade.one_year", day=terms.day(as_of)))
    both = pd.concat([_with_union(imported(code, year, as_of), origin) for year in published[-2:]])
    if both.empty:
        raise NothingToShowError(SAY("product.not_imported", code=dotted(code), day=terms.day(as_of)))
    rows = revenue.two_years(both, "exporter_iso3", *published[-2:])
    names = cache.country_names()
    rows.insert(1, "name", [names[each] for each in rows["code"]])
    return rows


@kept
def shift(code: str, goods: str, origin: str, as_of: date) -> Figure:
    """Which origins sold more and less than the year before."""
    rows = two_years(code, origin, as_of)
    filled = rows.assign(change_usd=rows["value_usd"].fillna(0.0) - rows["value_base_usd"].fillna(0.0))
    moved = filled.loc[filled["change_usd"].abs().sort_values(ascending=False, kind="stable").index]
    moved = moved[moved["change_usd"] != 0].reset_index(drop=True)
    if moved.empty:
        raise NothingToShowError(SAY("trade.still"))
    shown = moved.head(SHOWN)
    views = {"Chart": lambda palette: value_pairs(shown, palette)}
    caption = shift_caption(moved, shown, goods)
    return Figure("look_up_shift", caption, moved, views, note=vintage_note(as_of), state=(code, origin, as_of))


@kept
def duty_collected(code: str, goods: str, origin: str, as_of: date) -> Figure:
    """The rate customs collected by origin in the two newest years."""
    rows = two_years(code, origin, as_of)
    shown = _largest(rows, origin)
    caption = duty_caption(rows, shown, goods)
    views = {"Chart": lambda palette: money.rate_pairs(shown, palette)}
    return Figure("look_up_collected", caption, rows, views, note=SAY("trade.mix"), state=(code, origin, as_of))


def supplier_bars(rows: pd.DataFrame, origin: str, palette: Palette) -> go.Figure:
    """Imports, one bar an origin; the one asked for stands out. ``rows``: code, name, value_usd, share_pct."""
    special = {origin: palette.ink, "CHN": palette.china}
    return bars(
        rows,
        palette,
        value=rows["value_usd"] / 1e9,
        unit="bn",
        colour=[special.get(code, palette.grey) for code in rows["code"]],
        text={"Value": bold(rows["value_usd"].map(terms.usd)), "Share": rows["share_pct"].map(_part)},
    )


def _part(share_pct: float) -> str:
    """A part of all imports, whole; what would print as none is told as under one percent."""
    if 0 < share_pct < 0.5:
        return SAY("suppliers.under", rate=terms.rate(1, 0))
    return terms.rate(share_pct, 0)


def suppliers_caption(rows: pd.DataFrame, shown: pd.DataFrame, origin: str, goods: str, year: int) -> Caption:
    """The largest supplier and its part, and the part of the origin asked for where that is another."""
    first = rows.iloc[0]
    of_origin = rows[rows["code"] == origin]
    fields: dict[str, str | int] = {
        "name": terms.with_article(str(first["name"]), "The"),
        "share": terms.rate(first["share_pct"], 0),
        "goods": goods,
        "year": year,
    }
    if of_origin.empty or first["code"] == origin:
        finding = SAY("suppliers.title", "first", **fields)
    else:
        fields |= {"own": _place(of_origin), "part": terms.rate(of_origin["share_pct"].iloc[0], 1)}
        finding = SAY("suppliers.title", "other", **fields)
    case, totals = of_all(rows, shown)
    measure = SAY("suppliers.measure", case, year=year, **totals)
    return Caption(finding, measure)


def value_pairs(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Imports of two years by origin, the earlier year hollow; an origin without imports in a year stands at zero."""
    marks, colours = [], [palette.country(code) for code in rows["code"]]
    for column, of_year in (("value_base_usd", "base_year"), ("value_usd", "year")):
        values, year = rows[column].fillna(0.0), str(rows[of_year].iloc[0])
        hover = [f"<b>{terms.usd(v)}</b> {year}<br>{name}" for v, name in zip(values, rows["name"], strict=True)]
        marks.append(Mark(values / 1e9, year, colours, hollow=of_year == "base_year", hover=hover))
    return dots(rows, palette, marks=marks, unit="bn", text={"Change": rows["change_usd"].map(_moved)})


def _moved(change_usd: float) -> str:
    return f"{'+' if change_usd > 0 else terms.MINUS}{terms.usd(abs(change_usd))}"


def _compared(rows: pd.DataFrame, shown: pd.DataFrame) -> tuple[str, dict[str, str | int]]:
    """The case of a measure and its fields: the two years, and how many of all origins are drawn."""
    return "largest" if len(rows) > len(shown) else "all", {
        "year": int(rows["year"].iloc[0]),
        "base": int(rows["base_year"].iloc[0]),
        "shown": len(shown),
        "count": terms.number(len(rows)),
    }


def shift_caption(moved: pd.DataFrame, shown: pd.DataFrame, goods: str) -> Caption:
    """Whose sales fell most and whose rose most. ``moved``: change_usd, the largest change first."""
    falls, rises = moved[moved["change_usd"] < 0], moved[moved["change_usd"] > 0]
    year = int(moved["year"].iloc[0])
    fields: dict[str, str | int] = {"goods": goods, "year": year}
    if len(falls):
        fields |= {"loser": _place(falls), "less": terms.usd(abs(float(falls["change_usd"].iloc[0])))}
    if len(rises):
        fields |= {"gainer": _place(rises), "more": terms.usd(float(rises["change_usd"].iloc[0]))}
    case = "both" if len(falls) and len(rises) else "less" if len(falls) else "more"
    drawn_case, compared = _compared(moved, shown)
    measure = SAY("shift.measure", drawn_case, **compared)
    return Caption(SAY("shift.title", case, **fields), measure)


def duty_caption(rows: pd.DataFrame, shown: pd.DataFrame, goods: str) -> Caption:
    """The rate of all origins together in both years. ``rows``: columns of ``measures.revenue.two_years``."""
    year, base = int(rows["year"].iloc[0]), int(rows["base_year"].iloc[0])
    now, before = (_mean_rate(rows, suffix) for suffix in ("", "_base"))
    case = "both" if pd.notna(now) and pd.notna(before) else "now" if pd.notna(now) else "before"
    rates: dict[str, dict[str, str | int]] = {
        "both": {"now": terms.rate(now), "before": terms.rate(before), "base": base, "year": year},
        "now": {"now": terms.rate(now), "year": year},
        "before": {"before": terms.rate(before), "base": base},
    }
    drawn_case, fields = _compared(rows, shown)
    measure = SAY("duty.measure", drawn_case, **fields)
    of_all_origins = f"All origins {_rate(before)} to {_rate(now)}"  # which no row has
    alt = "; ".join(
        f"{row['name']} {_rate(row['rate_base_pct'])} to {_rate(row['rate_pct'])}" for row in shown.to_dict("records")
    )
    finding = SAY("duty.title", case, goods=goods, **rates[case])
    return Caption(finding, measure, f"Pairs of marks, percent. {of_all_origins}; {alt}.")


def _mean_rate(rows: pd.DataFrame, suffix: str) -> float:
    value, duty = (float(rows[f"{name}{suffix}_usd"].sum()) for name in ("value", "duty"))
    return duty / value * 100 if value > 0 else float("nan")


def _rate(value: float) -> str:
    return "none" if pd.isna(value) else terms.rate(value)


def _place(rows: pd.DataFrame) -> str:
    return terms.with_article(str(rows["name"].iloc[0]))
