"""
The pages of the public names: one for each module, or for the classes that are read together; the page "API" leads to them.
"""

from collections.abc import Iterator

import attrs
from writing import ORPHAN

from psc_workflow import charts, commands
from psc_workflow.states._charts import JOURNEYS

MOST_COMMANDS = 13
"""Commands of one page."""

MEMBERS = ("members",)
VALUES = ("members", "undoc-members")


@attrs.frozen
class Api:
    """One page: its title, what it begins with, and its directives."""

    title: str
    directives: tuple[str, ...]
    words: str = ""

    def text(self) -> str:
        """Write the page."""
        words = f"{self.words}\n\n" if self.words else ""
        return f"{ORPHAN}# {self.title}\n\n{words}```{{eval-rst}}\n{chr(10).join(self.directives)}\n```\n"


def module(name: str, members: str = "", *options: str) -> str:
    """Document a module, with these members or all that are public."""
    lines = [f".. automodule:: {name}", f"   :members: {members}".rstrip(), *(f"   :{option}:" for option in options)]
    return "\n".join([*lines, ""])


def classes(names: str, *options: str, of: str = "psc_workflow") -> str:
    """Document classes of a module."""
    lines = []
    for name in names.split():
        lines += [f".. autoclass:: {of}.{name}", *(f"   :{option}:" for option in options), ""]
    return "\n".join(lines)


def functions(names: str, of: str) -> str:
    """Document functions of a module."""
    return "\n".join(f".. autofunction:: {of}.{name}\n" for name in names.split())


PAGES = {
    "dossiers": Api("Dossiers", (module("psc_workflow", "Dossier"),)),
    "decisions": Api(
        "Decisions",
        (
            classes("Decision Outcome Preview Milestone Step", *MEMBERS),
            functions("to_problem", "psc_workflow"),
        ),
        "`Command` and `Effect` are the unions of all [commands](../api.md#commands) and of all [effects](effects.md).",
    ),
    "reasons": Api(
        "Reasons", (classes("Verdict Judgement Finding Severity Source Text Certainty Question", *MEMBERS),)
    ),
    "people": Api(
        "People",
        (classes("Agent Partner Position Child Household Unanswered"),),
        "A field that no screen asks for and that was left out has the value `UNANSWERED`.",
    ),
    "screens": Api(
        "Screens",
        (
            classes("View Where Progress Stage Offer Deadline RecapLine PageLink"),
            classes("Cover", *MEMBERS),
            classes("Retention"),
        ),
        '`Locale` is `"fr"` or `"en"`.',
    ),
    "pricing": Api(
        "Prices of a household",
        (
            module(
                "psc_workflow.pricing", "price, price_existing_cover, schedule, PricedQuote, Premium, Bounds, Schedule"
            ),
            classes("Quote QuoteLine", *MEMBERS),
            classes("PayCap Gap"),
            classes("KeptQuote", *MEMBERS),
            classes("Channel Debits"),
        ),
    ),
    "pricing-differences": Api(
        "Explanations and differences of prices",
        (
            classes(
                "Explanation Register Comparison Change DatedChange Move PublishedRange Unpriced UnpricedReason",
                *MEMBERS,
                of="psc_workflow.pricing",
            ),
            functions("unpriced", "psc_workflow.pricing"),
        ),
    ),
    "pricing-populations": Api(
        "Populations",
        (
            classes("Calibration Totals", *MEMBERS, of="psc_workflow.pricing"),
            functions("calibrate totals", "psc_workflow.pricing"),
            module("psc_workflow.pricing.frame", "Dimension, PopulationSummary, PopulationComparison"),
            functions("price compare summary", "psc_workflow.pricing.frame"),
        ),
    ),
    "plots": Api(
        "Plots and exports", (module("psc_workflow.pricing.plots"), module("psc_workflow.pricing.publicodes"))
    ),
    "contracts": Api(
        "Contracts",
        (
            module("psc_workflow.contracts", "Dated, Insurer, Page, Parameter, Registry, find, get, load"),
            classes("Contract", *MEMBERS, "inherited-members", of="psc_workflow.contracts"),
        ),
    ),
    "lists": Api(
        "Closed lists",
        (
            classes(
                "Civility Capacity Consent DocumentKind Employment EndReason Formula Kinship Language Link Motive Parent "
                "PaymentScheme PositionKind PriorMembership Rating Regime RetentionStart Role Situation",
                *VALUES,
            ),
        ),
    ),
    "effects": Api("Effects", (module("psc_workflow.effects", "", "imported-members"),)),
    "mails": Api("Mails", (module("psc_workflow.mails"),)),
    "forms": Api("Forms", (module("psc_workflow.forms", "", "imported-members"),)),
    "history": Api(
        "History and schemas",
        (
            module("psc_workflow.history", "describe_steps, parse, parse_all, verify_history"),
            module("psc_workflow.schemas", "openapi, schema"),
        ),
    ),
    "stores": Api("Stores", (module("psc_workflow.stores"), module("psc_workflow.stores.sql", "SQLAlchemyStore"))),
    "web": Api(
        "A portal over HTTP",
        (
            module("psc_workflow.web", "", "imported-members"),
            module("psc_workflow.fastapi"),
            module("psc_workflow.flask"),
        ),
        "`psc_workflow.django` is an application: [its page](../../how-to/embed-with-a-framework.md#django) says what is in it.",
    ),
    "charts": Api(
        "Charts and journeys",
        (module("psc_workflow.charts", "", "imported-members"), module("psc_workflow.states", "live")),
        "[Journeys](../journeys.md) shows the charts themselves.",
    ),
    "explorer": Api(
        "Explorer",
        (module("psc_workflow.explorer", "", "imported-members"),),
        "[Explore a dossier](../../how-to/explore-a-dossier.md) shows the page.",
    ),
    "campaigns": Api(
        "Campaigns",
        (
            module("psc_workflow.campaigns"),
            module("psc_workflow.campaigns.sql", "SQLLedger"),
            module("psc_workflow.campaigns.durable"),
        ),
    ),
    "rulebook": Api(
        "Rule book and problems", (module("psc_workflow.rulebook"), module("psc_workflow.problems", "pointer"))
    ),
    "testing": Api(
        "Testing",
        (
            module(
                "psc_workflow.testing",
                "Example, Reply, Screen, Simulation, SimulationError, as_form, reply_of, simulate",
            ),
            classes("JourneyConformance", *MEMBERS, "inherited-members", of="psc_workflow.testing"),
            ".. automodule:: psc_workflow.testing.people\n",
            module("psc_workflow.testing.scenarios"),
        ),
    ),
    "errors": Api(
        "Errors",
        (module("psc_workflow.exceptions"),),
        "`InvalidCommandError` can also be imported from `psc_workflow`.",
    ),
}


def pages() -> dict[str, str]:
    """Return the pages, by name."""
    everything = PAGES | dict(command_pages())
    return {f"reference/api/{name}": page.text() for name, page in everything.items()}


def command_pages() -> Iterator[tuple[str, Api]]:
    """Part the commands by the journey in which they can first be given; what is everywhere comes first, with what they share."""
    journeys: dict[str, list[str]] = {journey: [] for journey in JOURNEYS}
    everywhere = []
    for name, value in vars(commands).items():
        if isinstance(value, type) and attrs.has(value):
            journey = next((journey for journey in JOURNEYS if getattr(value, "do", None) in given_in(journey)), "")
            journeys.get(journey, everywhere).append(name)
    shared = module("psc_workflow.commands", ", ".join([*everywhere, *FUNCTIONS]), "imported-members")
    yield "commands", Api("Commands", (shared,))
    for journey, names in journeys.items():
        yield from packed(f"Commands: {journey}", f"commands-{journey}", names)


def given_in(journey: str) -> set[str]:
    """List the commands of a journey."""
    return {move.do for move in charts.describe(journey).transitions if move.do is not None}


FUNCTIONS = ("parse", "read_form", "for_event", "keepable")


def packed(title: str, name: str, names: list[str]) -> Iterator[tuple[str, Api]]:
    """Put some commands on a page, and the next on another."""
    for number, first in enumerate(range(0, len(names), MOST_COMMANDS), start=1):
        again = f" ({number})" if number > 1 else ""
        listed = " ".join(names[first : first + MOST_COMMANDS])
        directives = (classes(listed, *MEMBERS, of="psc_workflow.commands"),)
        yield f"{name}-{number}" if number > 1 else name, Api(f"{title}{again}", directives)
