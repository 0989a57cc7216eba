"""
What makes two dossiers of one kind, so that one of them is enough.
"""

import datetime as dt
from typing import Any

from psc_workflow._model.people import Child
from psc_workflow._model.record import Record
from psc_workflow._model.vocabulary import EndReason, Formula
from psc_workflow.dossier import Dossier
from psc_workflow.states._screens import OPEN


def shape_of(dossier: Dossier) -> Any:
    """Describe roughly where *dossier* stands: its states."""
    record = dossier.record
    states = record.states
    if record.report is not None:
        return states.affiliation, states.membership, record.report.state
    is_home = (states.affiliation, states.dispensation) == ("home", "home")
    screens = _screens(record) if states.affiliation in OPEN else ()
    return (
        states.access if is_home else "",
        states.affiliation,
        states.dispensation,
        states.membership,
        record.answers.attestation is not None,
        record.dispensation.renewable,
        screens,
        _member(record),
    )


def progress_of(dossier: Dossier, at: dt.datetime) -> set[tuple[Any, ...]]:
    """List what *dossier* has come to: each is worth going on from, if it is new."""
    record = dossier.record
    answers = record.answers
    has = record.is_member, answers.formula is not None, answers.attestation is not None, len(answers.children_pending)
    is_late = at - record.opened_at > _YEAR
    states = record.states
    return {
        *((journey, states.of(journey), *has) for journey in ("access", "affiliation", "dispensation", "membership")),
        (states.affiliation, record.report.state if record.report else "", record.is_member),
        (states.membership, *sorted({plan.event for plan in record.membership.plans})[:1], record.membership.ended),
        (states.membership, "mandate", record.membership.mandate is not None, *_debited(record)),
        (states.membership, "representation", *_representation(record)),
        (states.affiliation, "positions", len(record.positions[:2])),
        (states.dispensation, record.active, is_late),
    }


def _representation(record: Record) -> tuple[Any, ...]:
    recorded = record.representation
    return () if recorded is None else (recorded.capacity, recorded.since > record.at.date(), recorded.ends_on is None)


def _debited(record: Record) -> tuple[Any, ...]:
    cover = record.membership.cover
    return (
        ()
        if cover is None
        else (cover.formula == min(Formula), bool(cover.children), record.answers.bank_details is None)
    )


_YEAR = dt.timedelta(days=365)


def _screens(record: Record) -> Any:
    answers = record.answers
    return answers.partner is not None, bool(answers.children), answers.formula is not None


def _member(record: Record) -> Any:
    """Describe what a member may still do."""
    membership, cover = record.membership, record.membership.cover
    if cover is None:
        return membership.ended is EndReason.DEATH
    account = record.answers.bank_details is not None
    plans = tuple(sorted(plan.event for plan in membership.plans))
    is_free = cover.formula == min(Formula) and not cover.partner and not cover.children
    return cover.chosen, is_free, account, membership.mandate is not None, plans[:1], _is_grown(cover.children)


def _is_grown(children: tuple[Child, ...]) -> bool:
    """Whether one of *children* was born long before those of the examples."""
    years = [child.birth_date.year for child in children if child.birth_date is not None]
    return any(year < _GROWN for year in years)


_GROWN = 2010
"""Whoever was born before is no small child."""


def background_of(dossier: Dossier, at: dt.datetime, case: str) -> Any:
    """Describe what other warnings may come from: who the agent is, and how long what has lasted."""
    record = dossier.record
    cover, motive = record.membership.cover, record.answers.motive
    return (
        case,
        cover and tuple(sorted({str(child.parent) for child in cover.children})),
        cover and (cover.chosen, bool(record.membership.plans), (at.date() - cover.since).days // 60),
        motive and (motive.motive, motive.facts.opened_on is None),
        (at - record.opened_at).days // 100,
    )


def kind_of(dossier: Dossier, at: dt.datetime) -> Any:
    """Describe *dossier* by everything that later answers may depend on."""
    record = dossier.record
    return (
        dossier.record.states,
        _representation(record),
        record.active,
        _agent(record),
        _household(record),
        _answers(record),
        _dispensation(record, at),
        _membership(record, at),
        min((at - record.opened_at).days // 200, 5),
    )


def _agent(record: Record) -> Any:
    agent = record.agent
    return agent.hired_on, agent.employment, agent.email, record.invited_at != record.opened_at


def _household(record: Record) -> Any:
    answers = record.answers
    declared = answers.beneficiaries is not None
    return declared, answers.partner is not None, tuple(child.birth_date for child in answers.children)


def _answers(record: Record) -> Any:
    answers = record.answers
    answered = tuple(
        getattr(answers, name) is not None for name in ("identity", "social_security", "consents", "bank_details")
    )
    regime = answers.regime.regime if answers.regime else None
    return regime, answers.formula, answered, len(answers.children_pending)


def _dispensation(record: Record, at: dt.datetime) -> Any:
    motive = record.answers.motive
    term = record.dispensation
    return (
        motive.motive if motive else None,
        record.answers.attestation is not None,
        term.last_day is not None and (term.last_day - at.date()).days // 100,
        term.motive_ends_on is not None,
    )


def _membership(record: Record, at: dt.datetime) -> Any:
    membership = record.membership
    cover = membership.cover
    return (
        cover and (cover.formula, cover.chosen, cover.partner is not None, len(cover.children)),
        cover and (at.date() - cover.since).days // 200,
        membership.effective_on is not None,
        membership.contested,
        membership.mandate is not None,
        tuple(plan.event for plan in membership.plans),
        membership.ended,
        record.report.state if record.report else None,
    )
