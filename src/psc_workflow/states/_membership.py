"""
From the request to the end of the cover (confirmation et suivi du dossier).

Two rules hold for this file, as for every chart: everything about transitions
lives here; nothing is computed here.

The theory. The membership follows the affiliation by itself: a signature, or
silence, brings ``file_received``. Whatever is decided for a day (an end, a
leave, a return, a transfer) is kept as a plan by the command, and the deadline
of that day moves the state: so a day in the past acts at once, and a day to
come acts when it comes. Death acts at once, whatever the day, and stops
every other deadline.
"""

from psc_workflow.states._engine import Chart, State, all_to, itself
from psc_workflow.states._guards.affiliation import account_reachable
from psc_workflow.states._guards.membership import (
    beneficiary_eligible,
    beneficiary_known,
    consent_named,
    contact_complete,
    effective_date_fits,
    employment_over,
    end_reasoned,
    formula_may_change,
    leave_suspends,
    mandate_evidenced,
    mandate_needed,
    number_awaited,
    outcome_given,
    position_fits,
    rehire_dated,
    representation_end_dated,
    representative_fits,
    representative_recorded,
    return_dated,
    social_security_declared,
    teletransmission_answered,
    transfer_given,
)
from psc_workflow.states._guards.shared import due, membership_not_over, not_completing
from psc_workflow.states._routes import cover_continues, cover_interrupted


class MembershipChart(Chart):
    """From the request to the end of the cover."""

    # -- states ---------------------------------------------------------------

    none = State("Pas encore adhérent(e)", initial=True)
    received = State("Demande reçue")
    in_force = State("Contrat en vigueur")
    suspended = State("Adhésion suspendue")
    ended = State("Adhésion terminée")

    main_way = ("file_received", "enters_into_force", "suspension_begins", "suspension_ends", "membership_ends")

    # -- handling ----------------------------------------------------------------

    record_effective_date = itself(none, received, in_force, cond=effective_date_fits)
    record_position = itself(none, received, in_force, suspended, ended, cond=[membership_not_over, position_fits])
    report_processing = itself(received, in_force, cond=outcome_given)
    report_not_mine = itself(received, in_force)

    # -- changes -------------------------------------------------------------------

    change_formula = itself(received, in_force, cond=[not_completing, formula_may_change])
    add_beneficiary = itself(received, in_force, suspended, cond=[not_completing, beneficiary_eligible])
    remove_beneficiary = itself(received, in_force, suspended, cond=[not_completing, beneficiary_known])
    complete_beneficiary = itself(received, in_force, suspended, cond=number_awaited)
    update_bank_details = itself(received, in_force, suspended, cond=account_reachable)
    update_contact_details = itself(received, in_force, suspended, cond=contact_complete)
    update_teletransmission = itself(
        received, in_force, suspended, cond=[social_security_declared, teletransmission_answered]
    )
    sign_mandate = itself(received, in_force, suspended, cond=[mandate_needed, mandate_evidenced])
    withdraw_consent = itself(none, received, in_force, suspended, ended, cond=consent_named)

    # -- leaves and the end ----------------------------------------------------------

    suspend = itself(received, in_force, cond=leave_suspends)
    reinstate = itself(suspended, cond=return_dated)
    transfer = itself(none, received, in_force, suspended, ended, cond=[membership_not_over, transfer_given])
    end_membership = itself(none, received, in_force, suspended, ended, cond=[membership_not_over, end_reasoned])

    rehire = (
        ended.to(received, cond=[employment_over, rehire_dated, cover_continues])
        | ended.to(none, cond=[employment_over, rehire_dated, cover_interrupted])
        | itself(none, received, in_force, suspended, cond=[employment_over, rehire_dated])
    )

    # -- who acts for the agent ------------------------------------------------------

    record_representative = itself(
        none, received, in_force, suspended, ended, cond=[membership_not_over, representative_fits]
    )
    end_representation = itself(
        none, received, in_force, suspended, ended,
        cond=[membership_not_over, representative_recorded, representation_end_dated],
    )  # fmt: skip

    # -- deadlines ------------------------------------------------------------------

    file_received = all_to(received, none, ended, cond=due)
    enters_into_force = received.to(in_force, cond=due)
    suspension_begins = in_force.to(suspended, cond=due)
    suspension_ends = suspended.to(in_force, cond=due)
    membership_ends = all_to(ended, none, received, in_force, suspended, cond=due) | itself(ended, cond=due)
    beneficiary_leaves = itself(received, in_force, suspended, cond=due)
    child_birthday_nears = itself(received, in_force, cond=due)
