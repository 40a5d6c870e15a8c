"""Where forecasts were read, and which scenario of an edition they are."""

from collections.abc import Callable, Sequence

import pandas as pd

from parley import terms, words
from parley.measures import forecasts as measures

SAY = words.beside(__file__)
SCENARIOS = {
    "prolonged_disruption": "a prolonged disruption",
    "double_hit": "a second wave of the epidemic",
    "high_energy_prices": "high energy prices",
}


def outlook(edition: str, editions: pd.DataFrame) -> str:
    """An edition of the OECD in a sentence, by its kind and month. ``editions``: rows of ``forecast_editions``."""
    published = editions.loc[editions["edition"] == edition, "published_on"].iloc[0]
    return SAY("edition", "ieo" if edition.startswith("IEO") else "eo", month=terms.month(published))


def read_in_press(
    rows: pd.DataFrame,
    by: str = "edition",
    name: Callable[[str], str] = terms.edition,
    within: str = "target_year",
    part: Callable[[str], str] = str,
) -> str:
    """Which figures were not read in the edition itself; empty where none.

    ``rows`` of ``forecasts``, of ``forecasts.forecast_errors`` or of ``tariff_effects``, told apart by the column
    ``by`` and named by ``name``; the shorter of two lists is given, and where only some of one are meant the values of
    the column ``within``, named by ``part``.
    """
    press = measures.in_press(rows)
    if not press.any():
        return ""
    if press.all():
        return SAY("press", "all")
    read, itself = (terms.listed(_named(rows, mask, (by, name), (within, part))) for mask in (press, ~press))
    if len(itself) < len(read):
        return SAY("press", "but", itself=itself)
    return SAY("press", "some", read=read)


def _named(
    rows: pd.DataFrame,
    mask: pd.Series,
    whole: tuple[str, Callable[[str], str]],
    part: tuple[str, Callable[[str], str]],
) -> list[str]:
    """The names with a row in the mask; the parts of those rows where the name has others too."""
    (by, name), (within, part_name) = whole, part
    named = []
    for key, values in rows[mask].groupby(by, sort=False)[within]:
        parts = terms.listed([part_name(str(value)) for value in sorted(set(values))])
        named.append(name(str(key)) + (f" ({parts})" if (rows.loc[~mask, by] == key).any() else ""))
    return named


def means_in_press(rows: pd.DataFrame, prefixes: Sequence[str] = ("",)) -> str:
    """Which editions' means rest on figures read in press reports; empty where none.

    ``rows``: columns edition and n_read_in_press, with each of ``prefixes`` before them.
    """
    read = pd.concat([rows.loc[rows[f"{p}n_read_in_press"] > 0, f"{p}edition"] for p in prefixes]).drop_duplicates()
    if read.empty:
        return ""
    return SAY("press_means", "some", editions=terms.listed([terms.edition(name) for name in read]))


def not_found(forecasts: pd.DataFrame, editions: pd.DataFrame) -> str:
    """Editions known to have come out of which our tables hold no figure; empty where none.

    ``forecasts`` and ``editions`` as known on one day.
    """
    titles = list(measures.without_figures(forecasts, editions)["title"])
    return SAY("missing", "titles", titles=terms.listed(titles)) if titles else ""


def scenarios(forecasts: pd.DataFrame, path: pd.DataFrame) -> str:
    """What an edition's baseline stands for, and its other scenarios, none of which is drawn; empty without any.

    ``path``: rows of ``forecasts.paths``.
    """
    others = measures.other_scenarios(forecasts, path)
    lines = []
    for (edition, scenario), part in others.groupby(["edition", "scenario"], sort=False):
        values = [
            SAY("scenario", "value", value=terms.rate(r["value_pct"], r["decimals"]), year=r["target_year"])
            for r in part.to_dict("records")
        ]
        baseline = path.loc[path["edition"] == edition, "note"].dropna().unique()
        line = SAY(
            "scenario",
            "baseline" if len(baseline) else "other",
            edition=terms.edition(str(edition)),
            baseline=baseline[0] if len(baseline) else "",
            scenario=SCENARIOS[str(scenario)],
            values=terms.listed(values),
        )
        lines.append(line)
    return ". ".join(lines)


def sentences(*parts: str) -> str:
    return ". ".join(part for part in parts if part)
