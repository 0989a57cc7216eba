"""
What ought to come of each scenario of ``examples/scenarios``, by the design, the guide and the law.

Steps are called by their place in the file, from 0, and their command.
"""

import attrs

FIRST_OF_MAY = "2026-05-01"
FIRST_REMINDER = "2026-04-13T00:00:00-10:00"
ENTERS_INTO_FORCE = "2026-05-01T00:00:00-10:00"
CARLA_NEARS_21 = "2040-07-11T00:00:00-10:00"
"""Sixty days before 9 September 2040."""

SIGNED = "SendAcknowledgement"


@attrs.frozen
class Case:
    """
    What ought to come of a scenario.

    Args:
        states: Of access, affiliation, dispensation and membership, at the
            last instant.
        covered: Who is covered besides the agent; ``None`` for who is not a
            member.
        effective_on: First day of cover; ``None`` while unknown.
        due_at: When something will next happen by itself.
        debited: Euros a month, of a member; ``None`` where the tariff does
            not know.
        outcomes: Of the steps that are not simply accepted, with their codes.
        effects: Of the steps that have any.
    """

    states: str
    covered: tuple[str, ...] | None = None
    effective_on: str | None = FIRST_OF_MAY
    due_at: str | None = None
    debited: str | None = None
    outcomes: dict[str, str] = attrs.field(factory=dict)
    effects: dict[str, str] = attrs.field(factory=dict)


EXPECTED = {
    # -- the guide's journey ---------------------------------------------------------
    "reference-family": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="16.00",
        effects={"14 sign": SIGNED},
    ),
    "reference-family-option-1": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="36.00",
        effects={"12 sign": SIGNED},
    ),
    "reference-family-option-2": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="55.00",
        effects={"12 sign": SIGNED},
    ),
    "strasbourg-family": Case(
        "invited confirmed home received",
        ("partner", "lou", "max", "zoe"),
        due_at="2026-05-01T00:00:00+02:00",
        outcomes={"6 declare-social-security": "incomplete: code-organisme-missing"},
        effects={"0 start-affiliation": "SendReminder", "13 give-consents": "SendChangeNotice", "15 sign": SIGNED},
    ),
    "vacataire": Case(
        "invited not_concerned home none",
        effects={"4 report-not-concerned": "AskForReview", "5 close-file": "SendReviewOutcome"},
    ),
    "contract-renewed": Case(
        "invited confirmed home in_force",
        ("partner", "carla"),
        due_at=CARLA_NEARS_21,
        debited="16.00",
        effects={
            "14 sign": SIGNED,
            "16 end-membership": "SendCoverEndNotice",
            "17 rehire": "SendChangeNotice",
            "18 end-membership": "SendCoverEndNotice",
            "19 rehire": "SendChangeNotice",
        },
    ),
    "employed-again-after-the-summer": Case(
        "invited confirmed home in_force",
        ("partner", "carla"),
        effective_on="2026-09-01",
        due_at=CARLA_NEARS_21,
        debited="16.00",
        effects={
            "14 sign": SIGNED,
            "16 end-membership": "SendCoverEndNotice",
            "17 rehire": "SendInvitation",
            "30 sign": f"{SIGNED} AskForReview",
            "31 record-effective-date": "SendChangeNotice",
        },
    ),
    "apprentice-and-parent": Case(
        "invited confirmed home in_force",
        (),
        debited="0.00",
        outcomes={
            "11 sign": "refused: agent-minor",
            "15 update-teletransmission": "refused: representation-past-majority",
        },
        effects={"12 record-representative": "SendChangeNotice", "13 sign": SIGNED},
    ),
    "curator-signs-beside": Case(
        "invited confirmed home in_force",
        (),
        debited="0.00",
        outcomes={
            "10 give-consents": "refused: curator-assists",
            "13 sign": "incomplete: curator-signature-missing",
            "16 update-teletransmission": "refused: representation-over",
        },
        effects={
            "0 record-representative": "SendChangeNotice",
            "14 sign": SIGNED,
            "15 end-representation": "SendChangeNotice",
        },
    ),
    "reference-family-men-2026-pf": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        effects={"12 sign": SIGNED},
    ),
    "nobody-to-cover": Case(
        "invited confirmed home received",
        (),
        due_at=ENTERS_INTO_FORCE,
        debited="0.00",
        effects={"11 sign": SIGNED},
    ),
    "partner-only": Case(
        "invited confirmed home received",
        ("partner",),
        due_at=ENTERS_INTO_FORCE,
        debited="10.00",
        effects={"11 sign": SIGNED},
    ),
    "three-children": Case(
        "invited confirmed home received",
        ("partner", "carla", "anapa", "moana"),
        due_at=ENTERS_INTO_FORCE,
        debited="22.00",
        effects={"14 sign": SIGNED},
    ),
    "saved-draft": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="16.00",
        effects={"16 sign": SIGNED},
    ),
    "bounced-invitation": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="16.00",
        outcomes={"13 sign": "not_available: role-not-allowed"},
        effects={"0 tick": "SendReminder", "14 sign": SIGNED},
    ),
    # -- access ----------------------------------------------------------------------
    "password-forgotten": Case(
        "signed_in home home none",
        due_at=FIRST_REMINDER,
        effects={"6 forget-password": "SendPasswordReset"},
    ),
    "password-too-weak": Case(
        "created home home none",
        due_at=FIRST_REMINDER,
        outcomes={
            "1 create-account": "refused: password-too-short password-too-weak",
            "2 create-account": "refused: password-too-weak",
            "3 create-account": "refused: password-too-short",
            "4 create-account": "refused: password-confirmation-differs",
        },
    ),
    # -- who the contract is not for -------------------------------------------------
    "cps-agent": Case(
        "invited not_concerned home none",
        outcomes={"1 declare-regime": "refused: regime-not-covered"},
        effects={"2 report-not-concerned": "AskForReview", "4 close-file": "SendReviewOutcome"},
    ),
    "away-and-back": Case(
        "invited auto_affiliated closed in_force",
        (),
        effective_on="2026-09-01",
        effects={
            "1 tick": "SendInvitation AskForReview",
            "3 tick": "SendAutomaticAffiliation ProduceDocument",
        },
    ),
    "cps-agent-silent": Case(
        "invited not_concerned closed ended",
        outcomes={"1 declare-regime": "refused: regime-not-covered"},
        effects={
            "2 tick": "SendReminder",
            "3 tick": "SendReminder",
            "4 tick": "SendAutomaticAffiliation ProduceDocument",
            "6 report-not-concerned": "AskForReview",
            "7 close-file": "SendReviewOutcome SendCoverEndNotice",
        },
    ),
    "report-rejected": Case(
        "invited confirmed home in_force",
        (),
        debited="0.00",
        effects={
            "0 tick": "SendReminder",
            "2 report-not-concerned": "AskForReview",
            "4 reject-report": "SendReviewOutcome",
            "5 tick": "SendReminder",
            "16 sign": SIGNED,
        },
    ),
    # -- time ------------------------------------------------------------------------
    "signed-on-the-last-second": Case(
        "invited confirmed home received",
        (),
        due_at=ENTERS_INTO_FORCE,
        debited="0.00",
        effects={"0 tick": "SendReminder", "1 tick": "SendReminder", "13 sign": SIGNED},
    ),
    "signed-too-late": Case(
        "invited confirmed closed received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="16.00",
        outcomes={"14 sign": "not_available: command-not-available"},
        effects={
            "0 tick": "SendReminder",
            "1 tick": "SendReminder",
            "15 complete-affiliation": "SendAutomaticAffiliation ProduceDocument",
            "27 sign": SIGNED,
        },
    ),
    "late-completion": Case(
        "invited confirmed closed in_force",
        ("partner", "teva"),
        due_at="2030-03-13T00:00:00-10:00",
        debited="16.00",
        outcomes={"6 declare-beneficiaries": "refused: child-past-age-limit"},
        effects={
            "0 tick": "SendReminder",
            "1 tick": "SendReminder",
            "2 tick": "SendAutomaticAffiliation ProduceDocument",
            "16 give-bank-details": "SendChangeNotice",
            "17 sign": SIGNED,
        },
    ),
    "signed-after-the-first-of-may": Case(
        "invited confirmed home in_force",
        ("partner", "carla"),
        due_at=CARLA_NEARS_21,
        debited="16.00",
        effects={"0 tick": "SendReminder", "1 tick": "SendReminder", "14 sign": SIGNED},
    ),
    # -- later arrivals --------------------------------------------------------------
    "hired-in-september": Case(
        "invited confirmed home in_force",
        ("partner", "carla"),
        "2026-09-01",
        due_at=CARLA_NEARS_21,
        debited="16.00",
        effects={"12 sign": f"{SIGNED} AskForReview", "13 record-effective-date": "SendChangeNotice"},
    ),
    "recorded-before-the-hiring": Case(
        "invited home home none",
        effective_on="2026-09-01",
        due_at="2026-09-10T00:00:00-10:00",
        outcomes={"0 record-effective-date": "refused: recorded-date-too-early"},
    ),
    "born-on-29-february": Case(
        "invited confirmed home received",
        ("teva", "moana"),
        "2029-02-28",
        due_at="2029-02-28T00:00:00-10:00",
        debited="12.00",
        outcomes={"3 declare-beneficiaries": "refused: child-past-age-limit child-past-last-age-limit"},
        effects={"15 sign": f"{SIGNED} SendChildAgeNotice SendChildAgeNotice"},
    ),
    # -- dispensation ----------------------------------------------------------------
    "dispensation-and-back": Case(
        "invited confirmed home received",
        ("partner", "carla"),
        due_at=ENTERS_INTO_FORCE,
        debited="16.00",
        outcomes={"14 give-consents": "refused: journey-set-aside"},
        effects={"19 sign": SIGNED},
    ),
    "partner-loses-cover": Case(
        "invited confirmed expired in_force",
        ("partner",),
        "2026-09-01",
        debited="10.00",
        effects={"3 request-dispensation": SIGNED, "4 report-motive-end": "SendInvitation", "16 sign": SIGNED},
    ),
    "individual-contract": Case(
        "invited home expired none",
        effective_on="2027-05-01",
        due_at="2027-05-08T00:00:00-10:00",
        outcomes={
            "2 attest": "refused: attestation-end-too-late",
            "5 renew-dispensation": "not_available: command-not-available",
        },
        effects={"4 request-dispensation": SIGNED, "6 tick": "SendInvitation"},
    ),
    "individual-contract-taken-late": Case(
        "invited confirmed home in_force",
        (),
        debited="0.00",
        outcomes={"3 choose-motive": "refused: individual-contract-too-late"},
        effects={"0 tick": "SendReminder", "1 tick": "SendReminder", "16 sign": SIGNED},
    ),
    "renounced-dispensation": Case(
        "invited confirmed renounced in_force",
        (),
        "2026-06-11",
        debited="0.00",
        effects={"3 request-dispensation": SIGNED, "4 renounce-dispensation": "SendInvitation", "16 sign": SIGNED},
    ),
    "contested-dispensation": Case(
        "invited home granted none",
        effective_on=None,
        due_at="2026-12-01T00:00:00-10:00",
        effects={"3 request-dispensation": SIGNED, "4 report-not-mine": "AskForReview"},
    ),
    "renewed-dispensation": Case(
        "invited home granted none",
        effective_on=None,
        due_at="2028-03-31T00:00:00-10:00",
        outcomes={"5 renew-dispensation": "refused: attestation-end-not-later"},
        effects={
            "3 request-dispensation": SIGNED,
            "4 tick": "SendRenewalNotice",
            "6 renew-dispensation": SIGNED,
        },
    ),
    "missed-renewal": Case(
        "invited auto_affiliated expired in_force",
        (),
        "2027-05-01",
        debited="0.00",
        effects={
            "3 request-dispensation": SIGNED,
            "4 tick": "SendRenewalNotice",
            "5 tick": "SendInvitation",
            "6 tick": "SendReminder",
            "7 tick": "SendReminder",
            "8 tick": "SendAutomaticAffiliation ProduceDocument",
        },
    ),
    "dispensed-later": Case(
        "invited confirmed granted ended",
        effective_on=None,
        due_at="2027-08-01T00:00:00-10:00",
        outcomes={
            "13 choose-motive": "incomplete: motive-event-missing",
            "14 choose-motive": "refused: motive-event-in-future",
            "15 choose-motive": "refused: motive-opened-earlier",
        },
        effects={"11 sign": SIGNED, "18 request-dispensation": f"{SIGNED} SendCoverEndNotice"},
    ),
    # -- who is covered --------------------------------------------------------------
    "first-beneficiary-later": Case(
        "invited confirmed home in_force",
        ("partner",),
        debited="10.00",
        outcomes={"12 sign-mandate": "refused: mandate-not-needed"},
        effects={"11 sign": SIGNED},
    ),
    "newborn": Case(
        "invited confirmed home in_force",
        ("partner", "carla", "hina"),
        due_at=CARLA_NEARS_21,
        debited="22.00",
        effects={"12 sign": SIGNED},
    ),
    "twins": Case(
        "invited confirmed home received",
        ("partner", "hina", "maui"),
        due_at=ENTERS_INTO_FORCE,
        debited="22.00",
        effects={"13 sign": SIGNED},
    ),
    "twins-without-refs": Case(
        "invited confirmed home received",
        ("child-1", "child-2"),
        due_at=ENTERS_INTO_FORCE,
        debited="12.00",
        effects={"14 sign": SIGNED},
    ),
    "shared-custody": Case(
        "invited confirmed home in_force",
        (),
        debited="0.00",
        effects={"11 sign": SIGNED, "12 remove-beneficiary": "SendChangeNotice SendCoverEndNotice"},
    ),
    "divorce-with-stepchildren": Case(
        "invited confirmed home in_force",
        ("carla",),
        due_at=CARLA_NEARS_21,
        debited="6.00",
        effects={
            "13 sign": SIGNED,
            "14 remove-beneficiary": "SendChangeNotice SendCoverEndNotice",
            "16 remove-beneficiary": "SendChangeNotice SendCoverEndNotice",
        },
    ),
    "two-state-civil-servants": Case(
        "invited confirmed home received",
        ("carla", "anapa"),
        due_at=ENTERS_INTO_FORCE,
        debited="12.00",
        outcomes={"2 declare-beneficiaries": "refused: partner-state-civil-servant"},
        effects={"13 sign": SIGNED},
    ),
    "child-turns-21-and-25": Case(
        "invited confirmed home in_force",
        ("partner",),
        debited="10.00",
        outcomes={
            "15 add-beneficiary": "refused: child-past-age-limit",
            "19 add-beneficiary": "refused: child-past-last-age-limit",
        },
        effects={
            "12 sign": SIGNED,
            "13 tick": "SendChildAgeNotice",
            "14 remove-beneficiary": "SendChangeNotice SendCoverEndNotice",
            "17 tick": "SendChildAgeNotice",
            "18 remove-beneficiary": "SendChangeNotice SendCoverEndNotice",
        },
    ),
    "disabled-child": Case(
        "invited confirmed home in_force",
        ("maui",),
        debited="6.00",
        effects={"11 sign": SIGNED},
    ),
    # -- what follows ----------------------------------------------------------------
    "change-of-bank": Case(
        "invited confirmed home in_force",
        ("partner", "carla"),
        due_at=CARLA_NEARS_21,
        debited="16.00",
        outcomes={"13 update-bank-details": "refused: iban-key-wrong rib-key-wrong"},
        effects={"12 sign": SIGNED, "14 update-bank-details": "SendChangeNotice"},
    ),
    "unpaid-leave": Case(
        "invited confirmed home in_force",
        ("partner", "carla"),
        due_at=CARLA_NEARS_21,
        debited="16.00",
        outcomes={"13 suspend": "refused: leave-keeps-obligation"},
        effects={"12 sign": SIGNED, "14 suspend": "SendCoverEndNotice"},
    ),
    "transfer-to-the-mainland": Case(
        "invited confirmed home ended",
        outcomes={"13 transfer": "refused: transfer-same-contract", "14 transfer": "refused: day-too-early"},
        effects={"12 sign": SIGNED, "15 transfer": "SendCoverEndNotice", "16 tick": "ContinueUnder"},
    ),
    "arrival-from-the-mainland": Case(
        "invited confirmed home in_force",
        (),
        "2026-09-01",
        debited="0.00",
        effects={"12 sign": SIGNED},
    ),
    "retirement": Case(
        "invited confirmed home ended",
        effects={"11 sign": SIGNED, "12 end-membership": "SendCoverEndNotice", "13 tick": "OpenRetireeWindow"},
    ),
    "death-of-the-agent": Case(
        "invited confirmed home ended",
        effects={"12 sign": SIGNED, "13 end-membership": "InformSurvivors"},
    ),
    "death-before-answering": Case(
        "invited home home ended",
        effects={"0 end-membership": "InformSurvivors"},
    ),
    "death-of-a-dispensed-agent": Case(
        "invited home granted ended",
        effective_on=None,
        effects={"3 request-dispensation": SIGNED, "4 end-membership": "InformSurvivors"},
    ),
    "death-of-a-child": Case(
        "invited confirmed home in_force",
        ("partner",),
        debited="10.00",
        effects={"12 sign": SIGNED, "13 remove-beneficiary": "SendChangeNotice SendCoverEndNotice"},
    ),
}
