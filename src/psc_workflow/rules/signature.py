"""
Everything is read, certified and accepted before signing (signature électronique).

The mandate is signed if and only if a line is debited, even one of unknown
amount: a contract whose amounts are not published can be signed, and a third
child, who is free, requires no mandate. Whoever signs while an amount is not known is told which.

Legal source:
    The guide, subscription steps 4 and 5; the contract's
    ``documents_to_sign``.

Not modelled:
    The legal value of the signature: its evidence is stored as provided.

>>> from psc_workflow._catalogue import contracts
>>> pf = contracts.get("men-2026-pf")
>>> import datetime as dt
>>> from psc_workflow._model.vocabulary import Certainty, Formula
>>> quote = Quote("men-2026-pf", dt.date(2026, 5, 1), Formula.BASE, Certainty.PUBLISHED)
>>> [kind.value for kind in documents_to_read(quote, contract=pf)]
['bulletin_adhesion', 'notice_information']
>>> read = [DocumentKind.BULLETIN_ADHESION]
>>> command = Sign(read, certified=True, accepted=True, evidence="ref")
>>> assess(command, quote=quote, kept_quote=None, contract=pf).findings[0].code
'document-not-read'
"""

from collections.abc import Iterator

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.wording import field, finding
from psc_workflow._model.commands import Sign
from psc_workflow._model.quote import KeptQuote, Quote
from psc_workflow._model.verdict import Finding, Verdict
from psc_workflow._model.vocabulary import Channel, Debits, DocumentKind
from psc_workflow.rules import compulsory_text


def documents_to_read(quote: Quote, *, contract: Contract) -> tuple[DocumentKind, ...]:
    """List the documents to read before signing *quote*."""
    documents: tuple[DocumentKind, ...] = contract.value("documents_to_sign", quote.on)
    return (*documents, DocumentKind.MANDAT_SEPA) if quote.debits is Debits.YES else documents


def assess(command: Sign, *, quote: Quote, kept_quote: KeptQuote | None, contract: Contract) -> Verdict:
    """
    Check that the agent can subscribe.

    Args:
        quote: The current quote.
        kept_quote: The quote validated earlier, if any.

    Returns:
        A verdict that holds, with the warnings ``quote-outdated`` and
        ``premium-unknown``; or
        ``signature-answer-missing``, ``document-not-read`` (once per
        document), ``mandate-not-needed``, ``debit-unknown``,
        ``declaration-not-certified``, ``conditions-not-accepted``,
        ``text-blank``.
    """
    findings = [*_answers(command), *_documents(command, quote, contract), *_check_quote(quote, kept_quote)]
    return Verdict.of(findings) + warn_of_unknown(quote)


def warn_of_unknown(quote: Quote) -> Verdict:
    """
    Warn of what the agent will pay without knowing how much.

    Returns:
        A verdict that holds, with the warning ``premium-unknown``, which names
        the lines taken from pay or debited. An unknown share of the employer
        is no reason to warn.
    """
    unknown = [line.label for line in quote.lines if line.cents is None and line.channel is not Channel.EMPLOYER]
    return Verdict((finding("premium-unknown", lines=tuple(dict.fromkeys(unknown))),)) if unknown else Verdict()


def assess_mandate(quote: Quote, path: str) -> Verdict:
    """
    Check that there is a debit to sign a mandate for.

    Returns:
        A verdict that holds, or ``mandate-not-needed``, ``debit-unknown``.
    """
    if quote.debits is Debits.UNKNOWN:
        gaps = tuple(gap.text for gap in quote.gaps)
        return Verdict((finding("debit-unknown", "quote.debits", gaps=gaps),))
    return Verdict() if quote.debits is Debits.YES else Verdict((finding("mandate-not-needed", path),))


def _answers(command: Sign) -> Iterator[Finding]:
    for name in ("documents_read", "certified", "accepted", "evidence"):
        if getattr(command, name) is None:
            yield finding("signature-answer-missing", name, field=field(name))
    if command.certified is False:
        yield finding("declaration-not-certified", "certified")
    if command.accepted is False:
        yield finding("conditions-not-accepted", "accepted")
    yield from compulsory_text.assess(command.evidence, path="evidence").findings


def _documents(command: Sign, quote: Quote, contract: Contract) -> Iterator[Finding]:
    read = command.documents_read
    if read is not None:
        documents = contract.dated("documents_to_sign", quote.on)
        for document in documents_to_read(quote, contract=contract):
            if document not in read:
                yield finding("document-not-read", "documents_read", rests_on=(documents,), document=document)
    if quote.debits is Debits.UNKNOWN or DocumentKind.MANDAT_SEPA in (read or ()):
        yield from assess_mandate(quote, "documents_read").findings


def _check_quote(quote: Quote, kept_quote: KeptQuote | None) -> Iterator[Finding]:
    if kept_quote is not None and not kept_quote.same_amounts(quote):
        yield finding("quote-outdated", made_on=kept_quote.made_on)
