"""
What a stored record must be for any sequence of accepted commands to have made it.

Structure only: whether answers would be accepted today is not asked, so that a
later rule never makes a stored dossier unreadable.
"""

import itertools

from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import Command, DeclareChild, keepable
from psc_workflow._model.people import LONGEST_LIST
from psc_workflow._model.record import LONGEST_SUSPENSION, Record
from psc_workflow._model.steps import MOST_CARRIED, link
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.vocabulary import EndReason
from psc_workflow.exceptions import Fault
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._deadlines import PLANNED
from psc_workflow.states._engine import table
from psc_workflow.states._path import OPEN, is_answered, path
from psc_workflow.states._step import draft_fields


def faults(record: Record) -> list[Fault]:
    """List what no sequence of accepted commands could have made."""
    unknown = _unknown_states(record)
    facts = [] if unknown else [*_facts_that_do_not_fit(record), *_dispensation(record), *_membership(record)]
    return [*_odd_envelope(record), *unknown, *facts, *_half_answers(record.answers), *_broken_history(record)]


def _odd_envelope(record: Record) -> list[Fault]:
    found = []
    if not record.id.strip():
        found.append(Fault("id", "must not be blank"))
    if len(record.accepted) > MOST_CARRIED or any(not 0 < one.revision <= record.revision for one in record.accepted):
        found.append(Fault("accepted", f"must hold at most {MOST_CARRIED} keys, of revisions there have been"))
    last = record.history.steps[-1].at if record.history.steps else record.invited_at
    if record.at != last:
        found.append(Fault("at", "must be the instant of the last step, or of the invitation"))
    if record.at < record.invited_at:
        found.append(Fault("at", "must not lie before the invitation"))
    if record.invited_at < record.opened_at:
        found.append(Fault("invited_at", "must not lie before the first invitation"))
    return found


def _unknown_states(record: Record) -> list[Fault]:
    found = []
    for journey, chart in JOURNEYS.items():
        known = table(chart)
        if record.states.of(journey) not in known:
            found.append(Fault(f"states.{journey}", f"must be one of: {', '.join(sorted(known))}"))
    if record.active not in ("affiliation", "dispensation"):
        found.append(Fault("active", "must be one of: affiliation, dispensation"))
    return found


def _facts_that_do_not_fit(record: Record) -> list[Fault]:
    answers, state = record.answers, record.states.affiliation
    found = []
    if state in OPEN or state == "confirmed":
        screens = path(answers)
        if state not in screens:
            return [Fault("states.affiliation", "is no screen of this household")]
        found += [
            Fault(f"answers.{before}", f"must be there in the state {state}")
            for before in screens[: screens.index(state)]
            if not is_answered(answers, before)
        ]
    looked_at = state in ("under_review", "not_concerned")
    found += _together(
        {
            "answers.signature": (answers.signature is not None, state == "confirmed", "the state is confirmed"),
            "answers.signed_at": (answers.signed_at is not None, answers.signature is not None, "there is a signature"),
            "answers.quote": (answers.quote is not None, answers.formula is not None, "there is a formula"),
            "report": (record.report is not None, looked_at, "the file is under review or closed"),
        }
    )
    if record.report is not None and record.report.state not in (*OPEN, "auto_affiliated"):
        found.append(Fault("report.state", "is no state one can report from"))
    if answers.quote is not None and answers.quote.formula is not answers.formula:
        found.append(Fault("answers.quote.formula", "must be the formula chosen"))
    if answers.rating is not None and state != "confirmed":
        found.append(Fault("answers.rating", "must not be there before the state confirmed"))
    if not 0 <= record.suspended_days <= LONGEST_SUSPENSION:
        found.append(Fault("suspended_days", f"must be a number of days from 0 to {LONGEST_SUSPENSION}"))
    return [*found, *_doubled(answers), *_odd_drafts(record)]


def _together(claims: dict[str, tuple[bool, bool, str]]) -> list[Fault]:
    """List the facts that are there without what they go with, or the other way round."""
    return [
        Fault(name, f"must be there if and only if {told}")
        for name, (there, expected, told) in claims.items()
        if there != expected
    ]


def _dispensation(record: Record) -> list[Fault]:
    answers, term, state = record.answers, record.dispensation, record.states.dispensation
    asking = state in ("motive", "attestation")
    found = _together(
        {
            "active": (record.active == "dispensation", asking or record.is_dispensed, "one is in the dispensation"),
            "dispensation.granted_on": (term.granted_on is not None, record.is_dispensed, "a dispensation is in force"),
            "dispensation.valid_until": (
                term.valid_until is not None,
                record.is_dispensed,
                "a dispensation is in force",
            ),
        }
    )
    if state in ("attestation", "granted", "renewal_due") and answers.motive is None:
        found.append(Fault("answers.motive", f"must be there in the state {state}"))
    if record.is_dispensed and answers.attestation is None:
        found.append(Fault("answers.attestation", f"must be there in the state {state}"))
    if term.ended_on is not None and not record.is_over:
        found.append(Fault("dispensation.ended_on", "must not be there once the agent is invited again"))
    return found


def _membership(record: Record) -> list[Fault]:
    membership, state = record.membership, record.states.membership
    member = state in ("received", "in_force", "suspended")
    found = _together(
        {
            "membership.affiliated_at": (record.is_member, member, "the agent is a member"),
            "membership.cover": (membership.cover is not None, member, "the agent is a member"),
            "membership.ended": (membership.ended is not None, state == "ended", "the membership has ended"),
        }
    )
    if member and record.is_dispensed:
        found.append(Fault("states.membership", "must not stand beside a dispensation in force"))
    if member != (record.states.affiliation in ("confirmed", "auto_affiliated")) and not _between(record):
        found.append(Fault("states.membership", f"does not fit the affiliation {record.states.affiliation}"))
    left = record.membership.ended is EndReason.DISPENSED and not record.is_dispensed
    if left and record.states.affiliation in ("confirmed", "auto_affiliated"):
        found.append(Fault("membership.ended", "must not be for a dispensation that is over"))
    planned = [(plan.event, plan.ref) for plan in membership.plans]
    if len(set(planned)) < len(planned) or not {event for event, _ in planned} <= set(PLANNED):
        found.append(Fault("membership.plans", "must be known changes, each once"))
    if any(plan.event == "membership_ends" and plan.reason not in list(EndReason) for plan in membership.plans):
        found.append(Fault("membership.plans", "must end for a known reason"))
    for name, cover in (("membership", membership.cover), ("report", record.report.cover if record.report else None)):
        if cover is not None and len(cover.children) > LONGEST_LIST:
            found.append(Fault(f"{name}.cover.children", f"must not hold more than {LONGEST_LIST} items"))
    refs = membership.cover.refs if membership.cover else ()
    if len(set(refs)) < len(refs) or "" in refs:
        found.append(Fault("membership.cover", "must name each beneficiary, each once"))
    return found


def _between(record: Record) -> bool:
    """Whether the affiliation and the membership may stand apart: one is being completed, looked at, or over."""
    state = record.states.affiliation
    completed = record.is_member and state in (*OPEN, "under_review")
    return completed or record.states.membership == "ended"


def _half_answers(answers: Answers) -> list[Fault]:
    """List the facts that no accepted answer leaves out; a child's number alone may come later."""
    whole: dict[str, Command | None] = {
        "regime": answers.regime,
        "identity": answers.identity,
        "social_security": answers.social_security,
        "contact_details": answers.contact_details,
        "consents": answers.consents,
        "bank_details": answers.bank_details,
        "signature": answers.signature,
        "needs_simulation": answers.needs_simulation,
        "attestation": answers.attestation,
        **{f"partner_details.{place}": one for place, one in enumerate(answers.partner_details)},
        **{f"children_details.{place}": one for place, one in enumerate(answers.children_details)},
    }
    missing = [
        f"{name}.{field}"
        for name, answer in whole.items()
        if answer is not None
        for field in answer.field_names()
        if getattr(answer, field) is None and not (isinstance(answer, DeclareChild) and field == "nir")
    ]
    declared = answers.beneficiaries
    if declared is not None:
        missing += ["beneficiaries.partner"] if declared.partner is UNANSWERED else []
        missing += ["beneficiaries.children"] if declared.children is None else []
        missing += [f"beneficiaries.children.{place}.ref" for place, one in enumerate(answers.children) if not one.ref]
    return [Fault(f"answers.{fact}", "is missing") for fact in missing]


def _doubled(answers: Answers) -> list[Fault]:
    partners = [(one.birth_date, one.regime) for one in answers.partner_details]
    children = [(one.ref, one.birth_date) for one in answers.children_details]
    return [
        Fault(f"answers.{name}", "holds the same person twice")
        for name, keys in (("partner_details", partners), ("children_details", children))
        if len(set(keys)) < len(keys)
    ]


def _odd_drafts(record: Record) -> list[Fault]:
    found = []
    for place, draft in enumerate(record.drafts):
        charts = [JOURNEYS[name] for name in ("affiliation", "dispensation") if draft.state in table(JOURNEYS[name])]
        if not charts:
            found.append(Fault(f"drafts.{place}.state", "is no screen"))
        elif all(keepable(draft.fields, draft_fields(chart, draft.state)) != draft.fields for chart in charts):
            found.append(Fault(f"drafts.{place}.fields", "holds what a draft of this screen cannot"))
    if len({draft.state for draft in record.drafts}) < len(record.drafts):
        found.append(Fault("drafts", "holds the same screen twice"))
    return found


def _broken_history(record: Record) -> list[Fault]:
    history = record.history
    found = []
    if history.count != record.revision or len(history.steps) != min(history.count, MOST_CARRIED):
        found.append(Fault("history", "does not count as many steps as there are revisions"))
    for place, (before, step) in enumerate(
        zip(("", *(one.chain for one in history.steps)), history.steps, strict=False)
    ):
        first_is_cut = place == 0 and history.count > MOST_CARRIED
        if not first_is_cut and link(step, before) != step.chain:
            found.append(Fault(f"history.steps.{place}", "is not what was chained"))
    numbers = [step.revision for step in history.steps]
    if numbers != list(range(history.count - len(numbers) + 1, history.count + 1)):
        found.append(Fault("history.steps", "are not numbered one after the other"))
    if any(later.at < earlier.at for earlier, later in itertools.pairwise(history.steps)):
        found.append(Fault("history.steps", "do not come one after the other"))
    if history.head != (history.steps[-1].chain if history.steps else ""):
        found.append(Fault("history.head", "is not the last step's"))
    return found
