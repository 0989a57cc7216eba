"""
From the request to the end of the cover (confirmation et suivi du dossier).

Two rules hold for this file, as for every chart: everything about transitions
lives here; nothing is computed here.

The theory. The membership follows the affiliation by itself: a signature, or
silence, brings ``file_received``. Whatever is decided for a day (an end, a
leave, a return, a transfer) is kept as a plan by the command, and the deadline
of that day moves the state: so a day that is past acts at once, and one that
is to come acts when it comes. Death acts at once, whatever the day, and stops
every other deadline.
"""

from psc_workflow.states._engine import Chart, State, TransitionList, all_to, itself
from psc_workflow.states._guards.affiliation import account_reachable
from psc_workflow.states._guards.membership import (
    beneficiary_eligible,
    beneficiary_known,
    consent_named,
    contact_complete,
    effective_date_fits,
    end_reasoned,
    formula_may_change,
    leave_suspends,
    mandate_evidenced,
    mandate_needed,
    number_awaited,
    outcome_told,
    return_dated,
    social_security_declared,
    teletransmission_answered,
    transfer_told,
)
from psc_workflow.states._guards.shared import due, membership_not_over, not_completing


class MembershipChart(Chart):
    """From the request to the end of the cover."""

    # -- states ---------------------------------------------------------------

    none: State = State("Pas encore adhérent", initial=True)
    received: State = State("Demande reçue")
    in_force: State = State("Contrat en vigueur")
    suspended: State = State("Adhésion suspendue")
    ended: State = State("Adhésion terminée")

    # -- handling ----------------------------------------------------------------

    record_effective_date: TransitionList = itself(none, received, in_force, cond=effective_date_fits)
    report_processing: TransitionList = itself(received, in_force, cond=outcome_told)
    report_not_mine: TransitionList = itself(received, in_force)

    # -- changes -------------------------------------------------------------------

    change_formula: TransitionList = itself(received, in_force, cond=[not_completing, formula_may_change])
    add_beneficiary: TransitionList = itself(received, in_force, suspended, cond=[not_completing, beneficiary_eligible])
    remove_beneficiary: TransitionList = itself(received, in_force, suspended, cond=[not_completing, beneficiary_known])
    complete_beneficiary: TransitionList = itself(received, in_force, suspended, cond=number_awaited)
    update_bank_details: TransitionList = itself(received, in_force, suspended, cond=account_reachable)
    update_contact_details: TransitionList = itself(received, in_force, suspended, cond=contact_complete)
    update_teletransmission: TransitionList = itself(
        received, in_force, suspended, cond=[social_security_declared, teletransmission_answered]
    )
    sign_mandate: TransitionList = itself(received, in_force, suspended, cond=[mandate_needed, mandate_evidenced])
    withdraw_consent: TransitionList = itself(none, received, in_force, suspended, ended, cond=consent_named)

    # -- leaves and the end ----------------------------------------------------------

    suspend: TransitionList = itself(received, in_force, cond=leave_suspends)
    reinstate: TransitionList = itself(suspended, cond=return_dated)
    transfer: TransitionList = itself(
        none, received, in_force, suspended, ended, cond=[membership_not_over, transfer_told]
    )
    end_membership: TransitionList = itself(
        none, received, in_force, suspended, ended, cond=[membership_not_over, end_reasoned]
    )

    # -- deadlines ------------------------------------------------------------------

    file_received: TransitionList = all_to(received, none, ended, cond=due)
    enters_into_force: TransitionList = received.to(in_force, cond=due)
    suspension_begins: TransitionList = in_force.to(suspended, cond=due)
    suspension_ends: TransitionList = suspended.to(in_force, cond=due)
    membership_ends: TransitionList = all_to(ended, none, received, in_force, suspended, cond=due) | itself(
        ended, cond=due
    )
    beneficiary_leaves: TransitionList = itself(received, in_force, suspended, cond=due)
    child_birthday_nears: TransitionList = itself(received, in_force, cond=due)
