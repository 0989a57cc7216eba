"""
From the wish to be exempted to a dispensation granted, renewed, ended or renounced (parcours de dispense).

Two rules hold for this file, as for every chart: everything about transitions
lives here; nothing is computed here.

The theory. A dispensation is from the affiliation: starting the one sets the
other aside, and while one is granted nobody can be affiliated. It rests on a
motive and on an attestation sur l'honneur, which is checked as soon as it is
given and must be given again every year. When it ends, for whatever reason,
the agent is invited again (``invited_again``, in the affiliation) and has the
same time to answer as the first time.

Priority. When the time to answer runs out, the request that was not made is
closed before the agent is affiliated automatically.
"""

from psc_workflow.states._engine import Chart, State, TransitionList, all_to, itself
from psc_workflow.states._guards.dispensation import (
    attestation_complete,
    attestation_renewed,
    attested,
    motive_end_told,
    motive_holds,
    warning_read,
)
from psc_workflow.states._guards.shared import dispensation_open, document_ready, draft_kept, due, membership_not_over
from psc_workflow.states._routes import motive_is_over, motive_still_holds


class DispensationChart(Chart):
    """From the home page of the dispensation to its end."""

    # -- states ---------------------------------------------------------------

    home: State = State("Accueil de la dispense", initial=True)
    motive: State = State("Motif de dispense")
    attestation: State = State("Attestation sur l'honneur")
    granted: State = State("Dispense accordée")
    renewal_due: State = State("Attestation à renouveler")
    expired: State = State("Dispense expirée")
    renounced: State = State("Dispense levée")
    closed: State = State("Délai de demande écoulé")

    # -- asking -----------------------------------------------------------------

    start_dispensation: TransitionList = all_to(motive, home, closed, expired, renounced, cond=dispensation_open)
    choose_motive: TransitionList = (
        motive.to(attestation, cond=[dispensation_open, motive_holds])
        | attestation.to.itself(cond=[dispensation_open, motive_holds])
    )  # fmt: skip
    attest: TransitionList = attestation.to.itself(cond=[dispensation_open, attestation_complete])
    request_dispensation: TransitionList = attestation.to(granted, cond=[dispensation_open, attested, warning_read])

    # -- on every open screen -----------------------------------------------------

    go_back: TransitionList = motive.to(home, cond=membership_not_over) | attestation.to(
        motive, cond=membership_not_over
    )
    save_and_quit: TransitionList = itself(motive, attestation, cond=[membership_not_over, draft_kept])
    resume: TransitionList = itself(motive, attestation, cond=membership_not_over)
    request_document: TransitionList = itself(
        motive, attestation, renewal_due, cond=[membership_not_over, document_ready]
    )

    # -- while it lasts, and its end ------------------------------------------------

    renew_dispensation: TransitionList = renewal_due.to(granted, cond=[membership_not_over, attestation_renewed])
    renounce_dispensation: TransitionList = all_to(renounced, granted, renewal_due, cond=membership_not_over)
    report_motive_end: TransitionList = (
        all_to(expired, granted, renewal_due, cond=[membership_not_over, motive_end_told, motive_is_over])
        | itself(granted, renewal_due, cond=[membership_not_over, motive_end_told, motive_still_holds])
    )  # fmt: skip

    # -- deadlines ------------------------------------------------------------------

    set_aside: TransitionList = all_to(home, motive, attestation, cond=due)
    dispensation_window_ends: TransitionList = all_to(closed, home, motive, attestation, cond=due)
    renewal_falls_due: TransitionList = granted.to(renewal_due, cond=due)
    dispensation_expires: TransitionList = all_to(expired, granted, renewal_due, cond=due)
