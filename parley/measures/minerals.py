"""Minerals: demand for magnets, China's part of output and of US trade, reserves, feed, prices."""

from typing import Any

import pandas as pd

# Demand for magnet rare earths by use: the observed year and one scenario after it.

USES = ("electric_vehicles", "wind", "other")
TOTAL, OBSERVED = "total", "observed"


def scenarios(table: pd.DataFrame) -> list[str]:
    """The scenarios, in the order of their total in the last year: the lowest first."""
    ahead = table[(table["use"] == TOTAL) & (table["scenario"] != OBSERVED)]
    return list(ahead[ahead["year"] == ahead["year"].max()].sort_values("demand_kt")["scenario"])


def path(table: pd.DataFrame, scenario: str) -> pd.DataFrame:
    """Rows of the observed year and of the scenario, by year and use, with ``share_pct`` of the year's total.

    Share = demand of the use / printed total; the total itself has 100.
    """
    rows = table[table["scenario"].isin([OBSERVED, scenario])]
    totals = rows[rows["use"] == TOTAL].set_index("year")["demand_kt"]
    rows = rows.assign(share_pct=rows["demand_kt"] / rows["year"].map(totals) * 100)
    order = {use: i for i, use in enumerate((*USES, TOTAL))}
    return rows.sort_values(["year", "use"], key=lambda c: c.map(order) if c.name == "use" else c, ignore_index=True)


# China's share of the world's output of minerals in the newest year.

# each edition has a chapter on it and no table of world output
WITHOUT_TABLE = ("Germanium",)
NO_TABLE, NOT_LISTED = "no world table printed", "China has no row of its own"


def ranked(table: pd.DataFrame) -> pd.DataFrame:
    """China's share by mineral in the newest year, largest first, from the newest edition that has the year.

    Minerals without a world table, or without a row for China, follow with a missing share and ``gap`` saying which.
    """
    rows = table[table["year"] == table["year"].max()]
    now = rows[rows["published_on"] == rows["published_on"].max()].sort_values("share_pct", ascending=False)
    gaps = _gaps(sorted(set(table["mineral"]) - set(now["mineral"])), now.iloc[0])
    ranks: pd.DataFrame = pd.concat([now, gaps], ignore_index=True)
    return ranks


def _gaps(unlisted: list[str], of: "pd.Series[Any]") -> pd.DataFrame:
    same = {c: of[c] for c in ("year", "edition", "published_on", "date_basis", "source_id")}
    gaps = [(name, NOT_LISTED) for name in unlisted] + [(name, NO_TABLE) for name in WITHOUT_TABLE]
    return pd.DataFrame([{"mineral": name, "gap": gap, **same} for name, gap in gaps])


# China's share of US trade in mineral headings among 18 partners, by heading and by year.

CHINA = "CHN"
RARE_EARTHS = ("2805", "2846", "8505")


def by_heading(table: pd.DataFrame, flow: str) -> pd.DataFrame:
    """China's share of one flow by heading in the newest whole year, largest first; headings without trade left out.

    Share = trade with China / trade with the 18 partners; no recorded trade with China is a share of zero.
    """
    whole = table[~table["is_partial_year"]]
    rows = whole[(whole["flow"] == flow) & (whole["year"] == whole["year"].max())]
    shares = _shares(rows, ["hts4", "heading", "year", "source_id"])
    return shares.sort_values(["share_pct", "all_usd"], ascending=False, ignore_index=True)


def by_year(table: pd.DataFrame, flow: str, headings: tuple[str, ...]) -> pd.DataFrame:
    """China's share of one flow in the headings together, by year; January to April of the newest year comes last.

    Of the partial periods only those after the last whole year are kept.
    """
    rows = table[(table["flow"] == flow) & table["hts4"].isin(headings)]
    last = rows.loc[~rows["is_partial_year"], "year"].max()
    rows = rows[~rows["is_partial_year"] | (rows["year"] > last)]
    shares = _shares(rows, ["year", "is_partial_year", "source_id"])
    return shares.assign(headings=", ".join(headings)).sort_values("year", ignore_index=True)


def _shares(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    china = rows["value_usd"].where(rows["partner_iso3"] == CHINA, 0.0)
    sums = (
        rows.assign(china_usd=china)
        .groupby(by, sort=False)
        .agg(china_usd=("china_usd", "sum"), all_usd=("value_usd", "sum"))
    )
    shares: pd.DataFrame = sums.reset_index()
    return shares.assign(
        other_usd=shares["all_usd"] - shares["china_usd"], share_pct=shares["china_usd"] / shares["all_usd"] * 100
    )


# Reserves of one edition beside the edition before, and shares that are at most what they say.


def editions(reserves: pd.DataFrame) -> list[str]:
    """The editions known, newest first."""
    return list(reserves.sort_values("published_on", ascending=False)["edition"].drop_duplicates())


def by_country(reserves: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Rows of one edition, largest first, the world last; the edition before beside them.

    Adds ``share_at_most_pct`` = reserves / printed world total: the total is printed as "more than", so the share is
    an upper bound; and ``edition_before``, ``reserves_before_t`` (missing where no earlier edition is here).
    """
    names = editions(reserves)
    earlier = names[names.index(edition) + 1 :]
    rows = reserves[reserves["edition"] == edition]
    world = float(rows.loc[rows["iso3"] == "WLD", "reserves_t"].iloc[0])
    before = reserves[reserves["edition"].isin(earlier[:1])].set_index("iso3")["reserves_t"]
    shown = rows.assign(
        share_at_most_pct=(rows["reserves_t"] / world * 100).where(rows["iso3"] != "WLD"),
        edition_before=earlier[0] if earlier else None,
        reserves_before_t=rows["iso3"].map(before),
    )
    order = shown.assign(last=shown["iso3"] == "WLD", size=shown[["reserves_t", "reserves_before_t"]].max(axis=1))
    order = order.sort_values(["last", "size", "country"], ascending=[True, False, True], ignore_index=True)
    return order.drop(columns=["last", "size"])


# China's imports of rare-earth compounds by origin, with what the extract does not name.

REST = "ROW"


def by_origin(imports: pd.DataFrame) -> pd.DataFrame:
    """Rows by year and origin with ``share_pct`` of the year's weight; the rest of the world is the total less them.

    The rest is derived and its weight counts as estimated, since the total's is. Sorted by year, origins by their
    weight in the newest year, the rest last.
    """
    world = imports[imports["partner_iso3"] == "WLD"].set_index("year")
    named = imports[imports["partner_iso3"] != "WLD"]
    sums = named.groupby("year")[["net_weight_t", "value_usd"]].sum().reindex(world.index, fill_value=0.0)
    rest = world.reset_index().assign(partner_iso3=REST)
    for column in ("net_weight_t", "value_usd"):
        # the world is rounded in other places than its parts: a rest below zero is none
        rest[column] = (world[column] - sums[column]).clip(lower=0).to_numpy()
    rows = pd.concat([named.assign(kind="reported"), rest.assign(kind="derived")], ignore_index=True)
    rows = rows.assign(share_pct=rows["net_weight_t"] / rows["year"].map(world["net_weight_t"]) * 100)
    order = origins(rows)
    rows = rows.assign(order=rows["partner_iso3"].map({iso3: i for i, iso3 in enumerate(order)}))
    return rows.sort_values(["order", "year"], ignore_index=True).drop(columns="order")


def origins(rows: pd.DataFrame) -> list[str]:
    """Origins by their weight over the last three years, largest first, the rest of the world last."""
    late = rows[rows["year"] > rows["year"].max() - 3]
    weights = late.groupby("partner_iso3")["net_weight_t"].sum().reindex(rows["partner_iso3"].unique(), fill_value=0.0)
    named = weights.drop(REST, errors="ignore").sort_values(ascending=False)
    return [*(str(iso3) for iso3 in named.index), REST]


# Prices of rare earths: yearly averages of an edition, and single quotes beside them, never joined.

HOME_MARKET, QUOTED = "china_fob", "Y2O3|oxide"


def products(prices: pd.DataFrame) -> list[str]:
    """Products as specified, dearest in their newest year first."""
    newest = prices.sort_values("year").groupby("specification")["price_usd_per_kg"].last()
    return [str(name) for name in newest.sort_values(ascending=False).index]


def newest_edition(prices: pd.DataFrame) -> pd.DataFrame:
    """Rows of the edition published last, dearest product first, then by year."""
    rows: pd.DataFrame = prices[prices["published_on"] == prices["published_on"].max()]
    order = {name: i for i, name in enumerate(products(rows))}
    rows = rows.assign(order=rows["specification"].map(order))
    return rows.sort_values(["order", "year"], ignore_index=True).drop(columns="order")


def of_product(prices: pd.DataFrame, specification: str) -> pd.DataFrame:
    """The years of one product in every edition that prints it, oldest edition first."""
    rows = prices[prices["specification"] == specification]
    return rows.sort_values(["published_on", "year"], ignore_index=True)


def beside(quotes: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Single quotes with, for each element quoted, the newest yearly average of its oxide; one row a mark.

    Adds ``edition`` and ``is_estimate`` (of the averages) and market ``china_fob`` for the averages; sorted by
    element in the order of ``price_quotes``, then averages first, then by day. They are other goods in other markets:
    no difference of them is taken.
    """
    oxides = prices[prices["specification"].str.contains(QUOTED) & prices["symbol"].isin(quotes["symbol"])]
    newest = newest_edition(pd.concat([oxides, _mixture(prices, quotes)]))
    averages = newest[newest["year"] == newest.groupby("specification")["year"].transform("max")]
    marks = pd.DataFrame(
        {
            "product": averages["specification"],
            "symbol": averages["symbol"].fillna(averages["element"]),
            "market": HOME_MARKET,
            "place": averages["basis"].map({"fob_china": "free on board China", "fob": "free on board"}),
            "kind": "year_average",
            "date_start": pd.to_datetime(averages["year"].astype(str) + "-01-01"),
            "date_end": pd.to_datetime(averages["year"].astype(str) + "-12-31"),
            "low_usd_per_kg": averages["price_usd_per_kg"],
            "high_usd_per_kg": averages["price_usd_per_kg"],
            "assessor": averages["quoted_by"],
            "edition": averages["edition"],
            "is_estimate": averages["is_estimate"],
            "source_id": averages["source_id"],
        }
    )
    order = {symbol: i for i, symbol in enumerate(quotes["symbol"].drop_duplicates())}
    shown = pd.concat([marks, quotes], ignore_index=True)
    shown = shown.assign(order=shown["symbol"].map(order), average=shown["market"] == HOME_MARKET)
    shown = shown.sort_values(["order", "average", "date_end"], ascending=[True, False, True], ignore_index=True)
    return shown.drop(columns=["order", "average"])


def _mixture(prices: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """The rows of the neodymium-praseodymium mixture, where it is quoted: it has no symbol of its own."""
    return prices[(prices["element"] == "NdPr") & prices["element"].isin(quotes["symbol"])]
