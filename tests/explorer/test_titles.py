"""
What the moments of an explorer are called: as ``psc-workflow run`` calls them.
"""

import attrs
import pytest

from paths import ROOT
from psc_workflow import explorer
from psc_workflow._catalogue import raw_texts
from psc_workflow._model.commands import Tick
from psc_workflow._model.money import LOCALES, Locale
from psc_workflow.cli._printing import COLON, Printer
from psc_workflow.cli._story import Storyteller
from psc_workflow.explorer import _titles as titles
from psc_workflow.explorer._masking import Mask
from psc_workflow.explorer._moments import ROLES
from psc_workflow.explorer._subjects import Act
from psc_workflow.testing import scenarios

SCENARIOS = sorted((ROOT / "examples" / "scenarios").glob("*.json"))
BY_NAME = {file.stem: file for file in SCENARIOS}


class Lines(Storyteller):
    """Keeps what the lines of a story say happened."""

    def __init__(self, locale: Locale) -> None:
        super().__init__(Printer(locale))
        self.of_commands, self.of_deadlines = list[str](), list[str]()

    def _line(self, _contract: object, _at: object, _who: str, what: str, outcome: object = "") -> None:
        (self.of_commands if outcome else self.of_deadlines).append(what)


def has_the_title_of(lines: Lines, act: Act, title: str) -> bool:
    """Whether *title* is what ``run`` writes about *act*, without the values that it adds."""
    colon = COLON.in_(lines.locale)
    if isinstance(act.step.command, Tick) and not lines.of_commands:
        return title == " · ".join(lines.of_deadlines) or not lines.of_deadlines
    return [what.removeprefix(title)[: len(colon)] for what in lines.of_commands] in ([""], [colon])


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", BY_NAME)
def test_a_step_has_the_title_that_run_gives_it(name: str, locale: Locale) -> None:
    lines = Lines(locale)
    for act, _, at in explorer.of_scenario(scenarios.read(BY_NAME[name])).situations():
        if act is None:
            continue
        lines.of_commands, lines.of_deadlines = [], []
        lines.step(act.step, act.decision)
        title = titles.of_act(act, at).in_(locale)
        assert has_the_title_of(lines, act, title), (title, lines.of_commands, lines.of_deadlines)


def test_no_step_of_the_clock_has_the_name_of_its_command_for_a_title() -> None:
    acts = [act for file in SCENARIOS for act in explorer.of_scenario(scenarios.read(file)).acts]
    ticks = [act for act in acts if isinstance(act.step.command, Tick)]
    assert ticks
    assert not [act for act in ticks if "tick" in titles.of_act(act, act.step.at).in_("fr")]


def test_the_page_has_these_titles_and_those_of_deadlines_ahead() -> None:
    subject = explorer.of_scenario(scenarios.read(BY_NAME["contested-dispensation"]))
    shown = explorer.data(subject, with_personal_data=True)
    for number, (act, _, at) in enumerate(subject.situations()):
        assert act is None or shown["moments"][number]["title"] == attrs.asdict(titles.of_act(act, at))
    labels = {milestone["event"]: milestone["what"] for milestone in shown["pools"]["milestones"]}
    for moment in shown["moments"]:
        for locale in LOCALES if moment["foreseen"] else ():
            assert moment["title"][locale] == " · ".join(labels[event][locale] for event in moment["foreseen"])


def test_an_offer_has_the_label_that_its_role_reads() -> None:
    subject = explorer.of_scenario(scenarios.read(BY_NAME["contested-dispensation"]))
    shown = explorer.data(subject, with_personal_data=True)
    labels = shown["pools"]["labels"]
    for number, (_, dossier, at) in enumerate(subject.situations()):
        for role in ROLES:
            for locale in LOCALES:
                view = dossier.view(at=at, role=role, locale=locale)
                offers = shown["pools"]["offers"][shown["moments"][number]["offers"][role.value]]
                assert [labels[offer[4]][locale] for offer in offers] == [offer.label for offer in view.commands]


def test_a_title_without_personal_data_tells_no_birthday() -> None:
    subject = explorer.of_scenario(scenarios.read(BY_NAME["child-turns-21-and-25"]))
    notice = raw_texts.journey("membership").deadlines["child_birthday_nears"].en
    for each, is_there in ((subject, True), (Mask(subject).subject(), False)):
        assert any(notice in titles.of_act(act, at).en for act, _, at in each.situations() if act) is is_there
