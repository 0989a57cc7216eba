"""
Quotes of a dossier: for whom, of which day, kept when a formula is chosen and when it is signed.
"""

import datetime as dt

import attrs

from dossiers import accept, at_state, back_to
from people import BENOIT, COUPLE, IDENTITY, NOW, SIGN_WITH_MANDATE
from psc_workflow import Formula, Role
from psc_workflow import commands as do
from psc_workflow._model.vocabulary import EndReason


def test_a_changed_household_shows_its_quote_again_before_it_is_validated() -> None:
    dossier = back_to(at_state("identity"), "beneficiaries")
    dossier = accept(dossier, COUPLE)
    assert dossier.quote(at=NOW).debited == 1000
    later = NOW + dt.timedelta(days=2)
    dossier = accept(dossier, do.ValidateAffiliation(), at=later)
    quote = dossier.record.answers.quote
    assert (quote.debited, quote.made_on) == (1000, later.date())


def test_signing_keeps_the_quote_and_the_instant_of_that_moment() -> None:
    later = NOW + dt.timedelta(days=3)
    signed = accept(at_state("signature"), SIGN_WITH_MANDATE, at=later).record
    assert signed.answers.signed_at == later == signed.at
    assert signed.answers.quote.made_on == later.date()


def test_choosing_a_formula_keeps_the_quote_with_its_day() -> None:
    later = NOW + dt.timedelta(days=3)
    chosen = accept(at_state("formula"), do.ChooseFormula(Formula.OPTION_1), at=later)
    assert chosen.record.answers.quote.made_on == later.date()


def test_the_household_is_priced_with_the_birth_date_that_was_confirmed() -> None:
    confirmed = attrs.evolve(IDENTITY, birth_date=dt.date(1971, 3, 12))
    prefilled, corrected = at_state("formula"), accept(at_state("identity"), confirmed)
    quotes = [dossier.quote(at=NOW, formula=Formula.BASE) for dossier in (prefilled, corrected)]
    assert [quote.household.birth_date for quote in quotes] == [BENOIT.birth_date, confirmed.birth_date]


def test_nobody_who_has_left_is_quoted_what_they_were_choosing() -> None:
    choosing = at_state("identity")
    assert choosing.quote(at=NOW) is not None
    left = accept(choosing, do.EndMembership(EndReason.DEPARTURE, NOW.date()))
    assert left.quote(at=NOW) is None
    assert left.view(at=NOW, role=Role.AGENT).quotes == {}
