"""
What a stored record must be for any sequence of accepted commands to have made it.

Structure only: whether answers would be accepted today is not asked, so that a
later rule never makes a stored dossier unreadable.
"""

from psc_workflow._model.answers import Answers
from psc_workflow._model.commands import LONGEST_DRAFT, Command, DeclareChild, keepable
from psc_workflow._model.people import LONGEST_LIST
from psc_workflow._model.record import LONGEST_SUSPENSION, Record
from psc_workflow._model.steps import MOST_CARRIED, link
from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.vocabulary import EndReason
from psc_workflow._structuring import canonical
from psc_workflow.exceptions import Fault
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.states._deadlines import PLANNED
from psc_workflow.states._engine import table
from psc_workflow.states._keys import LONGEST_KEY
from psc_workflow.states._opening import LONGEST_ID, can_be_id
from psc_workflow.states._screens import OPEN, is_answered, path
from psc_workflow.states._step import draft_fields


def faults_of(record: Record) -> list[Fault]:
    """List everything in *record* that no sequence of accepted commands could have made."""
    unknown = _unknown_states(record)
    facts = [] if unknown else [*_facts_that_do_not_fit(record), *_dispensation(record), *_membership(record)]
    return [*_odd_envelope(record), *unknown, *facts, *_incomplete_answers(record.answers), *_broken_history(record)]


def _odd_envelope(record: Record) -> list[Fault]:
    faults = []
    if not can_be_id(record.id):
        faults.append(Fault("id", f"must have 1 to {LONGEST_ID} characters, no control character, and not be blank"))
    if len(record.accepted) > MOST_CARRIED or any(
        not 0 < accepted.revision <= record.revision for accepted in record.accepted
    ):
        faults.append(Fault("accepted", f"must hold at most {MOST_CARRIED} keys, of revisions there have been"))
    if any(len(accepted.key) > LONGEST_KEY for accepted in record.accepted):
        faults.append(Fault("accepted", f"must hold keys of at most {LONGEST_KEY} characters"))
    if len(record.positions) > MOST_CARRIED:
        faults.append(Fault("positions", f"must not hold more than {MOST_CARRIED} items"))
    last = record.history.steps[-1].at if record.history.steps else record.invited_at
    if record.at != last:
        faults.append(Fault("at", "must be the instant of the last step, or of the invitation"))
    if record.at < record.invited_at:
        faults.append(Fault("at", "must not lie before the invitation"))
    if record.invited_at < record.opened_at:
        faults.append(Fault("invited_at", "must not lie before the first invitation"))
    return faults


def _unknown_states(record: Record) -> list[Fault]:
    faults = []
    for journey, chart in JOURNEYS.items():
        states = table(chart)
        if record.states.of(journey) not in states:
            faults.append(Fault(f"states.{journey}", f"must be one of: {', '.join(sorted(states))}"))
    if record.active not in ("affiliation", "dispensation"):
        faults.append(Fault("active", "must be one of: affiliation, dispensation"))
    return faults


def _facts_that_do_not_fit(record: Record) -> list[Fault]:
    answers, state = record.answers, record.states.affiliation
    faults = []
    if state in OPEN or state == "confirmed":
        screens = path(answers)
        if state not in screens:
            return [Fault("states.affiliation", "is no screen of this household")]
        faults += [
            Fault(f"answers.{before}", f"must be there in the state {state}")
            for before in screens[: screens.index(state)]
            if not is_answered(answers, before)
        ]
    is_reported = state in ("under_review", "not_concerned")
    faults += _together(
        {
            "answers.signature": (answers.signature is not None, state == "confirmed", "the state is confirmed"),
            "answers.signed_at": (answers.signed_at is not None, answers.signature is not None, "there is a signature"),
            "answers.quote": (answers.quote is not None, answers.formula is not None, "there is a formula"),
            "report": (record.report is not None, is_reported, "the file is under review or closed"),
        }
    )
    if record.report is not None and record.report.state not in (*OPEN, "auto_affiliated"):
        faults.append(Fault("report.state", "is no state one can report from"))
    if answers.quote is not None and answers.quote.formula is not answers.formula:
        faults.append(Fault("answers.quote.formula", "must be the formula chosen"))
    if answers.rating is not None and state != "confirmed":
        faults.append(Fault("answers.rating", "must not be there before the state confirmed"))
    if not 0 <= record.suspended_days <= LONGEST_SUSPENSION:
        faults.append(Fault("suspended_days", f"must be a number of days from 0 to {LONGEST_SUSPENSION}"))
    return [*faults, *_duplicates(answers), *_odd_drafts(record)]


def _together(claims: dict[str, tuple[bool, bool, str]]) -> list[Fault]:
    """List the facts that are there without what they go with, or the other way round."""
    return [
        Fault(name, f"must be there if and only if {condition}")
        for name, (is_there, is_expected, condition) in claims.items()
        if is_there != is_expected
    ]


def _dispensation(record: Record) -> list[Fault]:
    answers, term, state = record.answers, record.dispensation, record.states.dispensation
    is_asked_for = state in ("motive", "attestation")
    faults = _together(
        {
            "active": (
                record.active == "dispensation",
                is_asked_for or record.is_dispensed,
                "one is in the dispensation",
            ),
            "dispensation.granted_on": (term.granted_on is not None, record.is_dispensed, "a dispensation is in force"),
            "dispensation.valid_until": (
                term.valid_until is not None,
                record.is_dispensed,
                "a dispensation is in force",
            ),
        }
    )
    if state in ("attestation", "granted", "renewal_due") and answers.motive is None:
        faults.append(Fault("answers.motive", f"must be there in the state {state}"))
    if record.is_dispensed and answers.attestation is None:
        faults.append(Fault("answers.attestation", f"must be there in the state {state}"))
    if term.ended_on is not None and not record.is_over:
        faults.append(Fault("dispensation.ended_on", "must not be there once the agent is invited again"))
    return faults


def _membership(record: Record) -> list[Fault]:
    membership, state = record.membership, record.states.membership
    is_member = state in ("received", "in_force", "suspended")
    faults = _together(
        {
            "membership.affiliated_at": (record.is_member, is_member, "the agent is a member"),
            "membership.cover": (membership.cover is not None, is_member, "the agent is a member"),
            "membership.ended": (membership.ended is not None, state == "ended", "the membership has ended"),
        }
    )
    if is_member and record.is_dispensed:
        faults.append(Fault("states.membership", "must not stand beside a dispensation in force"))
    if is_member != (record.states.affiliation in ("confirmed", "auto_affiliated")) and not _may_stand_apart(record):
        faults.append(Fault("states.membership", f"does not fit the affiliation {record.states.affiliation}"))
    is_left = record.membership.ended is EndReason.DISPENSED and not record.is_dispensed
    if is_left and record.states.affiliation in ("confirmed", "auto_affiliated"):
        faults.append(Fault("membership.ended", "must not be for a dispensation that is over"))
    planned = [(plan.event, plan.ref) for plan in membership.plans]
    if len(set(planned)) < len(planned) or not {event for event, _ in planned} <= set(PLANNED):
        faults.append(Fault("membership.plans", "must be known changes, each once"))
    if any(plan.event == "membership_ends" and plan.reason not in list(EndReason) for plan in membership.plans):
        faults.append(Fault("membership.plans", "must end for a known reason"))
    for name, cover in (("membership", membership.cover), ("report", record.report.cover if record.report else None)):
        if cover is not None and len(cover.children) > LONGEST_LIST:
            faults.append(Fault(f"{name}.cover.children", f"must not hold more than {LONGEST_LIST} items"))
    refs = membership.cover.refs if membership.cover else ()
    if len(set(refs)) < len(refs) or "" in refs:
        faults.append(Fault("membership.cover", "must name each beneficiary, each once"))
    return faults


def _may_stand_apart(record: Record) -> bool:
    """Whether affiliation and membership may disagree: one is being completed, under examination, or over."""
    state = record.states.affiliation
    is_completing = record.is_member and state in (*OPEN, "under_review")
    return is_completing or record.states.membership == "ended"


def _incomplete_answers(answers: Answers) -> list[Fault]:
    """List the facts that every accepted answer has and that are missing; only a child's number may come later."""
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
        **{f"partner_details.{place}": details for place, details in enumerate(answers.partner_details)},
        **{f"children_details.{place}": details for place, details in enumerate(answers.children_details)},
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
        missing += [
            f"beneficiaries.children.{place}.ref" for place, child in enumerate(answers.children) if not child.ref
        ]
    return [Fault(f"answers.{fact}", "is missing") for fact in missing]


def _duplicates(answers: Answers) -> list[Fault]:
    partners = [(details.birth_date, details.regime) for details in answers.partner_details]
    children = [(details.ref, details.birth_date) for details in answers.children_details]
    return [
        Fault(f"answers.{name}", "holds the same person twice")
        for name, keys in (("partner_details", partners), ("children_details", children))
        if len(set(keys)) < len(keys)
    ]


def _odd_drafts(record: Record) -> list[Fault]:
    faults = []
    for place, draft in enumerate(record.drafts):
        charts = [JOURNEYS[name] for name in ("affiliation", "dispensation") if draft.state in table(JOURNEYS[name])]
        if not charts:
            faults.append(Fault(f"drafts.{place}.state", "is no screen"))
        elif len(canonical(draft.fields)) > LONGEST_DRAFT:
            faults.append(Fault(f"drafts.{place}.fields", f"must not take more than {LONGEST_DRAFT} bytes as JSON"))
        elif all(keepable(draft.fields, draft_fields(chart, draft.state)) != draft.fields for chart in charts):
            faults.append(Fault(f"drafts.{place}.fields", "holds what a draft of this screen cannot"))
    if len({draft.state for draft in record.drafts}) < len(record.drafts):
        faults.append(Fault("drafts", "holds the same screen twice"))
    return faults


def _broken_history(record: Record) -> list[Fault]:
    history = record.history
    faults = []
    if history.count != record.revision or len(history.steps) != min(history.count, MOST_CARRIED):
        faults.append(Fault("history", "does not count as many steps as there are revisions"))
    is_cut, is_numbered, is_ordered = history.count > MOST_CARRIED, True, True
    number, before, at = history.count - len(history.steps), "", None
    for place, step in enumerate(history.steps):
        if not is_cut and link(step, before) != step.chain:
            faults.append(Fault(f"history.steps.{place}", "is not what was chained"))
        number += 1
        is_numbered &= step.revision == number
        is_ordered &= at is None or at <= step.at
        is_cut, before, at = False, step.chain, step.at
    if not is_numbered:
        faults.append(Fault("history.steps", "are not numbered one after the other"))
    if not is_ordered:
        faults.append(Fault("history.steps", "do not come one after the other"))
    if history.head != (history.steps[-1].chain if history.steps else ""):
        faults.append(Fault("history.head", "is not the last step's"))
    return faults
