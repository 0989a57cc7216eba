"""
A quote told in sentences: to who pays and to who checks, in French and in English.
"""

import datetime as dt
import json
from typing import Any

import attrs
import pytest

from people import CARLA, GUIDE, MEN, PF, START
from psc_workflow import Formula, Household, Partner, Regime, contracts
from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.money import Locale
from psc_workflow._model.text import Source
from psc_workflow._model.vocabulary import Certainty, Channel, Who
from psc_workflow.exceptions import HostError
from psc_workflow.pricing import Explanation, Register, price
from tariffs import AGENT_HOUSEHOLD, BASE, FAMILY_HOUSEHOLD, amount, component, tariff

SPACE = "\N{NO-BREAK SPACE}"


PAPER = Source("paper", "https://example.org/paper")


TARIFF = tariff(
    component("fixed", amount(value="12.30", sources=(PAPER,))),
    component("share", amount(share="0.125", of="ce", certainty=Certainty.DERIVED), channel=Channel.EMPLOYER),
    component("pay", amount(coefficient="0.0101", certainty=Certainty.ESTIMATED), channel=Channel.PAYROLL),
    component("half", amount(share="0.50", of_lines=("fixed",), at_most="5"), channel=Channel.EMPLOYER),
    component("deduction", amount(share="-1", of_lines=("half",))),
    component("silence", amount()),
    component("gift", amount(value="0", certainty=Certainty.ASSUMED), who=Who.CHILD, free=True),
)


FAMILY_OF_TARIFF = Household(regime=Regime.GENERAL, gross_cents=280055, children=[CARLA])


AGENT_OF_TARIFF = attrs.evolve(FAMILY_OF_TARIFF, children=())


QUOTE = price(FAMILY_OF_TARIFF, contract=TARIFF, formula=Formula.OPTION_1, on=START)


MEMBER = """\
Cost of the formula Option 1 on 1 May 2026
  Paid by the employer: 14.43 €/month
    share (agent): 9.43 €/month
        12.5% of 75.40 €, the cotisation d’équilibre (derived)
    half (agent): 5.00 €/month
        50% of 12.30 €, sum of: fixed, which is 6.15 €, limited to 5.00 € (published)
  Taken from pay: 28.29 €/month
    pay (agent): 28.29 €/month
        1.01% of 2,800.55 €, gross pay that counts (estimated)
  Debited from the bank account: unknown
    fixed (agent): 12.30 €/month
        fixed amount (published)
    deduction (agent): -5.00 €/month
        -100% of 5.00 €, sum of: half (published)
    silence (agent): unknown
        the amount is not known
    gift (carla): 0.00 €/month
        free (assumed)"""


AUDITOR = """\
Devis men-2026 (données 2026.1), formule Option 1, au 1er mai 2026
  Payé par l’employeur : 14,43 €/mois
    Share (agent) : 9,43 €/mois
        12,5 % de 75,40 €, la cotisation d’équilibre (calculé)
        composante share, certitude : calculé
        exactement 9,425 €, ROUNDED
        [x]
        [SNES Dijon (dijon.snes.edu) : cotisation d’équilibre 2026, 75,40 €] https://dijon.snes.edu/Protection-sociale-complementaire-ce-qu-il-faut-savoir.html
    Half (agent) : 5,00 €/mois
        50 % de 12,30 €, total de : Fixed, soit 6,15 €, dans la limite de 5,00 € (publié)
        composante half, certitude : publié
        exactement 5,00 €, ROUNDED
        [x]
  Retenu sur la paie : 28,29 €/mois
    Pay (agent) : 28,29 €/mois
        1,01 % de 2 800,55 €, rémunération brute prise en compte (estimé)
        composante pay, certitude : estimé
        exactement 28,285555 €, ROUNDED
        [x]
  Prélevé sur le compte bancaire : inconnu
    Fixed (agent) : 12,30 €/mois
        montant fixe (publié)
        composante fixed, certitude : publié
        exactement 12,30 €, ROUNDED
        [paper] https://example.org/paper
    Deduction (agent) : -5,00 €/mois
        -100 % de 5,00 €, total de : Half (publié)
        composante deduction, certitude : publié
        exactement -5,00 €, ROUNDED
        [x]
    Silence (agent) : inconnu
        le montant n’est pas connu
        composante silence, certitude : inconnu
        [x]
    Gift (carla) : 0,00 €/mois
        gratuit (supposé)
        composante gift, certitude : supposé
        exactement 0,00 €, ROUNDED
        [x]"""


def test_a_member_is_told_how_each_amount_is_made() -> None:
    assert str(QUOTE.explain("en")) == str(QUOTE.explain("en", "member")) == MEMBER


def test_an_auditor_is_told_what_went_into_it_besides() -> None:
    rounded = "arrondi au centime le plus proche, à égale distance en s’éloignant de zéro (choix de cette bibliothèque)"
    assert str(QUOTE.explain("fr", "auditor")).replace(SPACE, " ") == AUDITOR.replace("ROUNDED", rounded).replace(
        SPACE, " "
    )
    assert QUOTE.explain() == QUOTE.explain("fr", "member")


@pytest.mark.parametrize(
    ("locale", "rule"), [("fr", "à égale distance en s’éloignant de zéro"), ("en", "a half away from zero")]
)
def test_half_a_cent_is_rounded_as_the_explanation_says_on_both_sides_of_nothing(locale: Locale, rule: str) -> None:
    base = component("base", amount(value="10.05"))
    halves = [
        component(name, amount(share=f"{sign}0.5", of_lines=("base",))) for name, sign in (("up", ""), ("down", "-"))
    ]
    quote = price(AGENT_OF_TARIFF, contract=tariff(base, *halves), formula=Formula.BASE, on=START)
    assert [line.cents for line in quote.lines] == [1005, 503, -503]
    assert all(rule in part.notes[1] for part in quote.explain(locale, "auditor").parts[2].parts)


def bare(explanation: Explanation) -> Explanation:
    return attrs.evolve(explanation, notes=(), parts=tuple(bare(part) for part in explanation.parts))


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_both_are_told_the_same_but_for_the_title_and_the_notes(locale: Locale) -> None:
    member, auditor = QUOTE.explain(locale, "member"), QUOTE.explain(locale, "auditor")
    assert bare(member) == member
    assert bare(auditor) == attrs.evolve(member, title=auditor.title)


def test_the_two_languages_have_the_same_numbers_certainties_and_sources() -> None:
    def facts(explanation: Explanation) -> tuple[Any, ...]:
        return (
            explanation.cents,
            explanation.certainty,
            explanation.sources,
            len(explanation.notes),
            [facts(part) for part in explanation.parts],
        )

    assert facts(QUOTE.explain("fr", "auditor")) == facts(QUOTE.explain("en", "auditor"))


@pytest.mark.parametrize(
    ("locale", "register", "title"),
    [
        ("fr", "member", "Coût de la formule Option 1 au 1er mai 2026"),
        ("fr", "auditor", "Devis men-2026 (données 2026.1), formule Option 1, au 1er mai 2026"),
        ("en", "member", "Cost of the formula Option 1 on 1 May 2026"),
        ("en", "auditor", "Quote men-2026 (data 2026.1), formula Option 1, on 1 May 2026"),
    ],
)
def test_the_title_says_which_quote_it_is(locale: Locale, register: str, title: str) -> None:
    assert QUOTE.explain(locale, register).title == title


@pytest.mark.parametrize(
    ("locale", "how"),
    [
        ("fr", "le montant dépend de la rémunération brute, qui n’est pas connue"),
        ("en", "the amount depends on the gross pay, which is not known"),
    ],
)
def test_who_has_not_stated_the_pay_is_told_that_it_is_missing(locale: Locale, how: str) -> None:
    (line,) = QUOTE.simulate(gross_cents=None).explain(locale).parts[1].parts
    assert (line.cents, line.how, line.certainty) == (None, how, Certainty.ESTIMATED)


@pytest.mark.parametrize(
    ("locale", "gap"),
    [
        ("fr", "le tarif de ce contrat ne prévoit pas les agents retraités"),
        ("en", "this contract’s tariff does not provide for retired agents"),
    ],
)
def test_a_gap_is_told_instead_of_amounts_with_the_sources_of_the_tariff(locale: Locale, gap: str) -> None:
    explanation = QUOTE.simulate(retired_on=START).explain(locale)
    assert explanation.parts == (
        Explanation(gap, "", None, certainty=Certainty.UNKNOWN, sources=(Source("tariff"),), locale=locale),
    )
    assert str(explanation).splitlines() == [explanation.title, f"  {gap}"]


@pytest.mark.parametrize(
    ("rate", "fr", "en"),
    [
        ("0.00808", "0,808 %", "0.808%"),
        ("1", "100 %", "100%"),
        ("0.50", "50 %", "50%"),
        ("-0.005", "-0,5 %", "-0.5%"),
        ("0.1050", "10,5 %", "10.5%"),
        ("0", "0 %", "0%"),
    ],
)
def test_a_rate_is_written_as_a_percentage_without_needless_zeros(rate: str, fr: str, en: str) -> None:
    contract = tariff(component("base", amount(value="10")), component("a", amount(share=rate, of_lines=("base",))))
    quote = price(AGENT_OF_TARIFF, contract=contract, formula=Formula.BASE, on=START)
    hows = [explanation.parts[2].parts[1].how for explanation in (quote.explain("fr"), quote.explain("en"))]
    assert [how.partition("%")[0] + "%" for how in hows] == [fr, en]


@pytest.mark.parametrize("share", ["0.5", "-0.5"])
def test_a_limit_is_told_only_where_it_lowers_the_amount_or_the_deduction(share: str) -> None:
    for base, is_limited in (("10.00", False), ("10.02", True)):
        limited = component("a", amount(share=share, of_lines=("base",), at_most="5"))
        contract = tariff(component("base", amount(value=base)), limited)
        quote = price(AGENT_OF_TARIFF, contract=contract, formula=Formula.BASE, on=START)
        assert ("limited to 5.00 €" in quote.explain("en").parts[2].parts[1].how) is is_limited
        assert ("within the limit of 5.00 €" in quote.explain("en").parts[2].parts[1].how) is not is_limited


def test_an_explanation_is_written_as_plain_data() -> None:
    data = QUOTE.explain("en", "auditor").as_json()
    assert {name: data[name] for name in data if name != "parts"} == {
        "title": "Quote men-2026 (data 2026.1), formula Option 1, on 1 May 2026",
        "amount": None,
        "how": "",
        "certainty": None,
        "sources": [],
        "notes": [],
    }
    debited = data["parts"][2]
    assert (debited["title"], debited["amount"], debited["certainty"]) == (
        "Debited from the bank account",
        None,
        "unknown",
    )
    assert debited["parts"][0] == {
        "title": "fixed (agent)",
        "amount": "12.30",
        "how": "fixed amount (published)",
        "certainty": "published",
        "sources": [
            {
                "title": "paper",
                "address": None,
                "url": "https://example.org/paper",
                "identifier": "",
                "sentence": None,
            }
        ],
        "notes": [
            "component fixed, certainty: published",
            "exactly 12.30 €, rounded to the nearest cent, a half away from zero (a choice of this library)",
            "[paper] https://example.org/paper",
        ],
        "parts": [],
    }


@pytest.mark.parametrize(("locale", "register"), [("en", "boss"), ("de", "member")])
def test_a_reader_or_a_language_that_does_not_exist_is_the_host_s_mistake(locale: Any, register: str) -> None:
    with pytest.raises(
        HostError, match=r"^`(register` must be one of: member, auditor|locale` must be one of: fr, en)$"
    ):
        QUOTE.explain(locale, register)


def test_explanations_are_equal_by_what_they_say_not_by_how_the_title_is_put_together() -> None:
    explanation = QUOTE.explain("en")
    assert attrs.evolve(explanation, heading="") == explanation
    assert attrs.evolve(explanation, title="") != explanation


def test_the_day_told_is_the_day_priced() -> None:
    later = QUOTE.simulate(on=START + dt.timedelta(days=40))
    assert later.explain("en").title == "Cost of the formula Option 1 on 10 June 2026"


@pytest.mark.parametrize(
    ("ref", "french", "english"),
    [
        (None, "enfant 1", "child 1"),
        ("child-2", "enfant 2", "child 2"),
        ("child-x", "child-x", "child-x"),
        ("child-", "child-", "child-"),
        ("carla", "carla", "carla"),
    ],
)
def test_whose_line_it_is_is_said_in_the_reader_s_language_but_for_names_of_the_host(
    ref: str | None, french: str, english: str
) -> None:
    child = Household(regime=Regime.GENERAL, children=[attrs.evolve(CARLA, ref=ref)])
    quote = price(child, contract=TARIFF, formula=Formula.BASE, on=START)
    assert quote.explain("fr").parts[2].parts[-1].title == f"Gift ({french})"
    assert quote.explain("en").parts[2].parts[-1].title == f"gift ({english})"


def test_a_partner_is_called_so_in_the_reader_s_language() -> None:
    both = Household(regime=Regime.GENERAL, partner=Partner(dt.date(1975, 1, 2)))
    quote = price(both, contract=contracts.get("guide-illustration"), formula=Formula.BASE, on=START)
    assert quote.explain("fr").parts[2].parts[-1].title.endswith("(conjoint(e) ou partenaire)")
    assert quote.explain("en").parts[2].parts[-1].title.endswith("(spouse or partner)")


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_whole_tree_knows_its_language(locale: Locale) -> None:
    def languages(explanation: Explanation) -> set[str]:
        return {explanation.locale}.union(*map(languages, explanation.parts))

    assert languages(QUOTE.explain(locale)) == {locale}


# -- under the contracts that come with the library ------------------------------------------------------


@pytest.mark.parametrize("contract", [PF, MEN, GUIDE], ids=lambda contract: contract.id)
@pytest.mark.parametrize("formula", Formula)
@pytest.mark.parametrize(
    "household",
    [
        AGENT_HOUSEHOLD,
        FAMILY_HOUSEHOLD,
        attrs.evolve(AGENT_HOUSEHOLD, gross_cents=None),
        attrs.evolve(AGENT_HOUSEHOLD, retired_on=START),
    ],
)
def test_an_explanation_has_every_line_and_total_and_is_plain_data(
    contract: Contract, formula: Formula, household: Household
) -> None:
    quote = price(household, contract=contract, formula=formula, on=START)
    for locale in ("fr", "en"):
        for register in ("member", "auditor"):
            explanation = quote.explain(locale, register)
            assert json.loads(json.dumps(explanation.as_json())) == explanation.as_json()
            if quote.gaps:
                assert [part.title for part in explanation.parts] == [gap.text.in_(locale) for gap in quote.gaps]
                continue
            assert [part.cents for part in explanation.parts] == [quote.total(channel) for channel in Channel]
            lines = [line for part in explanation.parts for line in part.parts]
            assert sorted(str(line.cents) for line in lines) == sorted(str(line.cents) for line in quote.lines)
            assert all(line.how and line.sources for line in lines)
            assert all(bool(line.notes) == (register == "auditor") for line in lines)


def test_a_member_is_told_of_what_an_amount_is_made() -> None:
    text = str(price(AGENT_HOUSEHOLD, contract=MEN, formula=BASE, on=START).explain("fr"))
    assert "50 % de 75,40 €, la cotisation d’équilibre (publié)" in text
    assert "0,808 % de 2 800,00 €, rémunération brute prise en compte, sous le plafond de 4 005,00 € (" in text.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    unpaid = str(
        price(attrs.evolve(AGENT_HOUSEHOLD, gross_cents=None), contract=MEN, formula=BASE, on=START).explain("en")
    )
    assert "depends on the gross pay, which is not known" in unpaid


def test_an_auditor_is_told_the_component_the_unrounded_amount_and_the_sources() -> None:
    text = str(price(AGENT_HOUSEHOLD, contract=MEN, formula=BASE, on=START).explain("en", "auditor"))
    for part in (
        "data 2026.1",
        "component agent-base-solidarity, certainty: estimated",
        "exactly 22.624 €",
        "[SNCS",
    ):
        assert part in text


def test_a_limit_is_told() -> None:
    contract = tariff(
        component("a", amount(value="20")), component("b", amount(share="0.5", of_lines=("a",), at_most="5"))
    )
    text = str(price(AGENT_HOUSEHOLD, contract=contract, formula=BASE, on=START).explain("en"))
    assert "50% of 20.00 €, sum of: a, which is 10.00 €, limited to 5.00 € (published)" in text


@pytest.mark.parametrize("register", Register)
def test_a_sum_has_a_title_and_only_its_lines_say_how(register: Register) -> None:
    plain = (
        price(FAMILY_HOUSEHOLD, contract=GUIDE, formula=Formula.OPTION_1, on=START).explain("fr", register).as_json()
    )
    channels = plain["parts"]
    assert [channel["title"] for channel in channels] == [GUIDE.word(channel).fr for channel in Channel]
    assert [plain["how"], *(channel["how"] for channel in channels)] == [""] * (1 + len(channels))
    assert all(line["how"] for channel in channels for line in channel["parts"])


def test_what_an_agent_pays_by_a_rate_is_explained_with_the_sum_of_its_lines() -> None:
    agent = Household(regime=Regime.GENERAL, gross_cents=280000)
    quote = price(agent, contract=MEN, formula=Formula.BASE, on=START)
    explanation = quote.explain()
    assert explanation == quote.explain("fr", Register.MEMBER) != quote.explain("en")
    assert [part.cents for part in explanation.parts] == [quote.total(channel) for channel in Channel]
    payroll = explanation.parts[[*Channel].index(Channel.PAYROLL)]
    assert [line.cents for line in payroll.parts] == [1508, 2262]
    assert payroll.certainty is quote.certainty(Channel.PAYROLL)
