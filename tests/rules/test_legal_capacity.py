"""
Who signs, compared with a count of birthdays and a table of who stands beside.
"""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import TODAY
from psc_workflow import Capacity
from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Certainty
from psc_workflow.exceptions import NoValueInForceError
from psc_workflow.rules import legal_capacity
from strategies import born_near
from verdicts import codes, codes_and_paths

DAYS = st.dates(dt.date(2009, 1, 1), dt.date(2100, 12, 31))
CAPACITIES = st.sampled_from([None, *Capacity])


def birthdays(born: dt.date, on: dt.date) -> int:
    """Count the birthdays; 02-29 sorts before 03-01."""
    return sum(f"{year}{born:%m%d}" <= f"{on.year}{on:%m%d}" for year in range(born.year + 1, on.year + 1))


def expected(born: dt.date | None, capacity: Capacity | None, on: dt.date) -> list[str]:
    """Say who may not sign: an unknown birth is neither age."""
    if born is not None and birthdays(born, on) < 18:
        return ["agent-minor"]
    return ["agent-under-guardianship"] if capacity == "guardian" else []


@given(st.data(), CAPACITIES, DAYS)
def test_the_agent_signs_alone_from_18_and_without_a_guardian(
    data: st.DataObject, capacity: Capacity | None, on: dt.date
) -> None:
    born = data.draw(st.none() | st.dates(dt.date(1920, 1, 1)) | born_near(on, 17, 18))
    verdict = legal_capacity.assess(born, capacity, on=on)
    assert codes(verdict) == expected(born, capacity, on)
    assert verdict.outcome in (Judgement.HOLDS, Judgement.REFUSED)


@pytest.mark.parametrize(
    ("signature", "code"),
    [("proof-3", None), (True, None), (False, "curator-not-signed"), (None, "curator-signature-missing")],
)
def test_a_curator_signs_beside_the_agent(signature: str | bool | None, code: str | None) -> None:
    verdict = legal_capacity.assess_assistance(signature, path="curator_evidence")
    assert codes_and_paths(verdict.findings) == ([] if code is None else [(code, "curator_evidence")])


@given(st.text())
def test_a_reference_of_a_signature_is_whatever_can_be_seen(signature: str) -> None:
    verdict = legal_capacity.assess_assistance(signature, path="curator_evidence")
    assert codes(verdict) in ([], ["text-blank"])
    assert (codes(verdict) == []) or not signature.isalnum()


def test_a_refusal_cites_the_code_civil_and_says_who_signs() -> None:
    (finding,) = legal_capacity.assess(TODAY, None, on=TODAY).findings
    assert finding.certainty is Certainty.PUBLISHED
    assert finding.sources[0].title == "Code civil, art. 414"
    assert finding.facts == {"age": 18, "on": TODAY}
    assert "« Enregistrer la personne qui représente ou assiste l’agent »" in finding.remedy("fr").replace("\xa0", " ")
    assert "parent" in finding.remedy("en")
    assert finding.suggests == ("record-representative",)


def test_before_the_first_age_known_nothing_is_answered() -> None:
    with pytest.raises(NoValueInForceError):
        legal_capacity.assess(TODAY, None, on=dt.date(2008, 12, 31))
