"""
From the invitation to a signed subscription (parcours d'affiliation, parcours de souscription).

Three rules hold for this file: everything about transitions lives here; nothing
is computed here; one line says what one command does.

The theory. A state is the screen the agent stands before, and a command is the
answer given on it. The affiliation proper (regime, beneficiaries, formula)
makes the quote; the subscription (identity to signature) makes the contract.
Which screens follow one another depends on the household alone, so the routes
forward and the routes of ``go_back`` are the same predicates: nothing has to
remember the screen before; only a report that is rejected goes back to where
it was made. A pop-in of the guide, ``solo_warning``, is a state of its own
because it asks for an answer.

Priority. The guards of an event are asked first, all of them; only when every
one holds do the routes choose, and exactly one of them does. ``go_back``
leaves every answer where it is; answers that no longer count are parked
(``states._answers``).

Answers. The contract may say something else by the day of the signature, and a
formula may be an earlier choice that no screen asked for again. So the guards
that judged the answers are asked once more before anybody signs; where an
answer would be refused now, ``go_back`` leads to its screen.

Silence. An agent who answers nothing is affiliated automatically and can
complete that later, on the same screens: the cover in force meanwhile is kept
apart from the answers. A report that the contract cannot be meant for the agent
stops the time to answer, so that somebody who cannot be covered is not
affiliated by silence. Nor is an agent whose position the contract does not concern
(``position_ends``): on the return the time to answer begins anew, where the
agent stands.

Reading a line. ``while_open(source, target, guard, route)`` is a transition that
needs ``affiliation_open`` before its own guard; ``all_to(target, *sources)`` and
``itself(*sources)`` are the same transition from several states. A guard is a
*may*, which reads the dossier and decides whether the command is offered, or a
*fits*, which reads the command too. ``cond=due`` is a deadline; the function of
its name in ``states._deadlines`` says on which day it comes.
"""

from psc_workflow.states._engine import Chart, Gate, State, all_to, back_to, itself
from psc_workflow.states._guards.affiliation import (
    account_reachable,
    answers_hold,
    child_details_agree,
    closing_announced,
    consents_answered,
    cover_restored,
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

while_open = Gate(affiliation_open)
"""Declares what can be done while the affiliation is the active journey."""


class AffiliationChart(Chart):
    """From the home page to the confirmation of the subscription."""

    # -- states ---------------------------------------------------------------

    home = State("Accueil du parcours", initial=True)
    regime = State("Régime d’affiliation")
    beneficiaries = State("Bénéficiaires à couvrir")
    solo_warning = State("Confirmation sans bénéficiaire")
    formula = State("Choix de la formule")
    identity = State("Informations personnelles")
    social_security = State("Sécurité sociale")
    partner_details = State("Informations de votre conjoint(e)")
    children_details = State("Informations des enfants")
    contact_details = State("Moyens de contact")
    consents = State("Consentements")
    bank_details = State("Coordonnées bancaires")
    signature = State("Signature électronique")
    confirmed = State("Confirmation de souscription")

    under_review = State("Situation en cours d’examen")
    not_concerned = State("Dossier clos : non concerné(e)")
    auto_affiliated = State("Affiliation automatique")

    _until_consents = (
        regime, beneficiaries, solo_warning, formula, identity, social_security, partner_details,
        children_details, contact_details, consents,
    )  # fmt: skip
    _open = (home, *_until_consents, bank_details, signature)  # the states of _screens.OPEN; a test compares them

    main_way = (
        "start_affiliation", "declare_regime", "declare_beneficiaries", "confirm_solo", "choose_formula",
        "validate_affiliation", "confirm_identity", "declare_social_security", "declare_partner", "declare_child",
        "confirm_contact_details", "give_consents", "give_bank_details", "sign",
    )  # fmt: skip

    # -- affiliation ------------------------------------------------------------

    start_affiliation = home.to(regime, cond=affiliation_may_start)
    complete_affiliation = auto_affiliated.to(regime, cond=affiliation_may_start)
    declare_regime = while_open(regime, beneficiaries, regime_accepted)
    declare_beneficiaries = (
        while_open(beneficiaries, formula, household_eligible, somebody_covered)
        | while_open(beneficiaries, solo_warning, household_eligible, nobody_covered)
    )  # fmt: skip
    confirm_solo = while_open(solo_warning, formula)
    choose_formula = while_open(formula, formula, formula_offered)
    validate_affiliation = while_open(formula, identity, formula_chosen)

    # -- subscription -----------------------------------------------------------

    confirm_identity = while_open(identity, social_security, identity_complete)
    declare_social_security = (
        while_open(social_security, partner_details, social_security_complete, partner_covered)
        | while_open(social_security, children_details, social_security_complete, only_children_covered)
        | while_open(social_security, contact_details, social_security_complete, nobody_covered)
    )
    declare_partner = (
        while_open(partner_details, children_details, partner_details_agree, children_covered)
        | while_open(partner_details, contact_details, partner_details_agree, no_children_covered)
    )  # fmt: skip
    declare_child = (
        while_open(children_details, children_details, child_details_agree, children_pending)
        | while_open(children_details, contact_details, child_details_agree, children_complete)
    )  # fmt: skip
    confirm_contact_details = while_open(contact_details, consents, prefilled_contact_unchanged)
    give_consents = while_open(consents, bank_details, consents_answered)
    give_bank_details = while_open(bank_details, signature, account_reachable)
    sign = while_open(signature, confirmed, answers_hold, ready_to_sign)
    rate_experience = confirmed.to.itself(cond=[membership_not_over, rating_given])

    # -- on every open screen -----------------------------------------------------

    go_back = (
        while_open(regime, home, first_time)
        | while_open(regime, auto_affiliated, completing)
        | while_open(beneficiaries, regime)
        | while_open(solo_warning, beneficiaries)
        | while_open(formula, beneficiaries, somebody_covered)
        | while_open(formula, solo_warning, nobody_covered)
        | while_open(identity, formula)
        | while_open(social_security, identity)
        | while_open(partner_details, social_security)
        | while_open(children_details, partner_details, partner_covered)
        | while_open(children_details, social_security, no_partner_covered)
        | while_open(contact_details, children_details, children_covered)
        | while_open(contact_details, partner_details, only_partner_covered)
        | while_open(contact_details, social_security, nobody_covered)
        | while_open(consents, contact_details)
        | while_open(bank_details, consents)
        | while_open(signature, bank_details)
    )
    save_and_quit = while_open.stay(*_open, cond=draft_kept)
    resume = while_open.stay(*_open)
    request_document = (
        while_open.stay(*_open, cond=document_ready)
        | itself(confirmed, auto_affiliated, cond=[membership_not_over, document_ready])
    )  # fmt: skip
    record_needs_simulation = while_open.stay(*_open, cond=needs_simulation_whole)

    # -- not concerned --------------------------------------------------------------

    report_not_concerned = all_to(under_review, *_open, auto_affiliated, cond=[affiliation_may_start, report_reasoned])
    close_file = under_review.to(not_concerned, cond=[membership_not_over, closing_announced])
    reject_report = back_to(
        under_review,
        not_concerned,
        states=(*_open, auto_affiliated),
        cond=reported_there,
        guards=(membership_not_over, cover_restored),
    )

    # -- deadlines --------------------------------------------------------------------

    # Consents are asked for anew after a dispensation, so that nobody stands behind them then (consents_lapse).
    # Whoever is employed again may stand anywhere.
    invited_again = itself(home, cond=due) | all_to(
        home,
        *_until_consents,
        bank_details,
        signature,
        confirmed,
        under_review,
        not_concerned,
        auto_affiliated,
        cond=due,
    )
    consents_lapse = all_to(consents, bank_details, signature, cond=due)
    position_ends = itself(*_open, cond=due)
    reminder_falls_due = itself(*_open, cond=due)
    affiliation_window_ends = all_to(auto_affiliated, *_open, cond=due)
