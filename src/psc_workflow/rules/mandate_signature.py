"""
The SEPA mandate is signed once something is debited (signature du mandat SEPA).

During subscription, the mandate is signed with the rest; later, when a first
line is debited, it is signed on its own. It needs an account, and is signed once.

Legal source:
    The guide, subscription steps 4 and 5, through the rule ``signature``.

Not modelled:
    A mandate that lapses unused; a new mandate for another account.

>>> import datetime as dt
>>> from psc_workflow._model.vocabulary import Certainty, Formula
>>> quote = Quote("men-2026-pf", dt.date(2026, 5, 1), Formula.BASE, Certainty.PUBLISHED)
>>> assess_need(quote, signed=False, account=True).findings[0].code
'mandate-not-needed'
>>> assess(SignMandate()).missing
('evidence',)
"""

from collections.abc import Iterator

from psc_workflow._catalogue.wording import finding
from psc_workflow._model.commands import SignMandate
from psc_workflow._model.quote import Quote
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Debits
from psc_workflow.rules import compulsory_text, signature


def assess_need(quote: Quote, *, signed: bool, account: bool) -> Verdict:
    """
    Check that there is a mandate to sign.

    Args:
        quote: The current quote.
        signed: Whether a mandate has already been signed.
        account: Whether bank details are known.

    Returns:
        A verdict that holds; or ``mandate-not-needed``, ``debit-unknown``,
        ``mandate-already-signed``, ``account-needed``.
    """
    return signature.assess_mandate(quote, "quote.debits") + Verdict.of(_prerequisites(signed=signed, account=account))


def assess(command: SignMandate) -> Verdict:
    """
    Check that the evidence of the signature is provided.

    Returns:
        A verdict that holds, or ``mandate-evidence-missing``, ``text-blank``.
    """
    if command.evidence is None:
        return Verdict((finding("mandate-evidence-missing", "evidence"),))
    return compulsory_text.assess(command.evidence, path="evidence")


def assess_cover(quote: Quote, *, signed: bool) -> Verdict:
    """
    Check that the cover can be debited.

    Args:
        quote: The quote of the cover.
        signed: Whether a mandate for the account is signed.

    Returns:
        A verdict that holds, with the warning ``mandate-to-sign``.
    """
    needed = quote.debits is Debits.YES and not signed
    return Verdict((finding("mandate-to-sign"),)) if needed else Verdict()


def _prerequisites(*, signed: bool, account: bool) -> Iterator[Finding]:
    if signed:
        yield finding("mandate-already-signed")
    if not account:
        yield finding("account-needed", "bank_details")
