"""Which tariffs were in force on a day, what the layers on all goods add up to, and their steps over time."""

from datetime import date

import pandas as pd

HEADLINE = ("all_goods", "broad_with_exemptions")
# from the zero line upwards
STACKING = (
    "ieepa_fentanyl",
    "ieepa_reciprocal",
    "section_122",
    "section_301",
    "section_232",
    "section_201",
    "section_338",
    "china_retaliation",
)
STEPS = ["importer_iso3", "authority", "programme", "instrument", "event_id", "rate_pct", "source_id"]
LISTS_UNTIL = pd.Timestamp("2024-12-31")
DAY = pd.Timedelta(days=1)


def in_force(frame: pd.DataFrame, on: date) -> pd.DataFrame:
    """The rows with ``valid_from`` <= ``on`` <= ``valid_to``, both days included; an empty ``valid_to`` is open.

    Rows without ``valid_from`` (talks, threats, acts that never began) are never in force.
    """
    day = pd.Timestamp(on)
    return frame[(frame["valid_from"] <= day) & ~(frame["valid_to"] < day)]


def confirmed_by(layers: pd.DataFrame, on: pd.Timestamp) -> pd.Series:
    """The last day a source confirms each layer, as known on a day: none speaks of later ones yet."""
    until: pd.Series = layers["confirmed_until"]
    return until.mask(until > on, on)


def confirmed_until(layers: pd.DataFrame, importer: str, exporter: str, on: date) -> pd.Timestamp | None:
    """The last day to which sources confirm the open duties on all or most goods in force on a day; None where all have
    ended.
    """
    in_force_now = in_force(_headline_layers(layers, importer, exporter), on)
    last = in_force_now.loc[in_force_now["valid_to"].isna(), "confirmed_until"].min()
    return None if pd.isna(last) else last


def headline_additional(layers: pd.DataFrame, importer: str, exporter: str, on: date) -> float:
    """Sum in percent of the additional duties on all goods, or all but exemptions, in force on a day.

    It is the rate before exemptions, without ordinary duty and without layers on listed goods; ``layers`` as in the
    table ``tariff_layers``.
    """
    return float(in_force(_headline_layers(layers, importer, exporter), on)["rate_pct"].sum())


def headline_steps(layers: pd.DataFrame, importer: str, exporter: str, until: date) -> pd.DataFrame:
    """The stack of headline layers as one row per layer and stretch in which no layer changes, to ``until``.

    Columns: importer_iso3, authority, programme, instrument, event_id, rate_pct, ``since`` (first day of the layer),
    valid_from and valid_to of the stretch, ``base_pct`` (sum of the layers below it) and ``state``. The state is
    in_force, or not_confirmed for the days of an open layer after ``confirmed_until`` (where empty: after
    ``scheduled_end``), up to which our sources speak.
    """
    return _stacked(_spans(_headline_layers(layers, importer, exporter), pd.Timestamp(until)))


def listed_goods_steps(layers: pd.DataFrame, importer: str, exporter: str, until: date) -> pd.DataFrame:
    """The highest verified rate of the layers on listed goods over time, in the columns of ``headline_steps``.

    Layers on lists of goods do not add up, so one bar stands for them: ``base_pct`` is 0, ``state`` is listed_goods
    or, where no list of that rate is confirmed any more, not_confirmed.
    """
    verified = layers[layers["verification"] != "unverified"]
    listed = verified[_pair(verified, importer, exporter) & (verified["coverage"] == "listed_goods")]
    pieces = _cut(_spans(listed, pd.Timestamp(until)))
    # among equal rates the confirmed one, then the older one, stands for the stretch
    ranked = pieces.sort_values(["valid_from", "rate_pct", "state", "since"], ascending=[True, False, True, True])
    highest = ranked.drop_duplicates("valid_from").assign(base_pct=0.0)
    return highest.replace({"state": {"in_force": "listed_goods"}}).reset_index(drop=True)


def listed_goods_acts(layers: pd.DataFrame, on: date) -> pd.DataFrame:
    """The acts by which either side taxes lists of goods of the other on a day, those on goods of all countries and
    unverified ones too: importer_iso3, event_id and first day ``valid_from``, one row an act, oldest first."""
    sides = _pair(layers, "USA", "CHN") | _pair(layers, "CHN", "USA") | _pair(layers, "USA", "WLD")
    listed = in_force(layers[sides & (layers["coverage"] == "listed_goods")], on)
    first: pd.DataFrame = listed.groupby(["importer_iso3", "event_id"], as_index=False).agg({"valid_from": "min"})
    return first.sort_values(["valid_from", "event_id"], ignore_index=True)


def both_sides_steps(layers: pd.DataFrame, until: date) -> pd.DataFrame:
    """What the mirrored step chart draws: both sides' headline steps and, to the end of 2024, the duties on lists.

    Columns of ``headline_steps``. From 2025 on the lists are left out: the duties on all goods tell the story there,
    and bars of two measures must not be read as one stack.
    """
    sides = (("USA", "CHN"), ("CHN", "USA"))
    listed = [listed_goods_steps(layers, *pair, until=min(pd.Timestamp(until), LISTS_UNTIL).date()) for pair in sides]
    headline = [headline_steps(layers, *pair, until=until) for pair in sides]
    both: pd.DataFrame = pd.concat([*listed, *headline], ignore_index=True)
    return both


def latest_step(steps: pd.DataFrame, importer: str) -> pd.DataFrame:
    """The layers of one side's headline stack on the last day of the steps; empty when there are none."""
    side = steps[(steps["importer_iso3"] == importer) & (steps["state"] != "listed_goods")]
    last: pd.DataFrame = side[side["valid_to"] == steps["valid_to"].max()]
    return last


def confirmed_to(steps: pd.DataFrame, importer: str) -> pd.Timestamp | None:
    """The last day to which sources confirm one side's headline stack; None where they do to the end of the steps."""
    unsure = steps[(steps["importer_iso3"] == importer) & (steps["state"] == "not_confirmed")]
    return None if unsure.empty else pd.Timestamp(unsure["valid_from"].min()) - DAY


def _pair(layers: pd.DataFrame, importer: str, exporter: str) -> pd.Series:
    return (layers["importer_iso3"] == importer) & (layers["exporter_iso3"] == exporter)


def _headline_layers(layers: pd.DataFrame, importer: str, exporter: str) -> pd.DataFrame:
    return layers[_pair(layers, importer, exporter) & layers["coverage"].isin(HEADLINE)]


def _spans(layers: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Each layer from its start to its end or ``until``, parted where our sources cease to confirm it."""
    begun = layers[layers["valid_from"] <= until]
    begun = begun.assign(since=begun["valid_from"])[[*STEPS, "since", "valid_from", "valid_to"]].assign(
        confirmed=begun["confirmed_until"].fillna(begun["scheduled_end"])
    )
    last_sure = begun["valid_to"].fillna(begun["confirmed"]).fillna(until)
    last_sure = last_sure.where(last_sure <= until, until)
    sure = begun.assign(valid_to=last_sure, state="in_force")
    open_since = begun[begun["valid_to"].isna() & (last_sure < until)]
    unsure = open_since.assign(valid_from=open_since["confirmed"] + DAY, valid_to=until, state="not_confirmed")
    spans: pd.DataFrame = pd.concat([sure, unsure], ignore_index=True).drop(columns="confirmed")
    return spans


def _cut(spans: pd.DataFrame) -> pd.DataFrame:
    """The spans cut at every day on which one of them begins or has ended."""
    days = pd.concat([spans["valid_from"], spans["valid_to"] + DAY]).drop_duplicates().sort_values(ignore_index=True)
    stretches = pd.DataFrame({"start": days[:-1], "end": days.shift(-1)[:-1] - DAY})
    pieces = spans.merge(stretches, how="cross")
    pieces = pieces[(pieces["start"] >= pieces["valid_from"]) & (pieces["end"] <= pieces["valid_to"])]
    return pieces.drop(columns=["valid_from", "valid_to"]).rename(columns={"start": "valid_from", "end": "valid_to"})


def _stacked(spans: pd.DataFrame) -> pd.DataFrame:
    pieces = _cut(spans)
    height = pieces["authority"].map(STACKING.index)
    pieces = pieces.assign(height=height).sort_values(["valid_from", "height", "since"], ignore_index=True)
    top = pieces.groupby("valid_from")["rate_pct"].cumsum()
    return pieces.assign(base_pct=top - pieces["rate_pct"]).drop(columns="height")
