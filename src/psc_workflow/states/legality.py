"""
What a stored record must be for any sequence of accepted commands to have made it.

Structure only: whether answers would be accepted today is not asked, so that a
later rule never makes a stored dossier unreadable.
"""

import attrs

from psc_workflow.exceptions import Problem
from psc_workflow.model.commands import Command, DeclareChild, keepable
from psc_workflow.model.people import UNANSWERED
from psc_workflow.model.record import KEPT, Answers, Record, States
from psc_workflow.states.charts import JOURNEYS
from psc_workflow.states.engine import table
from psc_workflow.states.path import is_answered, path
from psc_workflow.states.step import draft_fields


def problems(record: Record) -> list[Problem]:
    """List what no sequence of accepted commands could have made."""
    return [*_odd_envelope(record), *_unknown_states(record), *_facts_that_do_not_fit(record), *_broken_history(record)]


def _odd_envelope(record: Record) -> list[Problem]:
    found = []
    if not record.id.strip():
        found.append(Problem("id", "must not be blank"))
    if len(record.accepted) > KEPT or any(not 0 < one.revision <= record.revision for one in record.accepted):
        found.append(Problem("accepted", f"must hold at most {KEPT} keys, of revisions there have been"))
    last = record.history.steps[-1].at if record.history.steps else record.invited_at
    if record.at != last:
        found.append(Problem("at", "must be the instant of the last step, or of the invitation"))
    if record.at < record.invited_at:
        found.append(Problem("at", "must not lie before the invitation"))
    return found


def _unknown_states(record: Record) -> list[Problem]:
    known = {
        journey: {state.value for state in JOURNEYS[journey].states} if journey in JOURNEYS else {initial}
        for journey, initial in attrs.asdict(States()).items()
    }
    return [
        Problem(f"states.{journey}", f"must be one of: {', '.join(sorted(known[journey]))}")
        for journey, state in attrs.asdict(record.states).items()
        if state not in known[journey]
    ]


def _facts_that_do_not_fit(record: Record) -> list[Problem]:
    answers, state = record.answers, record.states.affiliation
    screens = path(answers)
    if state not in screens:
        return [Problem("states.affiliation", "is no screen of this household")]
    found = [
        Problem(f"answers.{before}", f"must be there in the state {state}")
        for before in screens[: screens.index(state)]
        if not is_answered(answers, before)
    ]
    together = {
        "signature": (answers.signature is not None, state == "confirmed", "the state is confirmed"),
        "signed_at": (answers.signed_at is not None, answers.signature is not None, "there is a signature"),
        "quote": (answers.quote is not None, answers.formula is not None, "there is a formula"),
    }
    found += [
        Problem(f"answers.{name}", f"must be there if and only if {told}")
        for name, (there, expected, told) in together.items()
        if there != expected
    ]
    if answers.quote is not None and answers.quote.formula is not answers.formula:
        found.append(Problem("answers.quote.formula", "must be the formula chosen"))
    if answers.rating is not None and state != "confirmed":
        found.append(Problem("answers.rating", "must not be there before the state confirmed"))
    return [*found, *_half_answers(answers), *_doubled(answers), *_odd_drafts(record)]


def _half_answers(answers: Answers) -> list[Problem]:
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
    return [Problem(f"answers.{fact}", "is missing") for fact in missing]


def _doubled(answers: Answers) -> list[Problem]:
    partners = [(one.birth_date, one.regime) for one in answers.partner_details]
    children = [(one.ref, one.birth_date) for one in answers.children_details]
    return [
        Problem(f"answers.{name}", "holds the same person twice")
        for name, keys in (("partner_details", partners), ("children_details", children))
        if len(set(keys)) < len(keys)
    ]


def _odd_drafts(record: Record) -> list[Problem]:
    known = table(JOURNEYS["affiliation"])
    found = []
    for place, draft in enumerate(record.drafts):
        if draft.state not in known:
            found.append(Problem(f"drafts.{place}.state", "is no screen"))
        elif keepable(draft.fields, draft_fields(JOURNEYS["affiliation"], draft.state)) != draft.fields:
            found.append(Problem(f"drafts.{place}.fields", "holds what a draft of this screen cannot"))
    if len({draft.state for draft in record.drafts}) < len(record.drafts):
        found.append(Problem("drafts", "holds the same screen twice"))
    return found


def _broken_history(record: Record) -> list[Problem]:
    history = record.history
    found = []
    if history.count != record.revision or len(history.steps) != min(history.count, KEPT):
        found.append(Problem("history", "does not count as many steps as there are revisions"))
    for place, (before, step) in enumerate(
        zip(("", *(one.chain for one in history.steps)), history.steps, strict=False)
    ):
        first_is_cut = place == 0 and history.count > KEPT
        if not first_is_cut and attrs.evolve(step, chain="").chained_to(before).chain != step.chain:
            found.append(Problem(f"history.steps.{place}", "is not what was chained"))
    if history.head != (history.steps[-1].chain if history.steps else ""):
        found.append(Problem("history.head", "is not the last step's"))
    return found
