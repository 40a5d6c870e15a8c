"""The stages of the dispute: every day on which the duty of either side on all goods of the other changed."""

import pandas as pd

DAY = pd.Timedelta(days=1)
COLUMNS = ["stage", "last_day", "importer_iso3", "authority", "base_pct", "rate_pct"]


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
