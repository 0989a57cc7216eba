"""
From the invitation to a signed subscription (parcours d'affiliation, parcours de souscription).

Three rules hold for this file: everything about transitions lives here; nothing
is computed here; one line says what one command does.

The theory. A state is the screen the agent stands before, and a command is the
answer given on it. The affiliation proper (regime, beneficiaries, formula)
makes the quote; the subscription (identity to signature) makes the contract.
Which screens follow one another depends on the household alone, so the routes
forward and the routes of ``go_back`` are the same predicates: nothing has to
remember where one came from. A pop-in of the guide, ``solo_warning``, is a
state of its own because it asks for an answer.

Priority. The guards of an event are asked first, all of them; only when every
one holds do the routes choose, and exactly one of them does. ``go_back``
leaves every answer where it is; answers that no longer count are parked
(``states.path``).

Later states of the same journey (reports of not being concerned, automatic
affiliation) come with the deadlines.
"""

from psc_workflow.states.engine import Chart, State, itself
from psc_workflow.states.guards import (
    account_reachable,
    child_details_agree,
    consents_answered,
    document_ready,
    draft_kept,
    formula_chosen,
    formula_offered,
    household_eligible,
    identity_complete,
    inside_affiliation_window,
    needs_simulation_whole,
    partner_details_agree,
    prefilled_contact_unchanged,
    rating_given,
    ready_to_sign,
    regime_accepted,
    social_security_complete,
)
from psc_workflow.states.routes import (
    children_complete,
    children_covered,
    children_pending,
    no_children_covered,
    no_partner_covered,
    nobody_covered,
    only_children_covered,
    only_partner_covered,
    partner_covered,
    somebody_covered,
)


class AffiliationChart(Chart):
    """From the home page to the confirmation of the subscription."""

    # -- states ---------------------------------------------------------------

    home = State("Accueil du parcours", initial=True)
    regime = State("Régime d'affiliation")
    beneficiaries = State("Bénéficiaires à couvrir")
    solo_warning = State("Confirmation sans bénéficiaire")
    formula = State("Choix de la formule")
    identity = State("Informations personnelles")
    social_security = State("Sécurité sociale")
    partner_details = State("Informations du conjoint")
    children_details = State("Informations des enfants")
    contact_details = State("Moyens de contact")
    consents = State("Consentements")
    bank_details = State("Coordonnées bancaires")
    signature = State("Signature électronique")
    confirmed = State("Confirmation de souscription")

    # -- affiliation ------------------------------------------------------------

    start_affiliation = home.to(regime, cond=inside_affiliation_window)
    declare_regime = regime.to(beneficiaries, cond=regime_accepted)
    declare_beneficiaries = (
        beneficiaries.to(formula, cond=[household_eligible, somebody_covered])
        | beneficiaries.to(solo_warning, cond=[household_eligible, nobody_covered])
    )  # fmt: skip
    confirm_solo = solo_warning.to(formula)
    choose_formula = formula.to.itself(cond=formula_offered)
    validate_affiliation = formula.to(identity, cond=formula_chosen)

    # -- subscription -----------------------------------------------------------

    confirm_identity = identity.to(social_security, cond=identity_complete)
    declare_social_security = (
        social_security.to(partner_details, cond=[social_security_complete, partner_covered])
        | social_security.to(children_details, cond=[social_security_complete, only_children_covered])
        | social_security.to(contact_details, cond=[social_security_complete, nobody_covered])
    )
    declare_partner = (
        partner_details.to(children_details, cond=[partner_details_agree, children_covered])
        | partner_details.to(contact_details, cond=[partner_details_agree, no_children_covered])
    )  # fmt: skip
    declare_child = (
        children_details.to.itself(cond=[child_details_agree, children_pending])
        | children_details.to(contact_details, cond=[child_details_agree, children_complete])
    )  # fmt: skip
    confirm_contact_details = contact_details.to(consents, cond=prefilled_contact_unchanged)
    give_consents = consents.to(bank_details, cond=consents_answered)
    give_bank_details = bank_details.to(signature, cond=account_reachable)
    sign = signature.to(confirmed, cond=ready_to_sign)
    rate_experience = confirmed.to.itself(cond=rating_given)

    # -- on every open screen -----------------------------------------------------

    go_back = (
        regime.to(home)
        | beneficiaries.to(regime)
        | solo_warning.to(beneficiaries)
        | formula.to(beneficiaries, cond=somebody_covered)
        | formula.to(solo_warning, cond=nobody_covered)
        | identity.to(formula)
        | social_security.to(identity)
        | partner_details.to(social_security)
        | children_details.to(partner_details, cond=partner_covered)
        | children_details.to(social_security, cond=no_partner_covered)
        | contact_details.to(children_details, cond=children_covered)
        | contact_details.to(partner_details, cond=only_partner_covered)
        | contact_details.to(social_security, cond=nobody_covered)
        | consents.to(contact_details)
        | bank_details.to(consents)
        | signature.to(bank_details)
    )

    _open = (
        home, regime, beneficiaries, solo_warning, formula, identity, social_security, partner_details,
        children_details, contact_details, consents, bank_details, signature,
    )  # fmt: skip
    save_and_quit = itself(*_open, cond=draft_kept)
    resume = itself(*_open)
    request_document = itself(*_open, cond=document_ready)
    record_needs_simulation = itself(*_open, cond=needs_simulation_whole)
