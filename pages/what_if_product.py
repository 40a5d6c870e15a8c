"""What if US duties move and China answers: trade, prices, duty, who pays, who supplies instead."""

from dataclasses import replace

from parley.app import shell
from parley.app.kit import address, blocks, card, controls, figures
from parley.app.what_if import all_models, history, later, places, share, solving, turns
from parley.app.what_if.preview import Path
from parley.app.what_if_product import answer, in_motion, subjects, words
from parley.app.what_if_product import controls as product_controls
from parley.models.scenario import ScenarioError

shell.join_dashboard()

TITLE = "What would another tariff do?"
as_of = controls.as_of()


@blocks.live("What if: products", title=TITLE, steps=True)
def what_if() -> None:
    with turns.answer():  # the base of a new day as much as the answer
        with card.collected() as choices:
            chosen, panel = product_controls.choose(as_of)
        solution = solving.worked_out(
            lambda: solving.last_good(product_controls.PAGE, chosen.scenario, answer.point, also=(ScenarioError,))
        )
    place = places.places()
    with place.controls:
        card.draw_choices("controls", choices)
        named = replace(chosen.scenario, title=chosen.name)
        share.draw(named, chosen.values, product_controls.PAGE)

    def answered() -> Path:
        shown = solution()
        models = all_models.of_moved(shown.scenario)
        if models is not None:  # the ranges come with those of all models
            shown = subjects.with_ranges(shown)
        with place.head:
            title = subjects.head(shown, models, str(chosen.values[product_controls.NAME]))
        history.record(product_controls.PAGE, chosen.values, title)
        address.announce(title)
        with figures.answering(share.in_words(shown.scenario)):
            subjects.draw(shown, models)
        later.follow_up()
        return in_motion.path(panel)

    places.draw(place, TITLE, answered)


blocks.how_worked_out(words.method())
