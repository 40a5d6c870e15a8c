"""Who took China's place in US imports of some goods: shares over the same months of each year, and shortfalls."""

from collections.abc import Collection

import pandas as pd

from parley.measures import trade
from parley.measures.bilateral import BASE_YEAR, CHINA

OTHERS = "ROW"
FLOW_COLUMNS = ["naics3", "partner_iso3", "flow_usd", "value_usd", "value_before_usd", "source_id"]
INDUSTRY_COLUMNS = [
    "naics3",
    "share_before_pct",
    "share_pct",
    "change_pp",
    "shortfall_usd",
    "value_usd",
    "value_before_usd",
    "world_usd",
    "world_before_usd",
    "source_id",
]
LEAST_MONTHS = 6  # a year begun is the default only when half of it is known


def months_known(months: pd.Series) -> dict[int, int]:
    """Number of months from January on that are known in each year after the base year, newest year first."""
    unique = pd.DatetimeIndex(months.unique())
    count = {year: _unbroken(unique, year) for year in sorted(set(unique.year), reverse=True) if year > BASE_YEAR}
    return {year: months for year, months in count.items() if months > 0} if _unbroken(unique, BASE_YEAR) else {}


def _unbroken(months: pd.DatetimeIndex, year: int) -> int:
    whole = pd.date_range(pd.Timestamp(year, 1, 1), periods=trade.MONTHS_IN_YEAR, freq="MS")
    return int(pd.Series(whole.isin(months)).cummin().sum())


def default_year(counts: dict[int, int]) -> int:
    """The newest year of which at least half is known, else the newest of all. Raises ValueError when there is none."""
    if not counts:
        raise ValueError("no year after the base year is known")
    return next((year for year, months in counts.items() if months >= LEAST_MONTHS), next(iter(counts)))


def shares(rows: pd.DataFrame, through_month: int, eu_members: Collection[str]) -> pd.DataFrame:
    """Share of each partner in US imports of the goods in ``rows``, January to ``through_month`` of each year, percent.

    ``rows``: partner_iso3 (WLD among them), month, value_usd, source_id, one or several per partner and month, which
    are added. A partner without imports in one of the months has no share in that year. Members of the European Union
    are inside it and left out. Columns of ``trade.partner_shares``.
    """
    sums = rows.groupby(["partner_iso3", "month", "source_id"], as_index=False, observed=True)[["value_usd"]].sum()
    one = sums.assign(reporter_iso3="USA", flow="import", basis="consumption", vintage=sums["month"].max())
    table = trade.partner_shares(one, basis="consumption", through_month=through_month).dropna(subset="share_pct")
    inside = table["partner_iso3"].isin([*eu_members, trade.WORLD])
    return table[~inside].reset_index(drop=True)


def with_years_of_products(by_month: pd.DataFrame, products: pd.DataFrame) -> pd.DataFrame:
    """Yearly shares from months, and those of later years from a table of products without months.

    ``products``: exporter_iso3, year, value_usd, source_id. The divisor of these years is the sum of their partners,
    as the table has no world total. Only partners that ``by_month`` knows are added.
    """
    keys = ["exporter_iso3", "year", "source_id"]
    sums = products.groupby(keys, as_index=False, observed=True)[["value_usd"]].sum()
    total = sums.groupby("year")["value_usd"].transform("sum").astype(float)
    first = int(products["year"].min())
    added = sums.rename(columns={"exporter_iso3": "partner_iso3"}).assign(
        world_usd=total, share_pct=sums["value_usd"] / total * 100, world_source_id=sums["source_id"]
    )
    of_partners = added[added["partner_iso3"].isin(set(by_month["partner_iso3"]))]
    both = pd.concat([by_month[by_month["year"] < first], of_partners], ignore_index=True)
    return both.sort_values(["partner_iso3", "year"], ignore_index=True)[trade.SHARE_COLUMNS]


def by_industry(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """China's share of US imports of each industry in the base year and in ``year``, and its shortfall in US dollars.

    shortfall_usd = (share_before_pct - share_pct) / 100 x imports of the industry from the world in ``year``: what
    China would have sold more with its earlier share. Positive where the share fell. ``rows``: naics3, partner_iso3,
    month, value_usd, source_id, the same months of both years. Industries without imports in one year are left out.
    """
    sums = _by_year(rows, ["naics3", "partner_iso3"])
    china, world = (sums.xs(p, level="partner_iso3") for p in (CHINA, trade.WORLD))
    table = pd.DataFrame(
        {
            "value_usd": china[year],
            "value_before_usd": china[BASE_YEAR],
            "world_usd": world[year],
            "world_before_usd": world[BASE_YEAR],
        }
    ).dropna()
    table["share_pct"] = table["value_usd"] / table["world_usd"] * 100
    table["share_before_pct"] = table["value_before_usd"] / table["world_before_usd"] * 100
    table["change_pp"] = table["share_pct"] - table["share_before_pct"]
    table["shortfall_usd"] = -table["change_pp"] / 100 * table["world_usd"]
    table["source_id"] = rows["source_id"].iloc[0]
    return table.sort_values("shortfall_usd", ascending=False).reset_index()[INDUSTRY_COLUMNS]


def flows(rows: pd.DataFrame, year: int, eu_members: Collection[str]) -> pd.DataFrame:
    """China's shortfall in each industry, laid on the partners that gained there in proportion to their gains.

    A partner's gain is its change in share of the industry's imports times the imports of ``year``, as China's
    shortfall is; what is left of the world is one partner more. Customs do not record who replaced whom: the
    proportion is an assumption. Industries where China's share did not fall have no rows. flow_usd of an industry
    adds to its shortfall_usd.
    """
    inside = rows["partner_iso3"].isin(eu_members)
    sums = _by_year(rows[~inside], ["naics3", "partner_iso3"]).fillna(0.0).reset_index()
    world = sums[sums["partner_iso3"] == trade.WORLD].set_index("naics3")[[BASE_YEAR, year]]
    parts = sums[sums["partner_iso3"] != trade.WORLD]
    rest = world - parts.groupby("naics3")[[BASE_YEAR, year]].sum()
    parts = pd.concat([parts, rest.assign(partner_iso3=OTHERS).reset_index()], ignore_index=True)
    total = parts["naics3"].map(world[year])
    before = parts["naics3"].map(world[BASE_YEAR])
    change = (parts[year] / total - parts[BASE_YEAR] / before) * total
    parts = parts.assign(change_usd=change).dropna(subset="change_usd")
    lost = parts[(parts["partner_iso3"] == CHINA) & (parts["change_usd"] < 0)].set_index("naics3")["change_usd"]
    gained = parts[(parts["change_usd"] > 0) & parts["naics3"].isin(lost.index)]
    gains = gained.groupby("naics3")["change_usd"].transform("sum")
    flow = gained["change_usd"] / gains * -gained["naics3"].map(lost)
    table = gained.rename(columns={BASE_YEAR: "value_before_usd", year: "value_usd"})
    table = table.assign(flow_usd=flow, source_id=rows["source_id"].iloc[0])
    return table.sort_values(["naics3", "flow_usd"], ascending=[True, False], ignore_index=True)[FLOW_COLUMNS]


def _by_year(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    year = rows["month"].dt.year.rename("year")
    return rows.groupby([*keys, year], observed=True)["value_usd"].sum().unstack("year")


def gathered(table: pd.DataFrame, industries: int = 6, partners: int = 6) -> pd.DataFrame:
    """The flows between the largest industries and partners, the others of each as one (naics3 ``other``, ROW).

    ``flow_usd`` in US$. Columns naics3, partner_iso3, source_id, flow_usd.
    """
    large = table.groupby("naics3")["flow_usd"].sum().nlargest(industries).index
    named = table[table["partner_iso3"] != OTHERS]
    won = named.groupby("partner_iso3")["flow_usd"].sum().nlargest(partners).index
    kept = table.assign(
        naics3=table["naics3"].where(table["naics3"].isin(large), "other"),
        partner_iso3=table["partner_iso3"].where(table["partner_iso3"].isin(won), OTHERS),
    )
    return kept.groupby(["naics3", "partner_iso3", "source_id"], as_index=False)[["flow_usd"]].sum()


def monthly(rows: pd.DataFrame, partners: Collection[str]) -> pd.DataFrame:
    """Imports of the goods in ``rows`` by month from the partners named: partner_iso3, month, value_usd, source_id."""
    chosen = rows[rows["partner_iso3"].isin(partners)]
    keys = ["partner_iso3", "month", "source_id"]
    return chosen.groupby(keys, as_index=False, observed=True)[["value_usd"]].sum()


def summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Sums of twelve months of ``monthly`` rows; months whose dozen is incomplete have no row."""
    parts = []
    for _, of_partner in rows.groupby("partner_iso3", observed=True):
        by_month = of_partner.set_index("month").sort_index().asfreq("MS")
        sums = by_month["value_usd"].rolling(trade.MONTHS_IN_YEAR).sum()
        parts.append(by_month.assign(value_usd=sums).dropna(subset="value_usd").reset_index())
    return pd.concat(parts, ignore_index=True)[["partner_iso3", "month", "value_usd", "source_id"]]
