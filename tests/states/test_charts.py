"""
The charts say what the design says.
"""

import pytest

from expectations import OPEN_SCREENS
from psc_workflow import states
from psc_workflow._catalogue.wording import journey as texts_of
from psc_workflow._model.commands import EVENTS
from walks import TABLES

ON_EVERY_SCREEN = {
    "save_and_quit": {"stay"},
    "resume": {"stay"},
    "request_document": {"stay"},
    "record_needs_simulation": {"stay"},
    "report_not_concerned": {"under_review"},
    "reminder_falls_due": {"stay"},
    "position_ends": {"stay"},
    "affiliation_window_ends": {"auto_affiliated"},
}

SCREENS = {
    "home": {"start_affiliation": {"regime"}},
    "regime": {"declare_regime": {"beneficiaries"}, "go_back": {"home", "auto_affiliated"}},
    "beneficiaries": {"declare_beneficiaries": {"formula", "solo_warning"}, "go_back": {"regime"}},
    "solo_warning": {"confirm_solo": {"formula"}, "go_back": {"beneficiaries"}},
    "formula": {
        "choose_formula": {"stay"},
        "validate_affiliation": {"identity"},
        "go_back": {"beneficiaries", "solo_warning"},
    },
    "identity": {"confirm_identity": {"social_security"}, "go_back": {"formula"}},
    "social_security": {
        "declare_social_security": {"partner_details", "children_details", "contact_details"},
        "go_back": {"identity"},
    },
    "partner_details": {"declare_partner": {"children_details", "contact_details"}, "go_back": {"social_security"}},
    "children_details": {
        "declare_child": {"stay", "contact_details"},
        "go_back": {"partner_details", "social_security"},
    },
    "contact_details": {
        "confirm_contact_details": {"consents"},
        "go_back": {"children_details", "partner_details", "social_security"},
    },
    "consents": {"give_consents": {"bank_details"}, "go_back": {"contact_details"}},
    "bank_details": {
        "give_bank_details": {"signature"},
        "go_back": {"consents"},
        "consents_lapse": {"consents"},
    },
    "signature": {"sign": {"confirmed"}, "go_back": {"bank_details"}, "consents_lapse": {"consents"}},
}

AGAIN = {"invited_again": {"home"}}

REQUEST = {
    "save_and_quit": {"stay"},
    "resume": {"stay"},
    "request_document": {"stay"},
    "set_aside": {"home"},
    "dispensation_window_ends": {"closed"},
}

GRANTED = {
    "renounce_dispensation": {"renounced"},
    "report_motive_end": {"expired", "stay"},
    "report_not_mine": {"stay"},
    "report_processing": {"stay"},
    "request_document": {"stay"},
    "dispensation_expires": {"expired"},
}

EMPLOYED = {"record_representative": {"stay"}, "end_representation": {"stay"}, "rehire": {"stay"}}

MEMBER = EMPLOYED | {
    "record_position": {"stay"},
    "remove_beneficiary": {"stay"},
    "complete_beneficiary": {"stay"},
    "update_bank_details": {"stay"},
    "update_contact_details": {"stay"},
    "update_teletransmission": {"stay"},
    "sign_mandate": {"stay"},
    "withdraw_consent": {"stay"},
    "transfer": {"stay"},
    "end_membership": {"stay"},
    "add_beneficiary": {"stay"},
    "membership_ends": {"ended"},
    "beneficiary_leaves": {"stay"},
}

COVERED = MEMBER | {
    "report_processing": {"stay"},
    "report_not_mine": {"stay"},
    "change_formula": {"stay"},
    "suspend": {"stay"},
    "child_birthday_nears": {"stay"},
}

MOVES = {
    "access": {
        "invited": {"open_invitation": {"login", "activation"}},
        "activation": {"open_invitation": {"login", "stay"}, "create_account": {"created"}},
        "created": {"continue_to_login": {"login"}},
        "login": {"report_login": {"signed_in", "stay"}, "forget_password": {"reset"}},
        "reset": {"reset_password": {"login"}, "go_back": {"login"}, "forget_password": {"stay"}},
        "signed_in": {"sign_out": {"login"}},
    },
    "affiliation": {
        **{screen: moves | ON_EVERY_SCREEN | AGAIN for screen, moves in SCREENS.items()},
        "home": SCREENS["home"] | ON_EVERY_SCREEN | {"invited_again": {"stay"}},
        "confirmed": {"rate_experience": {"stay"}, "request_document": {"stay"}} | AGAIN,
        "under_review": {"close_file": {"not_concerned"}, "reject_report": {*OPEN_SCREENS, "auto_affiliated"}} | AGAIN,
        "not_concerned": {"reject_report": {*OPEN_SCREENS, "auto_affiliated"}} | AGAIN,
        "auto_affiliated": {
            "complete_affiliation": {"regime"},
            "report_not_concerned": {"under_review"},
            "request_document": {"stay"},
        }
        | AGAIN,
    },
    "dispensation": {
        "home": {"start_dispensation": {"motive"}, "dispensation_window_ends": {"closed"}},
        "motive": {"choose_motive": {"attestation"}, "go_back": {"home"}} | REQUEST,
        "attestation": {
            "choose_motive": {"stay"},
            "attest": {"stay"},
            "request_dispensation": {"granted"},
            "go_back": {"motive"},
        }
        | REQUEST,
        "granted": GRANTED | {"renewal_falls_due": {"renewal_due"}},
        "renewal_due": GRANTED | {"renew_dispensation": {"granted"}},
        "expired": {"start_dispensation": {"motive"}},
        "renounced": {"start_dispensation": {"motive"}},
        "closed": {"start_dispensation": {"motive"}},
    },
    "membership": {
        "none": EMPLOYED
        | {
            "record_effective_date": {"stay"},
            "record_position": {"stay"},
            "withdraw_consent": {"stay"},
            "end_membership": {"stay"},
            "transfer": {"stay"},
            "file_received": {"received"},
            "membership_ends": {"ended"},
        },
        "received": COVERED | {"record_effective_date": {"stay"}, "enters_into_force": {"in_force"}},
        "in_force": COVERED | {"record_effective_date": {"stay"}, "suspension_begins": {"suspended"}},
        "suspended": MEMBER | {"reinstate": {"stay"}, "suspension_ends": {"in_force"}},
        "ended": EMPLOYED
        | {
            "record_position": {"stay"},
            "rehire": {"received", "none"},
            "withdraw_consent": {"stay"},
            "end_membership": {"stay"},
            "transfer": {"stay"},
            "file_received": {"received"},
            "membership_ends": {"stay"},
        },
    },
}


@pytest.mark.parametrize("journey_name", TABLES)
def test_the_chart_has_exactly_the_transitions_of_the_design(journey_name: str) -> None:
    declared = {
        state: {
            event: {"stay" if branch.target == state else branch.target for branch in row.branches}
            for event, row in events.items()
        }
        for state, events in TABLES[journey_name].items()
    }
    assert declared == MOVES[journey_name]


@pytest.mark.parametrize("journey_name", TABLES)
def test_every_state_command_and_deadline_has_its_words_and_the_french_name_is_the_chart_s(journey_name: str) -> None:
    words, chart = texts_of(journey_name), states.JOURNEYS[journey_name]
    assert {state.value: state.name for state in chart.states} == {name: text.fr for name, text in words.states.items()}
    events = {event.id for event in chart.events}
    assert set(words.commands) == events & EVENTS
    assert set(words.deadlines) == events - EVENTS


def test_every_command_has_its_place_in_one_chart_or_acts_on_the_active_one_or_on_what_is_in_force() -> None:
    homes = {
        event: [name for name, rows in TABLES.items() if any(event in row for row in rows.values())] for event in EVENTS
    }
    assert homes.pop("tick") == []
    assert homes.pop("go_back") == ["access", "affiliation", "dispensation"]
    for shared in ("save_and_quit", "resume", "request_document"):
        assert homes.pop(shared) == ["affiliation", "dispensation"]
    for of_what_is_in_force in ("report_not_mine", "report_processing"):
        assert homes.pop(of_what_is_in_force) == ["dispensation", "membership"]
    assert all(len(charts) == 1 for charts in homes.values())
