"""
Why amounts of quotes are unknown: what is not published, as its sources say, or depends on what the file does not have.

>>> from psc_workflow import Household, Regime, contracts
>>> from psc_workflow.pricing import price
>>> pf = contracts.get("men-2026-pf")
>>> quote = price(Household(regime=Regime.GENERAL), contract=pf, formula=Formula.BASE, on=dt.date(2026, 5, 1))
>>> reason = unpriced([quote], contract=pf, locale="en").reasons[0]
>>> reason.lines
('The agent’s base cover, employer’s share', 'The agent’s base cover, share taken from pay')
>>> reason.text[-28:]
'that fraction was not found.'
"""

import datetime as dt  # noqa: F401 -- of the example above
from collections.abc import Iterable, Iterator

import attrs

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.raw_texts import pricing
from psc_workflow._model.money import Locale, check_locale
from psc_workflow._model.quote import GROSS_UNKNOWN, Quote, QuoteLine
from psc_workflow._model.text import Source, Text
from psc_workflow._model.vocabulary import Formula  # noqa: F401 -- of the example above
from psc_workflow._structuring.arguments import all_of
from psc_workflow._structuring.boundary import boundary
from psc_workflow.pricing._charges import check_contract

_UNCERTAIN = "-uncertain"
"""Ends the code of an amount that is less certain than was asked for."""


@attrs.frozen
class UnpricedReason:
    """
    Why some amounts are unknown.

    Args:
        lines: What they are for, each once; none where a whole quote is
            unknown.
        text: Why, in a sentence or more.
        sources: Where that is written.
    """

    lines: tuple[str, ...]
    text: str
    sources: tuple[Source, ...] = ()


@attrs.frozen
class Unpriced:
    """
    What to say of amounts that nobody can state.

    Args:
        heading: What follows.
        reasons: One for all amounts that are unknown alike.
        remedy: What would help.
        comparison: Which formulas have unknown amounts that others have not,
            in a sentence: their prices cannot be compared. Empty if they can.
    """

    heading: str
    reasons: tuple[UnpricedReason, ...]
    remedy: str
    comparison: str = ""


@boundary
def unpriced(quotes: Iterable[Quote], *, contract: Contract, locale: Locale = "fr") -> Unpriced | None:
    """
    Say why amounts of *quotes* are unknown, and what would help; nothing is estimated in their place.

    Args:
        quotes: Of one household, such as ``View.quotes.values()``.
        contract: That of the quotes, whose words are used.
        locale: ``fr`` or ``en``.

    Returns:
        ``None`` if every amount is known.

    Raises:
        HostError: An argument is of another type, or there is no such language.
    """
    check_locale(locale)
    check_contract(contract, "contract")
    listed = all_of(quotes, Quote, "quotes")
    reasons: dict[tuple[str, tuple[Source, ...]], dict[str, None]] = {}
    for quote in listed:
        for label, text, sources in unknown_amounts(quote, contract):
            lines = reasons.setdefault((text.in_(locale), sources), {})
            lines |= {label.in_(locale): None} if label is not None else {}
    if not reasons:
        return None
    heading, remedy = (contract.wording.pricing_text("unpriced", name).in_(locale) for name in ("heading", "remedy"))
    lines_by_reason = (UnpricedReason(tuple(lines), text, sources) for (text, sources), lines in reasons.items())
    return Unpriced(heading, tuple(lines_by_reason), remedy, _compare(listed, contract, locale))


def _compare(quotes: tuple[Quote, ...], contract: Contract, locale: Locale) -> str:
    """
    Say which of *quotes* lack amounts that another does not lack, or have none that is known.

    What all lack makes no difference between them.
    """
    unknown = [
        {*quote.gaps, *((line.who, line.component) for line in quote.lines if line.cents is None)} for quote in quotes
    ]
    shared = set.intersection(*unknown)
    if all(lines == shared for lines in unknown):
        return ""
    lacking = dict.fromkeys(
        quote.formula
        for quote, lines in zip(quotes, unknown, strict=True)
        if lines - shared or not any(line.cents is not None for line in quote.lines)
    )
    names = ", ".join(contract.wording.word(formula).in_(locale) for formula in lacking)
    return contract.wording.pricing_text("unpriced", "comparison").in_(locale).format(formulas=names)


def unknown_amounts(quote: Quote, contract: Contract) -> Iterator[tuple[Text | None, Text, tuple[Source, ...]]]:
    """Yield what is unknown in *quote*: what it is for, why, and where that is written."""
    for gap in quote.gaps:
        yield None, _as_sentences(gap.text), gap.sources
    for line in quote.lines:
        if line.cents is None:
            yield line.label, _of_line(line, contract), line.sources


def _of_line(line: QuoteLine, contract: Contract) -> Text:
    """Say why the amount of *line* is unknown, in the words of its sources if nobody states it."""
    if not line.missing.endswith(_UNCERTAIN) and line.missing != GROSS_UNKNOWN and line.sources:
        texts = [
            _as_sentences(source.sentence or Text(source.label("fr"), source.label("en"))) for source in line.sources
        ]
        return Text(" ".join(text.fr for text in texts), " ".join(text.en for text in texts))
    return _of_code(line.missing, contract)


def _of_code(code: str, contract: Contract) -> Text:
    """Say why an amount is unknown, in general."""
    name = "depends-on-pay" if code == GROSS_UNKNOWN else "uncertain" if code.endswith(_UNCERTAIN) else "not-published"
    return contract.wording.pricing_text("unpriced", name)


def meaning(code: str, contract: Contract, locale: Locale) -> str | None:
    """Put the *code* of what is unknown into words; ``None`` if it is none of the tariff."""
    if code in pricing()["gaps"]:
        return _as_sentences(contract.wording.pricing_text("gaps", code)).in_(locale)
    if code == GROSS_UNKNOWN:
        return _of_code(code, contract).in_(locale)
    labels = {each.id: each.label for each in contract.tariff.components}
    label = labels.get(code.removesuffix(_UNCERTAIN).removesuffix("-unknown"))
    if label is None:
        return None
    facts = {"title": label.in_(locale), "amount": _of_code(code, contract).in_(locale)}
    return contract.wording.pricing_text("explain", "heading").say(locale, **facts)


def _as_sentences(text: Text) -> Text:
    return Text(_sentence(text.fr), _sentence(text.en))


def _sentence(text: str) -> str:
    """Write a title or a phrase as a sentence."""
    return text[:1].upper() + text[1:].rstrip(".") + "."
