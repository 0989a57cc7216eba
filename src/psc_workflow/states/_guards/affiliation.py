"""
Guards of the affiliation and the subscription.
"""

import attrs

from psc_workflow._model import commands as do
from psc_workflow._model.people import Partner
from psc_workflow._model.verdict import NOTHING, Finding, Judgement, Verdict
from psc_workflow._model.vocabulary import Formula
from psc_workflow.rules import (
    bank_details,
    child_details,
    consents,
    contact_details,
    cover_start,
    effective_date,
    formula,
    formula_change,
    household,
    identity,
    needs_simulation,
    obligation,
    partner_details,
    rating,
    regime,
    report,
    signature,
    social_security,
)
from psc_workflow.states import _losses
from psc_workflow.states._context import Context
from psc_workflow.states._guard import Guard, fits, may, never
from psc_workflow.states._past_answers import past_answers
from psc_workflow.states._repetition import Repetition


@may
def formula_chosen(context: Context) -> Verdict:
    """A formula has been chosen, and could be chosen today: it may be an earlier choice."""
    chosen = context.record.answers.formula
    if chosen is None:
        return formula.assess_choice(chosen)
    verdict = Verdict(_may_choose(context, chosen).blocking)
    return _at_answer("formula", do.ChooseFormula(chosen), verdict)


@may
def answers_hold(context: Context) -> Verdict:
    """Every answer could be given today; of warnings, only those are added that did not come when it was given."""
    repetition, findings = Repetition(context), list[Finding]()
    for past in past_answers(context.record.answers):
        record = attrs.evolve(context.record, answers=past.before)
        again = Context(record, context.contract, context.at, context.journey, past.command.event, past.command)
        verdict = GUARD_OF[type(past.command)].verdict(again)
        warnings = repetition.new(past.command, verdict.warnings)
        findings += _at_answer(past.screen, past.command, Verdict((*verdict.blocking, *warnings))).findings
    return Verdict.of(findings)


@fits
def regime_accepted(context: Context, command: do.DeclareRegime) -> Verdict:
    """The contract covers the regime; those whom it does not seem to concern are warned."""
    contract, on = context.contract, context.today
    reminder = obligation.remind(context.record.agent.employment, contract=contract, on=on)
    return regime.assess(command.regime, contract=contract, on=on) + reminder + remind_of_position(context)


@fits
def household_eligible(context: Context, command: do.DeclareBeneficiaries) -> Verdict:
    """Both questions are answered and everybody named can be covered."""
    return household.assess(command, contract=context.contract, effective=context.cover_date, today=context.today)


@fits
def formula_offered(context: Context, command: do.ChooseFormula) -> Verdict:
    """The contract offers the formula; those who have made a first choice keep it for the minimum term."""
    return _may_choose(context, command.formula) + effective_date.warn_if_pending(context.cover_date)


@fits
def identity_complete(context: Context, command: do.ConfirmIdentity) -> Verdict:
    """The agent's civil status is complete."""
    return identity.assess(command, on=context.today, prefilled=context.record.agent)


@fits
def social_security_complete(context: Context, command: do.DeclareSocialSecurity) -> Verdict:
    """Number, code and télétransmission are answered and right."""
    return social_security.assess(
        command, contract=context.contract, on=context.today, identity=context.record.answers.identity
    )


@fits
def partner_details_agree(context: Context, command: do.DeclarePartner) -> Verdict:
    """The partner's details are complete and agree with step 2."""
    declared = context.record.answers.partner or Partner()
    return partner_details.assess(command, declared=declared, contract=context.contract, on=context.today)


@fits
def child_details_agree(context: Context, command: do.DeclareChild) -> Verdict:
    """The child's details are complete and agree with step 2."""
    return child_details.assess(
        command, declared=context.record.answers.children, contract=context.contract, on=context.today
    )


@fits
def prefilled_contact_unchanged(context: Context, command: do.ConfirmContactDetails) -> Verdict:
    """Prefilled contact details come back as they were."""
    return contact_details.assess(command, prefilled=context.record.agent)


@never(Judgement.REFUSED)
@fits
def consents_answered(_: Context, command: do.GiveConsents) -> Verdict:
    """The question on partners' offers is answered."""
    return consents.assess(command.partner_offers)


@fits
def account_reachable(context: Context, command: do.BankDetails) -> Verdict:
    """The account is given, right and reachable."""
    return bank_details.assess(command, contract=context.contract, on=context.today)


@fits
def ready_to_sign(context: Context, command: do.Sign) -> Verdict:
    """Everything is read, certified and accepted; a cover that begins in the past, or ends, is announced."""
    if context.quote is None:  # the membership is over, and nothing is being chosen: another guard says so
        return Verdict()
    verdict = signature.assess(
        command, quote=context.quote, kept_quote=context.record.answers.quote, contract=context.contract
    ) + effective_date.warn_if_pending(context.effective)
    if not verdict.holds:
        return verdict
    starts_on = None if context.record.is_member else context.effective.day
    return verdict + cover_start.assess(starts_on, today=context.today) + _losses.assess(context)


@never(Judgement.REFUSED, Judgement.INCOMPLETE)
@fits
def closing_announced(context: Context, _: do.CloseFile) -> Verdict:
    """Who loses cover with the file is announced; nothing stands against it."""
    return _losses.assess(context)


@never(Judgement.REFUSED, Judgement.INCOMPLETE)
@fits
def cover_restored(context: Context, _: do.RejectReport) -> Verdict:
    """A member whose file was closed is covered for the time since, which is announced; nothing stands against it."""
    closed_on = context.record.membership.ended_on if context.record.report and context.record.report.cover else None
    starts_on = max(closed_on, context.covered_from) if closed_on is not None else None
    return cover_start.assess(starts_on, today=context.today)


@never(Judgement.REFUSED)
@fits
def rating_given(_: Context, command: do.RateExperience) -> Verdict:
    """A rating is given."""
    return rating.assess(command.rating)


@fits
def needs_simulation_whole(context: Context, command: do.RecordNeedsSimulation) -> Verdict:
    """The result of the simulation is whole."""
    return needs_simulation.assess(command, on=context.today)


@fits
def report_reasoned(context: Context, command: do.ReportNotConcerned) -> Verdict:
    """A reason is given."""
    return report.assess(command.reason, employment=context.record.agent.employment, on=context.today)


def remind_of_position(context: Context) -> Verdict:
    """Warn an agent who need not answer, because the contract does not concern them on the day that counts."""
    on = context.days.absent_on if context.days.may_run else None
    return NOTHING if on is None else obligation.remind_of_position(context.days.position(on), on=on)


def _may_choose(context: Context, chosen: Formula | None) -> Verdict:
    verdict = formula.assess(chosen, contract=context.contract, on=context.cover_date.reference)
    cover = context.record.membership.cover
    if verdict.holds and cover is not None and cover.chosen and chosen is not cover.formula:
        verdict += formula_change.assess(
            chosen,
            current=cover.formula,
            chosen=True,
            since=cover.since,
            contract=context.contract,
            today=context.today,
        )
    return verdict


def _at_answer(screen: str, command: do.Command, verdict: Verdict) -> Verdict:
    """Place what is found of an earlier answer at its screen; a path that is no field of the command stays as it is."""

    def place(path: str) -> str:
        return f"answers.{screen}.{path}" if path.partition(".")[0] in command.field_names() else path

    return Verdict(tuple(attrs.evolve(finding, path=place(finding.path)) for finding in verdict.findings))


GUARD_OF: dict[type[do.Command], Guard] = {
    do.DeclareRegime: regime_accepted,
    do.DeclareBeneficiaries: household_eligible,
    do.ChooseFormula: formula_offered,
    do.ConfirmIdentity: identity_complete,
    do.DeclareSocialSecurity: social_security_complete,
    do.DeclarePartner: partner_details_agree,
    do.DeclareChild: child_details_agree,
    do.ConfirmContactDetails: prefilled_contact_unchanged,
    do.GiveConsents: consents_answered,
    do.GiveBankDetails: account_reachable,
}
"""The guard that judges each answer on its screen, and once more at the signature."""
