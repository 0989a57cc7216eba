"""
The catalogue as the page has it: every finding, and every dated value of law and of the contracts.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from psc_workflow import rulebook
from psc_workflow._catalogue import law, raw_texts
from psc_workflow._catalogue.amounts import Amount, Kind
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._catalogue.values import Dated, Parameter
from psc_workflow._model.money import Locale
from psc_workflow._model.problem_types import FINDING
from psc_workflow._model.text import Text, format_value
from psc_workflow.explorer._pools import Pools
from psc_workflow.explorer._words import say
from psc_workflow.rulebook import Entry

_LOCALES: tuple[Locale, ...] = ("fr", "en")

OF_LAW = "law"
"""What holds the values that are the same for every contract."""


def findings(contract: Contract, pools: Pools) -> list[dict[str, Any]]:
    """Write every finding, in the words of *contract*."""
    return [
        {
            "code": entry.code,
            "type": FINDING + entry.code,
            "rule": entry.rule,
            "severity": entry.severity.value,
            "text": attrs.asdict(entry.texts),
            "example": _example(entry, contract),
            "remedy": attrs.asdict(entry.remedy),
            "suggests": list(entry.suggests),
            "sources": pools.sources(entry.sources),
        }
        for entry in rulebook.entries(contract=contract)
    ]


def _example(entry: Entry, contract: Contract) -> dict[str, str]:
    """Write the sentence with the facts of the first example of the rule, whose people are made up."""
    findings = entry.examples[0].verdict().findings
    finding = next(each for each in findings if each.code == entry.code)
    return attrs.asdict(contract.wording.reword_finding(finding).sentence)


def rules() -> dict[str, Any]:
    """Write what each rule is called, and what it applies."""
    texts = raw_texts.rules()
    return {
        name: {"label": attrs.asdict(text.label), "sentence": attrs.asdict(text.sentence)}
        for name, text in texts.items()
    }


def values(contracts: Iterable[Contract], pools: Pools) -> list[dict[str, Any]]:
    """Write every parameter of the law and of *contracts*, and every amount of their tariffs, with its dated values."""
    return [
        *_parameters(law.law(), OF_LAW, pools),
        *(value for contract in contracts for value in _of_contract(contract, pools)),
    ]


def _of_contract(contract: Contract, pools: Pools) -> Iterator[dict[str, Any]]:
    yield from _parameters(contract, contract.id, pools)
    for parameter in contract.tariff.parameters:
        yield _value(contract.id, parameter.id, parameter.label, parameter.values, pools, unit=parameter.unit)
    for component in contract.tariff.components:
        yield _value(contract.id, component.id, component.label, component.values, pools, unit="eur/month")


def _parameters(holder: Any, name: str, pools: Pools) -> Iterator[dict[str, Any]]:
    for field in attrs.fields(type(holder)):
        parameter = getattr(holder, field.name)
        if isinstance(parameter, Parameter):
            text = raw_texts.values()[field.name]
            value = _value(
                name, field.name, text.label, parameter.values, pools, unit=parameter.unit, sentence=text.sentence
            )
            yield value | {"checked_on": parameter.checked_on.isoformat()}


def _value(
    holder: str, name: str, label: Text, dated: Iterable[Any], pools: Pools, *, unit: str, sentence: Text | None = None
) -> dict[str, Any]:
    return {
        "holder": holder,
        "name": name,
        "label": {"fr": label.fr, "en": label.en},
        "sentence": None if sentence is None else {"fr": sentence.fr, "en": sentence.en},
        "unit": unit,
        "checked_on": None,
        "values": [_dated(each, pools) for each in dated],
    }


def _dated(dated: Dated[Any] | Amount, pools: Pools) -> dict[str, Any]:
    return {
        "from": dated.in_force_from.isoformat(),
        "value": _both(dated) if dated.is_known else None,
        "certainty": dated.certainty.value,
        "sources": pools.sources(dated.sources),
    }


def _both(dated: Dated[Any] | Amount) -> dict[str, str]:
    write = _amount if isinstance(dated, Amount) else _plain
    return {locale: write(dated, locale) for locale in _LOCALES}


def _plain(dated: Any, locale: Locale) -> str:
    return format_value(dated.value, locale)


def _amount(amount: Any, locale: Locale) -> str:
    """Say how an amount of a tariff is worked out."""
    match amount.kind:
        case Kind.SHARE | Kind.SHARE_OF_LINES:
            name = "share_of" if amount.at_most is None else "share_at_most"
            of = amount.of or " + ".join(amount.of_lines)
            return say(name, locale, share=amount.share, of=of, most=amount.at_most)
        case Kind.COEFFICIENT:
            name = "times_capped_pay" if amount.cap else "times_pay"
            return say(name, locale, coefficient=amount.coefficient, cap=amount.cap)
    return str(amount.value)
