"""
Consents compared with the list of those there are.
"""

from hypothesis import example, given
from hypothesis import strategies as st

from psc_workflow._model.verdict import Judgement
from psc_workflow._model.vocabulary import Consent
from psc_workflow.rules import consent_withdrawal
from strategies import maybe
from verdicts import facts_by_place


@given(maybe(st.sampled_from(Consent)))
@example(None)
@example(Consent.PARTNER_OFFERS)
def test_every_consent_can_be_taken_back_once_it_is_named(kind: Consent | None) -> None:
    verdict = consent_withdrawal.assess(kind)
    if str(kind) == "partner_offers":
        assert (verdict.outcome, facts_by_place(verdict)) == (Judgement.HOLDS, {})
    else:
        assert (verdict.outcome, facts_by_place(verdict)) == (
            Judgement.INCOMPLETE,
            {("consent-kind-missing", "kind"): {}},
        )
