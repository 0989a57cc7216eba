"""
From the invitation to a signed subscription (parcours d'affiliation, parcours de souscription).

Three rules hold for this file: everything about transitions lives here; nothing
is computed here; one line says what one command does.

The theory. A state is the screen the agent stands before, and a command is the
answer given on it. The affiliation proper (regime, beneficiaries, formula)
makes the quote; the subscription (identity to signature) makes the contract.
Which screens follow one another depends on the household alone, so the routes
forward and the routes of ``go_back`` are the same predicates: nothing has to
remember where one came from; only a report that is rejected goes back to where
it was made. A pop-in of the guide, ``solo_warning``, is a state of its own
because it asks for an answer.

Priority. The guards of an event are asked first, all of them; only when every
one holds do the routes choose, and exactly one of them does. ``go_back``
leaves every answer where it is; answers that no longer count are parked
(``states.path``).

Answers. The contract may say something else by the day of the signature, and a
formula may be an earlier choice that no screen asked for again. So whatever
judged the answers is asked once more before anybody signs; where one would be
refused now, ``go_back`` leads to its screen.

Silence. Whoever answers nothing is affiliated automatically and can complete
that later, on the same screens: the cover taken meanwhile is kept apart from
the answers. A report that the contract cannot be meant for one stops the time
to answer, so that somebody who cannot be covered is not affiliated by silence.
"""

from psc_workflow.states._engine import Chart, State, TransitionList, all_to, back_to, itself
from psc_workflow.states._guards.affiliation import (
    account_reachable,
    answers_hold,
    child_details_agree,
    consents_answered,
    formula_chosen,
    formula_offered,
    household_eligible,
    identity_complete,
    needs_simulation_whole,
    partner_details_agree,
    prefilled_contact_unchanged,
    rating_given,
    ready_to_sign,
    regime_accepted,
    report_reasoned,
    social_security_complete,
)
from psc_workflow.states._guards.shared import (
    affiliation_may_start,
    affiliation_open,
    document_ready,
    draft_kept,
    due,
    membership_not_over,
)
from psc_workflow.states._routes import (
    children_complete,
    children_covered,
    children_pending,
    completing,
    first_time,
    no_children_covered,
    no_partner_covered,
    nobody_covered,
    only_children_covered,
    only_partner_covered,
    partner_covered,
    reported_there,
    somebody_covered,
)


class AffiliationChart(Chart):
    """From the home page to the confirmation of the subscription."""

    # -- states ---------------------------------------------------------------

    home: State = State("Accueil du parcours", initial=True)
    regime: State = State("Régime d'affiliation")
    beneficiaries: State = State("Bénéficiaires à couvrir")
    solo_warning: State = State("Confirmation sans bénéficiaire")
    formula: State = State("Choix de la formule")
    identity: State = State("Informations personnelles")
    social_security: State = State("Sécurité sociale")
    partner_details: State = State("Informations du conjoint")
    children_details: State = State("Informations des enfants")
    contact_details: State = State("Moyens de contact")
    consents: State = State("Consentements")
    bank_details: State = State("Coordonnées bancaires")
    signature: State = State("Signature électronique")
    confirmed: State = State("Confirmation de souscription")

    under_review: State = State("Situation en cours d'examen")
    not_concerned: State = State("Dossier clos : non concerné")
    auto_affiliated: State = State("Affiliation automatique")

    _before_consents = (
        regime, beneficiaries, solo_warning, formula, identity, social_security, partner_details,
        children_details, contact_details, consents,
    )  # fmt: skip
    _open = (home, *_before_consents, bank_details, signature)

    # -- affiliation ------------------------------------------------------------

    start_affiliation: TransitionList = home.to(regime, cond=affiliation_may_start)
    complete_affiliation: TransitionList = auto_affiliated.to(regime, cond=affiliation_may_start)
    declare_regime: TransitionList = regime.to(beneficiaries, cond=[affiliation_open, regime_accepted])
    declare_beneficiaries: TransitionList = (
        beneficiaries.to(formula, cond=[affiliation_open, household_eligible, somebody_covered])
        | beneficiaries.to(solo_warning, cond=[affiliation_open, household_eligible, nobody_covered])
    )  # fmt: skip
    confirm_solo: TransitionList = solo_warning.to(formula, cond=affiliation_open)
    choose_formula: TransitionList = formula.to.itself(cond=[affiliation_open, formula_offered])
    validate_affiliation: TransitionList = formula.to(identity, cond=[affiliation_open, formula_chosen])

    # -- subscription -----------------------------------------------------------

    confirm_identity: TransitionList = identity.to(social_security, cond=[affiliation_open, identity_complete])
    declare_social_security: TransitionList = (
        social_security.to(partner_details, cond=[affiliation_open, social_security_complete, partner_covered])
        | social_security.to(children_details, cond=[affiliation_open, social_security_complete, only_children_covered])
        | social_security.to(contact_details, cond=[affiliation_open, social_security_complete, nobody_covered])
    )
    declare_partner: TransitionList = partner_details.to(
        children_details, cond=[affiliation_open, partner_details_agree, children_covered]
    ) | partner_details.to(contact_details, cond=[affiliation_open, partner_details_agree, no_children_covered])
    declare_child: TransitionList = children_details.to.itself(
        cond=[affiliation_open, child_details_agree, children_pending]
    ) | children_details.to(contact_details, cond=[affiliation_open, child_details_agree, children_complete])
    confirm_contact_details: TransitionList = contact_details.to(
        consents, cond=[affiliation_open, prefilled_contact_unchanged]
    )
    give_consents: TransitionList = consents.to(bank_details, cond=[affiliation_open, consents_answered])
    give_bank_details: TransitionList = bank_details.to(signature, cond=[affiliation_open, account_reachable])
    sign: TransitionList = signature.to(confirmed, cond=[affiliation_open, answers_hold, ready_to_sign])
    rate_experience: TransitionList = confirmed.to.itself(cond=[membership_not_over, rating_given])

    # -- on every open screen -----------------------------------------------------

    go_back: TransitionList = (
        regime.to(home, cond=[affiliation_open, first_time])
        | regime.to(auto_affiliated, cond=[affiliation_open, completing])
        | beneficiaries.to(regime, cond=affiliation_open)
        | solo_warning.to(beneficiaries, cond=affiliation_open)
        | formula.to(beneficiaries, cond=[affiliation_open, somebody_covered])
        | formula.to(solo_warning, cond=[affiliation_open, nobody_covered])
        | identity.to(formula, cond=affiliation_open)
        | social_security.to(identity, cond=affiliation_open)
        | partner_details.to(social_security, cond=affiliation_open)
        | children_details.to(partner_details, cond=[affiliation_open, partner_covered])
        | children_details.to(social_security, cond=[affiliation_open, no_partner_covered])
        | contact_details.to(children_details, cond=[affiliation_open, children_covered])
        | contact_details.to(partner_details, cond=[affiliation_open, only_partner_covered])
        | contact_details.to(social_security, cond=[affiliation_open, nobody_covered])
        | consents.to(contact_details, cond=affiliation_open)
        | bank_details.to(consents, cond=affiliation_open)
        | signature.to(bank_details, cond=affiliation_open)
    )
    save_and_quit: TransitionList = itself(*_open, cond=[affiliation_open, draft_kept])
    resume: TransitionList = itself(*_open, cond=affiliation_open)
    request_document: TransitionList = itself(*_open, cond=[affiliation_open, document_ready])
    record_needs_simulation: TransitionList = itself(*_open, cond=[affiliation_open, needs_simulation_whole])

    # -- not concerned --------------------------------------------------------------

    report_not_concerned: TransitionList = all_to(
        under_review, *_open, auto_affiliated, cond=[affiliation_may_start, report_reasoned]
    )
    close_file: TransitionList = under_review.to(not_concerned, cond=membership_not_over)
    reject_report: TransitionList = back_to(
        under_review,
        not_concerned,
        states=(*_open, auto_affiliated),
        cond=reported_there,
        guards=(membership_not_over,),
    )

    # -- deadlines --------------------------------------------------------------------

    invited_again: TransitionList = itself(home, cond=due) | all_to(
        home, *_before_consents, confirmed, auto_affiliated, cond=due
    )
    consents_lapse: TransitionList = all_to(consents, bank_details, signature, cond=due)
    reminder_falls_due: TransitionList = itself(*_open, cond=due)
    affiliation_window_ends: TransitionList = all_to(auto_affiliated, *_open, cond=due)
