"""What if duties between economies move: real income, prices, trade and revenue of every economy in the world."""

from dataclasses import replace

from parley.app import shell
from parley.app.kit import address, blocks, card, controls, figures
from parley.app.what_if import history, later, places, share, solving, turns
from parley.app.what_if.preview import Path
from parley.app.what_if_world import answer, in_motion, subjects, words
from parley.app.what_if_world import controls as world_controls

shell.join_dashboard()

TITLE = "What would a tariff do around the world?"
as_of = controls.as_of()
subjects.lead_on()


@blocks.live("What if: world", title=TITLE, steps=True)
def what_if() -> None:
    with turns.answer():  # the base of a new day as much as the answer
        with card.collected() as choices:
            chosen, panel = world_controls.choose(as_of)
        solution = solving.worked_out(lambda: answer.good(chosen))
    place = places.places()
    with place.controls:
        card.draw_choices("controls", choices)
        named = replace(chosen.scenario, title=chosen.name)
        share.draw(named, chosen.values, world_controls.PAGE, chosen.model)

    def answered() -> Path:
        shown_answer = answer.shown(solution())
        with place.head:
            title = subjects.head(shown_answer, str(chosen.values[world_controls.NAME]))
        history.record(world_controls.PAGE, chosen.values, title)
        address.announce(title)
        with figures.answering(share.in_words(shown_answer.chosen.scenario)):
            subjects.draw(shown_answer)
        later.follow_up()
        return in_motion.path(panel, shown_answer)

    places.draw(place, TITLE, answered)


blocks.how_worked_out(words.method())
