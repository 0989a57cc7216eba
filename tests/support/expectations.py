"""
What the law, the guide and the charts say, written down a second time for the tests that compare.
"""

NOT_FRENCH = {"cps", "cafat", "spm", "wallis_futuna", "foreign"}
"""Regimes that are not French social security."""

CONCERNED = {"civil_servant", "public_contract", "private_contract", "ouvrier_etat", "apprentice"}
"""Employments that art. 1 of the décret n° 2022-633 names."""

AGENT_ALONE = {
    "create-account",
    "continue-to-login",
    "report-login",
    "forget-password",
    "reset-password",
    "sign-out",
    "sign",
    "attest",
    "request-dispensation",
    "renew-dispensation",
    "report-not-mine",
    "sign-mandate",
    "rate-experience",
    "give-consents",
    "withdraw-consent",
}
"""The account and the signatures: nobody enters these for somebody else."""

ACCOUNT = {
    "create-account",
    "continue-to-login",
    "report-login",
    "forget-password",
    "reset-password",
    "sign-out",
}
"""The agent's own even where somebody acts in their place."""

EMPLOYER_ALONE = {"record-position", "rehire", "suspend", "reinstate"}
"""Facts of the employment, which only the employer can know."""

INSURER_ALONE = {"report-processing", "give-bank-details", "update-bank-details"}
"""What no employer does: say what the insurer makes of the file; change the account that it debits and refunds to."""

MANAGER_ALONE = {
    "rehire",
    "record-representative",
    "end-representation",
    "close-file",
    "reject-report",
    "report-processing",
    "record-effective-date",
    "record-position",
    "end-membership",
    "suspend",
    "reinstate",
    "transfer",
}

CONTACT_FIELDS = {
    "address": ("adresse", "address"),
    "postal_code": ("code postal", "postcode"),
    "city": ("ville", "city"),
    "country": ("pays", "country"),
    "email": ("adresse électronique", "e-mail address"),
    "phone": ("téléphone", "telephone"),
}
"""The fields of the contact details, in the order of the screen, with their words."""

OPEN_SCREENS = [
    "home",
    "regime",
    "beneficiaries",
    "solo_warning",
    "formula",
    "identity",
    "social_security",
    "partner_details",
    "children_details",
    "contact_details",
    "consents",
    "bank_details",
    "signature",
]
"""The screens of the affiliation, in order, from which one can still turn back."""
