"""
Guards of the charts: each hands the facts a rule needs to that rule, and nothing else.
"""

import datetime as dt

from psc_workflow.model import commands as do
from psc_workflow.model.people import Partner
from psc_workflow.model.verdict import Verdict
from psc_workflow.model.vocabulary import EndReason
from psc_workflow.rules import (
    attestation,
    bank_details,
    beneficiary_addition,
    beneficiary_number,
    beneficiary_removal,
    child_details,
    consent_withdrawal,
    consents,
    contact_details,
    contact_update,
    deadline,
    dispensation_request,
    document_request,
    draft,
    effective_date,
    email,
    formula,
    formula_change,
    household,
    identity,
    leave,
    login,
    mandate_signature,
    membership_end,
    motive,
    motive_end,
    needs_simulation,
    one_cover,
    one_day,
    partner_details,
    password,
    prior_membership,
    processing,
    rating,
    recorded_date,
    regime,
    report,
    signature,
    social_security,
    teletransmission,
    transfer,
)
from psc_workflow.states import dates
from psc_workflow.states.changes.dispensation import for_renewal
from psc_workflow.states.changes.membership import with_known_number
from psc_workflow.states.context import Context
from psc_workflow.states.guard import fits, may
from psc_workflow.states.path import OPEN, numbers_pending

# -- may: is it offered? ------------------------------------------------------


@may
def affiliation_may_start(context: Context) -> Verdict:
    """No dispensation is in force, and the membership is not over; a request for a dispensation is set aside."""
    return one_cover.assess(dispensed_until=_dispensed_until(context), asking=False, ended=_ended(context))


@may
def affiliation_open(context: Context) -> Verdict:
    """The affiliation is the journey one is in."""
    asking = context.record.active == "dispensation"
    return one_cover.assess(dispensed_until=_dispensed_until(context), asking=asking, ended=_ended(context))


@may
def dispensation_open(context: Context) -> Verdict:
    """A dispensation may be asked for: nothing is being looked at, closed or over."""
    state = context.record.states.affiliation
    return one_cover.assess_dispensation(
        under_review=state == "under_review", closed=state == "not_concerned", ended=_ended(context)
    )


@may
def attested(context: Context) -> Verdict:
    """The attestation sur l'honneur is there, and still serves on the day of the request."""
    answers, given = context.record.answers, context.record.answers.attestation
    found = dispensation_request.assess_attested(given)
    if given is not None:
        found += attestation.assess(
            given, chosen=answers.motive, effective=context.first_effective, today=context.today
        )
    return found


@may
def mandate_needed(context: Context) -> Verdict:
    """Something is debited, from an account that is known, and no mandate is signed."""
    membership = context.record.membership
    account = context.record.answers.bank_details is not None
    return mandate_signature.assess_needed(
        context.quote_of(context.taken), signed=membership.mandate is not None, account=account
    )


@may
def social_security_declared(context: Context) -> Verdict:
    """The social-security details are there to be changed."""
    return teletransmission.assess_declared(context.record.answers.social_security)


@may
def membership_not_over(context: Context) -> Verdict:
    """The membership is not over for good."""
    return one_cover.assess(dispensed_until=None, asking=False, ended=_ended(context))


@may
def mails_wanted(context: Context) -> Verdict:
    """The agent has not died: no mail goes out any more."""
    died = context.record.membership.ended is EndReason.DEATH
    return one_cover.assess(dispensed_until=None, asking=False, ended=EndReason.DEATH if died else None)


@may
def not_completing(context: Context) -> Verdict:
    """The affiliation is not being completed: its signature would undo the change."""
    completing = context.record.is_member and context.record.states.affiliation in OPEN
    return one_cover.assess_change(completing=completing)


@may
def due(context: Context) -> Verdict:
    """The deadline has come."""
    return deadline.assess(context.due_at, at=context.at)


@may
def formula_chosen(context: Context) -> Verdict:
    """A formula has been chosen."""
    return formula.assess_chosen(context.record.answers.formula)


# -- fits: is this answer right? -----------------------------------------------


@fits
def regime_accepted(context: Context, command: do.DeclareRegime) -> Verdict:
    """The contract covers the regime."""
    return regime.assess(command.regime, contract=context.contract, on=context.today)


@fits
def household_eligible(context: Context, command: do.DeclareBeneficiaries) -> Verdict:
    """Both questions are answered and everybody named can be covered."""
    return household.assess(command, contract=context.contract, effective=context.judged, today=context.today)


@fits
def formula_offered(context: Context, command: do.ChooseFormula) -> Verdict:
    """The contract offers the formula; who had a first choice already keeps it for the minimum term."""
    found = formula.assess(command.formula, contract=context.contract, on=context.judged.reference)
    cover = context.record.membership.cover
    if found.holds and cover is not None and cover.chosen and command.formula is not cover.formula:
        found += formula_change.assess(
            command.formula,
            current=cover.formula,
            chosen=True,
            since=cover.since,
            contract=context.contract,
            today=context.today,
        )
    return found + effective_date.pending(context.judged)


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


@fits
def consents_answered(_: Context, command: do.GiveConsents) -> Verdict:
    """The question on partners' offers is answered."""
    return consents.assess(command.partner_offers)


@fits
def account_reachable(context: Context, command: do.GiveBankDetails) -> Verdict:
    """The account is given, right and reachable."""
    return bank_details.assess(command, contract=context.contract, on=context.today)


@fits
def ready_to_sign(context: Context, command: do.Sign) -> Verdict:
    """Everything is read, certified and accepted."""
    return signature.assess(
        command, quote=context.chosen_quote, kept=context.record.answers.quote, contract=context.contract
    ) + effective_date.pending(context.effective)


@fits
def rating_given(_: Context, command: do.RateExperience) -> Verdict:
    """A rating is given."""
    return rating.assess(command.rating)


@fits
def draft_kept(context: Context, command: do.SaveAndQuit) -> Verdict:
    """Whatever of the draft may be kept is; this never blocks."""
    return draft.assess(command.draft, context.draft_fields)


@fits
def document_ready(context: Context, command: do.RequestDocument) -> Verdict:
    """What the document shows is known."""
    return document_request.assess(command.kind, quote=context.quote, done=context.done)


@fits
def needs_simulation_whole(context: Context, command: do.RecordNeedsSimulation) -> Verdict:
    """The result of the simulation is whole."""
    return needs_simulation.assess(command, on=context.today)


@fits
def report_reasoned(_: Context, command: do.ReportNotConcerned) -> Verdict:
    """A reason is given."""
    return report.assess(command.reason)


# -- access ----------------------------------------------------------------------


@fits
def membership_told(_: Context, command: do.OpenInvitation) -> Verdict:
    """Whether there is an account already is told."""
    return prior_membership.assess(command.membership)


@fits
def account_well_formed(context: Context, command: do.CreateAccount) -> Verdict:
    """The address is one, and the password is strong enough."""
    return email.assess(command.email) + password.assess(command.password, command.confirmation, on=context.today)


@fits
def password_strong(context: Context, command: do.ResetPassword) -> Verdict:
    """The password is strong enough."""
    return password.assess(command.password, command.confirmation, on=context.today)


@fits
def login_told(_: Context, command: do.ReportLogin) -> Verdict:
    """Whether signing in succeeded is told."""
    return login.assess(command.success)


# -- dispensation -----------------------------------------------------------------


@fits
def motive_holds(context: Context, command: do.ChooseMotive) -> Verdict:
    """
    The motive is one of the décret's, and its facts bear it out.

    A member needs an event since then. Whoever was affiliated by silence may
    bring one since the invitation and, while the effective date is unknown,
    may still ask as at the start: only a manager could have settled it in
    time.
    """
    membership, since = context.record.membership, None
    if membership.cover is not None and membership.cover.chosen:
        since = membership.affiliated_at
    elif membership.cover is not None and context.effective.day is not None:
        since = context.record.invited_at
    return motive.assess(
        command,
        effective=context.first_effective,
        hired_on=context.record.agent.hired_on,
        contract=context.contract,
        today=context.today,
        affiliated_on=context.contract.civil_day(since) if since else None,
    )


@fits
def attestation_complete(context: Context, command: do.HonourStatement) -> Verdict:
    """Every field of the attestation is there, and agrees with the motive."""
    answers = context.record.answers
    return attestation.assess(command, chosen=answers.motive, effective=context.first_effective, today=context.today)


@fits
def attestation_renewed(context: Context, command: do.HonourStatement) -> Verdict:
    """The new attestation is complete, and lasts longer than the one before; what was entitled to then is not asked."""
    chosen = context.record.answers.motive
    return attestation.assess(
        command,
        chosen=for_renewal(chosen) if chosen is not None else None,
        effective=context.first_effective,
        today=context.today,
        after=context.record.dispensation.last_day,
    )


@fits
def warning_read(_: Context, command: do.RequestDispensation) -> Verdict:
    """The warning was read."""
    return dispensation_request.assess_warning(command.warning_read)


@fits
def motive_end_told(_: Context, command: do.ReportMotiveEnd) -> Verdict:
    """The day on which the motive ends is told."""
    return motive_end.assess(command.ended_on)


# -- membership -------------------------------------------------------------------


@fits
def outcome_told(_: Context, command: do.ReportProcessing) -> Verdict:
    """What became of the file is told."""
    return processing.assess(command.outcome)


@fits
def effective_date_fits(context: Context, command: do.RecordEffectiveDate) -> Verdict:
    """
    The day is one on which cover can begin.

    The rule settles it only for who was invited by the contract's start: who
    comes later may have come from another contract.
    """
    record = context.record
    by_rule = dates.effective(record, context.contract, context.today, recorded=False)
    was_there = record.agent.hired_on is not None and context.contract.civil_day(record.opened_at) <= by_rule.start
    return recorded_date.assess(
        command.on,
        start=by_rule.earliest,
        settled=by_rule.day if was_there and record.membership.effective_on is None else None,
        latest=context.today if context.state == "in_force" else None,
    )


@fits
def formula_may_change(context: Context, command: do.ChangeFormula) -> Verdict:
    """The formula is offered, another one, and the minimum term is over."""
    cover = context.taken
    found = formula_change.assess(
        command.formula,
        current=cover.formula,
        chosen=cover.chosen,
        since=cover.since,
        contract=context.contract,
        today=context.today,
    )
    return found + _mandate_to_sign(context) if found.holds else found


@fits
def beneficiary_eligible(context: Context, command: do.AddBeneficiary) -> Verdict:
    """Whoever is to be added can be covered."""
    cover = context.taken
    found = beneficiary_addition.assess(
        command,
        partner=cover.partner,
        children=cover.children,
        contract=context.contract,
        on=context.judged.reference,
        today=context.today,
    )
    return found + _mandate_to_sign(context) if found.holds else found


@fits
def beneficiary_known(context: Context, command: do.RemoveBeneficiary) -> Verdict:
    """Whoever is to be removed is covered."""
    cover = context.taken
    return beneficiary_removal.assess(command, partner=cover.partner, children=cover.children, today=context.today)


@fits
def number_awaited(context: Context, command: do.CompleteBeneficiary) -> Verdict:
    """The number is right, and was still to come."""
    cover = context.taken
    return beneficiary_number.assess(
        with_known_number(context.record, command),
        partner=cover.partner,
        children=cover.children,
        pending=numbers_pending(context.record),
        contract=context.contract,
        today=context.today,
    )


@fits
def new_account_reachable(context: Context, command: do.UpdateBankDetails) -> Verdict:
    """The account is given, right and reachable."""
    given = do.GiveBankDetails(command.holder, command.iban)
    return bank_details.assess(given, contract=context.contract, on=context.today)


@fits
def contact_complete(_: Context, command: do.UpdateContactDetails) -> Verdict:
    """The contact details are complete and well formed."""
    return contact_update.assess(command)


@fits
def teletransmission_answered(_: Context, command: do.UpdateTeletransmission) -> Verdict:
    """The question on télétransmission is answered."""
    return teletransmission.assess(teletransmission=command.teletransmission)


@fits
def mandate_evidenced(_: Context, command: do.SignMandate) -> Verdict:
    """The signature of the mandate is evidenced."""
    return mandate_signature.assess(command)


@fits
def consent_named(_: Context, command: do.WithdrawConsent) -> Verdict:
    """The consent to take back is named."""
    return consent_withdrawal.assess(command.kind)


@fits
def end_reasoned(context: Context, command: do.EndMembership) -> Verdict:
    """The end has a reason and a day."""
    return membership_end.assess(command.reason, command.on, today=context.today) + _replacing(context)


@fits
def leave_suspends(context: Context, command: do.Suspend) -> Verdict:
    """The leave is not one during which the obligation goes on."""
    return leave.assess(command.reason, command.on, first=context.effective.start)


@fits
def return_dated(context: Context, command: do.Reinstate) -> Verdict:
    """The day back is told, and does not lie before the leave."""
    return one_day.assess(command.on, first=context.record.membership.suspended_on)


@fits
def transfer_told(context: Context, command: do.Transfer) -> Verdict:
    """The other contract and the first day under it are told."""
    found = transfer.assess(command.contract, command.on, current=context.contract.id, first=context.effective.start)
    return found + _replacing(context)


# -- helpers ----------------------------------------------------------------------


def _dispensed_until(context: Context) -> dt.date | None:
    return context.record.dispensation.last_day if context.record.is_dispensed else None


def _replacing(context: Context) -> Verdict:
    """Warn if another end was decided for a later day."""
    plans = context.record.membership.plans
    return membership_end.replacing(next((plan.on for plan in plans if plan.event == "membership_ends"), None))


def _mandate_to_sign(context: Context) -> Verdict:
    """Warn if what is covered once the command's answer is in cannot be debited."""
    membership = context.after.membership
    if membership.cover is None:
        return Verdict()
    return mandate_signature.assess_cover(context.quote_of(membership.cover), signed=membership.mandate is not None)


def _ended(context: Context) -> EndReason | None:
    return context.record.membership.ended if context.record.is_over else None
