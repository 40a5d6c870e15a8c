"""What the world what-if says while a slider of the one-sector model is moved: the page as it is before its range.

By industry a point takes longer than a path of them is worth: there the page answers when the slider is let go.
"""

from collections.abc import Hashable
from functools import partial

from parley.app.what_if.preview.preview import Moving, Path, Preview
from parley.app.what_if_world import gains, words
from parley.app.what_if_world.answer import Shown
from parley.app.what_if_world.controls import Chosen, Panel
from parley.results import world

FIGURES = {gains.figure_name(outcome): outcome for outcome in gains.OUTCOMES}


def path(panel: Panel) -> Path:
    """The previews of every slider of the page; of none by industry."""
    sliders = panel.sliders if panel.model == "world" else []

    def rest(key: str) -> Hashable:
        return panel.scenario({slider.key: slider.rest for slider in sliders if slider.key == key})

    return Path(
        at={slider.key: slider.position for slider in sliders},
        ends={slider.key: (slider.least, slider.most) for slider in sliders},
        make=lambda key, position: preview(panel.chosen({key: position})),
        rest=rest,
        figures=tuple(FIGURES),
    )


def preview(chosen: Chosen) -> Preview:
    """The page at a choice, without a range. Raises as ``results.world.point``."""
    shown = Shown(chosen, world.point(chosen.scenario), None)
    figures = {name: partial(_gains, shown, outcome) for name, outcome in FIGURES.items()}
    return Preview(words.title(shown), words.facts(shown), figures)


def _gains(shown: Shown, outcome: str) -> Moving:
    figure = gains.of_outcome(shown, outcome)
    return Moving(figure.caption.finding, figure.views)
