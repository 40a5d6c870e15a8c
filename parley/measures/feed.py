"""China's imports of rare-earth compounds by origin, with what the extract does not name."""

import pandas as pd

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
