"""
Requests out of place compared with lists of who may give them, written down from the guide and the charts.
"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from expectations import ACCOUNT, AGENT_ALONE, EMPLOYER_ALONE, INSURER_ALONE, MANAGER_ALONE
from psc_workflow import commands as do
from psc_workflow._model.commands import ALL, Command
from psc_workflow._model.text import Text
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Role
from psc_workflow.rules import availability
from strategies import PRINTED

WORDS = {
    "agent": ("agent", "agent"),
    "representative": ("représentant(e)", "representative"),
    "manager": ("gestionnaire RH ou assureur", "HR manager or insurer"),
    "employer": ("employeur", "employer"),
    "insurer": ("assureur", "insurer"),
    "clock": ("horloge", "clock"),
}

OTHER_MANAGERS = {"employer", "insurer"}
DENIED = {name: {"insurer"} for name in EMPLOYER_ALONE} | {name: {"employer"} for name in INSURER_ALONE}

COMMANDS = st.sampled_from(ALL)
OFFERED = st.lists(st.builds(Text, PRINTED, PRINTED) | st.just(Text("{command}", "{command}")), max_size=3)


def kebab(command: type[Command]) -> str:
    """Write the name of a class as a portal does."""
    name = command.__name__
    return "".join(f"-{char.lower()}" if char.isupper() else char for char in name).removeprefix("-")


def who_may(command: type[Command]) -> list[str]:
    """Name the roles that may give *command*."""
    name = kebab(command)
    if name == "tick":
        return ["clock"]
    if name in AGENT_ALONE:
        return ["agent"] if name in ACCOUNT else ["agent", "representative"]
    managers = ["manager", *sorted(OTHER_MANAGERS - DENIED.get(name, set()))]
    return managers if name in MANAGER_ALONE else ["agent", "representative", *managers]


def in_quotes(offered: list[Text]) -> tuple[str, str]:
    """List labels as a French and as an English reader quotes them."""
    french = ", ".join(f"«\N{NO-BREAK SPACE}{label.fr}\N{NO-BREAK SPACE}»" for label in offered)
    return french or "aucune", ", ".join(f"“{label.en}”" for label in offered) or "none"


@given(PRINTED, PRINTED, OFFERED)
@example("Étape {x}", "Step {x}", [])
@example("", "", [Text("Signer", "Sign"), Text("Retour", "Back")])
def test_a_request_out_of_place_is_refused_with_what_is_offered_instead(fr: str, en: str, offered: list[Text]) -> None:
    """Where nothing is offered, that is said in words."""
    label = Text("Je signe", "Sign here")
    verdict = availability.not_available(label, state=Text(fr, en), available=offered)
    (finding,) = verdict.findings
    assert (finding.code, finding.path, verdict.outcome) == ("command-not-available", "", Judgement.REFUSED)
    assert {*finding.facts} == {"command", "state", "available"}
    assert "Sign here" in finding.text("en")
    assert en in finding.text("en")
    assert "Je signe" in finding.text("fr")
    assert fr in finding.text("fr")
    french, english = in_quotes(offered)
    assert finding.remedy("en").endswith(f": {english}.")
    assert finding.remedy("fr").endswith(f": {french}.")


@given(COMMANDS, st.sampled_from(Role), OFFERED)
@example(do.Sign, Role.MANAGER, [])
@example(do.Tick, Role.AGENT, [Text("Signer", "Sign")])
@example(do.CloseFile, Role.AGENT, [Text("Signer", "Sign"), Text("Retour", "Back")])
def test_a_role_that_may_not_is_told_who_may(command: type[Command], role: Role, offered: list[Text]) -> None:
    label = Text("Je signe", "Sign here")
    verdict = availability.not_for_role(command, label=label, role=role, available=tuple(offered))
    (finding,) = verdict.findings
    assert (finding.code, finding.path, verdict.outcome) == ("role-not-allowed", "", Judgement.REFUSED)
    assert {*finding.facts} == {"command", "role", "roles", "available"}
    french, english = zip(*(WORDS[name] for name in who_may(command)), strict=True)
    assert WORDS[role.value][1] in finding.text("en")
    assert "Sign here" in finding.text("en")
    assert f": {', '.join(english)}. " in finding.remedy("en")
    assert f": {', '.join(french)}. " in finding.remedy("fr")
    assert finding.remedy("en").endswith(f": {in_quotes(offered)[1]}.")
    assert finding.remedy("fr").endswith(f": {in_quotes(offered)[0]}.")


@pytest.mark.parametrize("command", ALL, ids=kebab)
def test_a_manager_enters_on_an_agent_s_behalf_and_never_signs(command: type[Command]) -> None:
    assert [role.value for role in command.roles] == who_may(command)
