"""
Signatures: what must be read, certified and accepted, and when there is a mandate.
"""

from typing import Any

import attrs

from psc_workflow._model.commands import Sign
from psc_workflow._model.quote import KeptQuote
from psc_workflow._model.vocabulary import DocumentKind, Formula
from psc_workflow.rules import signature
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import DEBIT_UNKNOWN, NOTHING_DEBITED, PF, SOMETHING_DEBITED, TODAY

_BULLETIN, _NOTICE, _MANDATE = (
    DocumentKind.BULLETIN_ADHESION,
    DocumentKind.NOTICE_INFORMATION,
    DocumentKind.MANDAT_SEPA,
)
_READ = Sign((_BULLETIN, _NOTICE), certified=True, accepted=True, evidence="signature-1")
_without_debit = ExampleMaker(
    signature.assess, quote=NOTHING_DEBITED, kept_quote=KeptQuote.of(NOTHING_DEBITED, TODAY), contract=PF
)
_with_debit = ExampleMaker(signature.assess, quote=SOMETHING_DEBITED, kept_quote=None, contract=PF)
_unknown_debit = ExampleMaker(signature.assess, quote=DEBIT_UNKNOWN, kept_quote=None, contract=PF)
_mandate = ExampleMaker(signature.assess_mandate, path="documents_read")


def _sign(maker: ExampleMaker, title: str, *codes: str, **facts: Any) -> Example:
    return maker(title, *codes, command=attrs.evolve(_READ, **facts))


EXAMPLES = (
    _sign(_without_debit, "base alone, both documents read"),
    _sign(_without_debit, "one document more than needed", documents_read=(_BULLETIN, _NOTICE, DocumentKind.DEVIS)),
    _sign(_without_debit, "membership form not read", "document-not-read", documents_read=(_NOTICE,)),
    _sign(_without_debit, "no document read", "document-not-read", "document-not-read", documents_read=()),
    _sign(
        _without_debit, "mandate without a debit", "mandate-not-needed", documents_read=(_BULLETIN, _NOTICE, _MANDATE)
    ),
    _sign(
        _with_debit,
        "debit of unknown amount, mandate read",
        "premium-unknown",
        documents_read=(_BULLETIN, _NOTICE, _MANDATE),
    ),
    _sign(_with_debit, "debit, mandate not read", "document-not-read", "premium-unknown"),
    _sign(_unknown_debit, "whether a debit comes is not known", "debit-unknown"),
    _sign(_unknown_debit, "the same, mandate read", "debit-unknown", documents_read=(_BULLETIN, _NOTICE, _MANDATE)),
    _sign(
        _unknown_debit, "the same, documents not told", "signature-answer-missing", "debit-unknown", documents_read=None
    ),
    _sign(_without_debit, "declaration not certified", "declaration-not-certified", certified=False),
    _sign(_without_debit, "conditions not accepted", "conditions-not-accepted", accepted=False),
    _sign(_without_debit, "evidence in blanks", "text-blank", evidence=" \u200b"),
    _sign(_without_debit, "documents not told", "signature-answer-missing", documents_read=None),
    _sign(_without_debit, "not told whether certified", "signature-answer-missing", certified=None),
    _sign(_without_debit, "not told whether accepted", "signature-answer-missing", accepted=None),
    _sign(_without_debit, "no evidence", "signature-answer-missing", evidence=None),
    _without_debit("nothing given", *["signature-answer-missing"] * 4, command=Sign()),
    _without_debit("the quote is the one validated", command=_READ, kept_quote=KeptQuote.of(NOTHING_DEBITED, TODAY)),
    _without_debit(
        "another quote than the one validated",
        "quote-outdated",
        command=_READ,
        kept_quote=attrs.evolve(KeptQuote.of(NOTHING_DEBITED, TODAY), formula=Formula.OPTION_2),
    ),
    _without_debit("no quote was kept", command=_READ, kept_quote=None),
    _mandate("a line is debited, its amount not known", quote=SOMETHING_DEBITED),
    _mandate("no line is debited", "mandate-not-needed", quote=NOTHING_DEBITED),
    _mandate("the tariff says nothing of the household", "debit-unknown", quote=DEBIT_UNKNOWN),
)
