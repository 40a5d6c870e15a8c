"""The stages of the dispute: every day on which the duty of either side on all goods of the other changed."""

from typing import Any

import pandas as pd

from parley.measures.tariffs import DAY, listed_goods_acts

COLUMNS = ["stage", "last_day", "importer_iso3", "authority", "base_pct", "rate_pct"]
SIDES = {"us": "USA", "china": "CHN"}
SHORTEST_DAYS = 7
OF_SIDE = ("rate_pct", "event_id", "is_confirmed", "is_listed")
LONG_COLUMNS = ["valid_from", "valid_to", "event_id", *(f"{side}_{part}" for side in SIDES for part in OF_SIDE)]


def stages(steps: pd.DataFrame) -> pd.DataFrame:
    """Both sides' stacks at every change, one row per stage, side and legal authority.

    ``steps``: as ``tariffs.both_sides_steps`` gives them; duties on listed goods are left out, and so are the days on
    which either side's duty is not confirmed. ``stage`` is the first day, ``last_day`` the last; a renewal at the same
    rate begins no stage. Empty when no duty stood on all goods.
    """
    headline = steps[steps["state"] != "listed_goods"]
    sure_until = headline.loc[headline["state"] == "not_confirmed", "valid_from"].min() - DAY
    if pd.isna(sure_until):
        sure_until = headline["valid_to"].max()
    sure = headline[headline["valid_from"] <= sure_until]
    first_days = pd.DataFrame({"stage": sorted(set(sure["valid_from"]))}, dtype="datetime64[ns]")
    by_day = sure.merge(first_days, how="cross")
    by_day = by_day[(by_day["valid_from"] <= by_day["stage"]) & (by_day["stage"] <= by_day["valid_to"])]
    by_day = by_day.sort_values(["stage", "importer_iso3", "base_pct"], ascending=[True, False, True])
    changed = by_day[by_day["stage"].isin(_changes(by_day))]
    ends = changed["stage"].drop_duplicates()
    last_days = dict(zip(ends, (ends.shift(-1) - DAY).fillna(sure_until), strict=True))
    staged: pd.DataFrame = changed.assign(last_day=changed["stage"].map(last_days))[COLUMNS]
    return staged.reset_index(drop=True)


def _changes(by_day: pd.DataFrame) -> list[pd.Timestamp]:
    """The days whose stacks differ from those of the day before them in the list."""
    changed, before = [], None
    for day, group in by_day.groupby("stage"):
        stack = set(zip(group["importer_iso3"], group["authority"], group["rate_pct"], strict=True))
        if stack != before:
            changed.append(pd.Timestamp(str(day)))
        before = stack
    return changed


def totals(staged: pd.DataFrame) -> pd.DataFrame:
    """Each side's headline duty by stage: columns USA and CHN in percent, 0 where a side had no such duty yet."""
    table = staged.pivot_table(index="stage", columns="importer_iso3", values="rate_pct", aggfunc="sum", observed=True)
    return table.reindex(columns=["USA", "CHN"]).fillna(0.0)


def long_stages(steps: pd.DataFrame, layers: pd.DataFrame) -> pd.DataFrame:
    """One row a stage of a week or more, oldest first; the last goes on to the end of the steps, however short.

    ``steps``: as ``tariffs.both_sides_steps`` gives them, whose rows on lists are left out; ``layers``: the table.
    Of a stage: its first and last day (missing of one that goes on), ``event_id`` of the act that began it, and of each
    side the sum of its tariffs on all goods, missing where it has none, ``event_id`` of the newest act behind it,
    ``is_confirmed`` (its end is not past the last check) and ``is_listed`` (lists were taxed on its first day).
    """
    on_all_goods = steps[steps["state"] != "listed_goods"]
    if on_all_goods.empty:
        return pd.DataFrame(columns=[*LONG_COLUMNS, "source_id"])
    last = pd.Timestamp(steps["valid_to"].max())
    days = sorted({*on_all_goods["valid_from"], *(on_all_goods["valid_to"] + DAY)})
    every: list[dict[str, Any]] = []
    for day in (day for day in days if day <= last):
        row = _stage(on_all_goods, day)
        if every and all(_is_same(every[-1][f"{side}_rate_pct"], row[f"{side}_rate_pct"]) for side in SIDES):
            every[-1] |= {f"{side}_is_confirmed": row[f"{side}_is_confirmed"] for side in SIDES}
        else:
            every.append(row)
    ends = [after["valid_from"] - DAY for after in every[1:]]
    rows = [
        row | {"valid_to": end} | _lists(layers, row["valid_from"])
        for row, end in zip(every, [*ends, pd.NaT], strict=True)
        if pd.isna(end) or (end - row["valid_from"]).days + 1 >= SHORTEST_DAYS
    ]
    return pd.DataFrame(rows)[[*LONG_COLUMNS, "source_id"]]


def _stage(steps: pd.DataFrame, day: pd.Timestamp) -> dict[str, Any]:
    """Each side's tariff on a day, and the act that began something on it, the United States' before China's."""
    standing = steps[(steps["valid_from"] <= day) & (steps["valid_to"] >= day)]
    begun = standing[standing["since"] == day].sort_values("importer_iso3", ascending=False)
    row: dict[str, Any] = {"valid_from": day, "event_id": None if begun.empty else begun["event_id"].iloc[0]}
    row["source_id"] = next(iter(standing["source_id"]), None)
    for side, importer in SIDES.items():
        stack = standing[standing["importer_iso3"] == importer].sort_values("since")
        row[f"{side}_rate_pct"] = float(stack["rate_pct"].sum()) if len(stack) else float("nan")
        row[f"{side}_event_id"] = stack["event_id"].iloc[-1] if len(stack) else None
        row[f"{side}_is_confirmed"] = not stack["state"].eq("not_confirmed").any()
    return row


def _is_same(one: float, other: float) -> bool:
    return one == other or (pd.isna(one) and pd.isna(other))


def _lists(layers: pd.DataFrame, day: pd.Timestamp) -> dict[str, bool]:
    taxed = set(listed_goods_acts(layers, day.date())["importer_iso3"])
    return {f"{side}_is_listed": importer in taxed for side, importer in SIDES.items()}


def peak(steps: pd.DataFrame, importer: str) -> float | None:
    """A side's highest confirmed tariff on all goods, however short it stood; None where it had none."""
    side = steps[(steps["importer_iso3"] == importer) & (steps["state"] == "in_force")]
    return None if side.empty else float((side["base_pct"] + side["rate_pct"]).max())
