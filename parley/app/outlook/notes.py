"""Where forecasts were read, and which scenario of an edition they are."""

import pandas as pd

from parley import terms, words
from parley.measures import forecasts as measures

SAY = words.beside(__file__)
SCENARIOS = {
    "prolonged_disruption": "a prolonged disruption",
    "double_hit": "a second wave",
    "high_energy_prices": "high energy prices",
}


def outlook(edition: str, editions: pd.DataFrame) -> str:
    """An edition of the OECD in a sentence, by its kind and month. ``editions``: rows of ``forecast_editions``."""
    published = editions.loc[editions["edition"] == edition, "published_on"].iloc[0]
    return SAY("edition", "ieo" if edition.startswith("IEO") else "eo", month=terms.month(published))


def read_in_press(rows: pd.DataFrame) -> str:
    """Whether figures were not read in the edition itself; empty where none.

    ``rows`` of ``forecasts``, of ``forecasts.forecast_errors`` or of ``tariff_effects``.
    """
    press = measures.in_press(rows)
    return SAY("press", "all" if press.all() else "some") if press.any() else ""


def not_found(forecasts: pd.DataFrame, editions: pd.DataFrame) -> str:
    """Editions known to have come out of which there is no figure; empty where none.

    ``forecasts`` and ``editions`` as known on one day.
    """
    titles = list(measures.without_figures(forecasts, editions)["title"])
    return SAY("missing", "titles", titles=terms.listed(titles)) if titles else ""


def scenarios(forecasts: pd.DataFrame, path: pd.DataFrame, editions: pd.DataFrame) -> str:
    """The other scenarios of the editions of a path, none of which is drawn; empty without any.

    ``path``: rows of ``forecasts.paths``; ``editions``: rows of ``forecast_editions``.
    """
    others = measures.other_scenarios(forecasts, path)
    lines = []
    for (edition, scenario), part in others.groupby(["edition", "scenario"], sort=False):
        values = [
            SAY("scenario", "value", value=terms.rate(r["value_pct"], r["decimals"]), year=r["target_year"])
            for r in part.to_dict("records")
        ]
        line = SAY(
            "scenario",
            "other",
            edition=outlook(str(edition), editions),
            scenario=SCENARIOS[str(scenario)],
            values=terms.listed(values),
        )
        lines.append(line)
    return ". ".join(lines)


def sentences(*parts: str) -> str:
    return ". ".join(part for part in parts if part)
