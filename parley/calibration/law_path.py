"""The law since January 2025 as steps of the short-run model: points of the average US tariff by quarter, and China's.

The same law and weights as those of the studies the model is fitted to (``rises``): rates by partner weighted by US
imports of 2023, before buyers turn away. Of answers China's alone is in a table by day.
"""

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.calibration.policy import CHINA, US
from parley.calibration.published_shocks import partner_rates
from parley.calibration.short_run import FIRST_DAY, mean_of_others
from parley.calibration.world import page_world
from parley.models.short_run import Step
from parley.tables.read import read_table

FIRST_YEAR = FIRST_DAY.year
LEAST_POINTS = 1e-9


@lru_cache(maxsize=8)
def law_path(until: date) -> pd.DataFrame:
    """Columns quarter (0 from January 2025), points, answered: means over the days of each quarter of the change since
    1 January 2025, points.

    Law of ``until`` and before; of its quarter, the days so far and its law to the end. Raises CalibrationError.
    """
    changes = read_table("us_tariff_partner_steps", where={"authority": ["total"]})["valid_from"]
    answers = read_table("china_tariff_on_us_chapters")
    days = {FIRST_DAY, *(day.date() for day in pd.to_datetime(pd.concat([changes, answers["date"]])))}
    began = sorted(day for day in days if FIRST_DAY <= day <= until)
    last = _end_of_quarter(until)
    bounds = [*began[1:], last + timedelta(days=1)]
    rows = []
    for begins, ends in zip(began, bounds, strict=True):
        points, answered = _rise(begins), _answer(answers, begins)
        for day in pd.date_range(begins, ends - timedelta(days=1)):
            rows.append(((day.year - FIRST_YEAR) * 4 + day.quarter - 1, points, answered))
    daily = pd.DataFrame(rows, columns=["quarter", "points", "answered"])
    return daily.groupby("quarter", as_index=False).mean()


def steps_of(path: pd.DataFrame) -> list[Step]:
    """Each quarter's change as a step that begins in it and stays; none where nothing changed."""
    moved = path[["points", "answered"]].diff().fillna(path[["points", "answered"]])
    return [
        Step(points, answered, int(quarter))
        for quarter, points, answered in zip(path["quarter"], moved["points"], moved["answered"], strict=True)
        if max(abs(points), abs(answered)) > LEAST_POINTS
    ]


def _rise(day: date) -> float:
    """Rise of the average US tariff since 1 January 2025, points."""
    economy = page_world().economy
    names, us = tuple(economy.names), economy.index(US)
    change = partner_rates("total", day) - partner_rates("total", FIRST_DAY)
    points = change.reindex(names).fillna(mean_of_others(change, names)).to_numpy(dtype=float)
    bought = economy.flows[:, us].copy()
    bought[us] = 0.0
    return float(bought @ points / bought.sum())


def _answer(answers: pd.DataFrame, day: date) -> float:
    """Rise of China's average duty on US goods since 1 January 2025, points, times its share of US exports."""
    economy = page_world().economy
    us, china = economy.index(US), economy.index(CHINA)
    sold = np.delete(economy.flows[us], us)
    return (_china(answers, day) - _china(answers, FIRST_DAY)) * float(economy.flows[us, china] / sold.sum())


def _china(answers: pd.DataFrame, day: date) -> float:
    """China's mean duty on US goods on a day, percent, chapters weighted by its imports of them."""
    so_far = answers[answers["date"] <= pd.Timestamp(day)]
    rows = so_far[so_far["date"] == so_far["date"].max()]
    return float(np.average(rows["import_weighted_pct"], weights=rows["china_imports_from_us_usd"]))


def _end_of_quarter(day: date) -> date:
    return (pd.Timestamp(day) + pd.offsets.QuarterEnd(0)).date()
