"""
The commands of ``psc-workflow``.
"""

from typing import TYPE_CHECKING

from cyclopts import App, CoercionError, CycloptsError, MissingArgumentError, UnusedCliTokensError

from psc_workflow.cli._manners import (
    LANG,
    LANGUAGES,
    has_french_environment,
    meaning_of,
    missing,
    split_language,
    standard_input,
)
from psc_workflow.cli._reporting import report
from psc_workflow.cli._waiting import waiting
from psc_workflow.exceptions import PscWorkflowError

if TYPE_CHECKING:
    from cyclopts.help.protocols import HelpFormatter

COMMANDS = {
    "demo": ("_stage:demo", "Tell four stories of agents who are invited; every step is stored in SQLite."),
    "run": (
        "_running:run_scenario",
        "Run a scenario; exit status 1 if a step does not give what the file expects of it.",
    ),
    "quote": (
        "_quote:quote",
        "Price one household: everybody in it is priced, whether or not they could be covered.",
    ),
    "schedule": (
        "_schedule:schedule",
        "Price one household month by month, and say what moves its amounts.",
    ),
    "price": (
        "_batch:price",
        "Price a file of households, CSV or Parquet by its suffix; both files are written completely or not at all.",
    ),
    "summary": (
        "_populations:summary",
        "Add up what the households of a file pay, by channel, pay decile, formula and family.",
    ),
    "compare": (
        "_populations:compare",
        "Compare what the households of a file pay under two tariffs, or on two days.",
    ),
    "charts": ("_lookup:charts", "Show the charts of the journeys."),
    "explore": (
        "_explore:explore",
        "Make a page to explore a scenario, a stored dossier or contracts: charts, time, premiums, catalogue.",
    ),
    "rules": ("_lookup:rules", "Show every finding of the library, or one: its rule, sentence, remedy and sources."),
    "contracts": ("_contracts:contracts", "List the built-in contracts, each with its formulas."),
    "check": (
        "_checking:check",
        "Check a contract of your own, or a store: list what is wrong, or does not agree.",
    ),
    "schema": (
        "_lookup:schema",
        "Print a JSON Schema, with its words in both languages; without a name, list the schemas.",
    ),
    "compatibility": (
        "_lookup:compatibility",
        "Report what a release or a new version of a contract would do to stored dossiers; nothing is changed.",
    ),
    "reindex": (
        "_stores:reindex",
        "Write the index of a store anew: after an upgrade, or once contracts have changed.",
    ),
    "retention": (
        "_stores:retention",
        "List the dossiers that their contract says to keep no longer, or erase them.",
    ),
    "campaign": ("_campaign:campaign", "Show how far campaigns are."),
    "new-contract": (
        "_new_contract:new_contract",
        "Write the skeleton of a whole contract of your own: ``check`` lists what is to be filled in.",
    ),
    "witness-paths": (
        "_journeys:witness_paths",
        "Write journeys that take the transitions of the charts, with what is expected after each act.",
    ),
    "replay": (
        "_journeys:replay",
        "Replay a file of journeys against this library, and tell what has changed since it was written.",
    ),
    "completion": ("_completion:completion", "Print a script with which a shell completes commands and options."),
    "judge": (
        "_judging:judge",
        "Judge a running portal: play journeys through it and this library, and tell the first difference.",
    ),
}
"""Each command: where it is, and what it does, as its first line says; its module is imported when it is called."""

app = App(
    name="psc-workflow",
    help="Journeys, rules and premiums of the French State's compulsory health cover (PSC).",
    suppress_keyboard_interrupt=False,  # main() ends all that is interrupted, imports too
)
for name, (place, summary) in COMMANDS.items():
    app.command(f"psc_workflow.cli.{place}", name=name, help=summary)


def run(arguments: list[str]) -> int:
    """Run one command; report the errors of this library, and no others, as messages."""
    rest, language = split_language(arguments)
    if language is not None and language not in LANGUAGES:
        report(f"{LANG}: must be one of: {', '.join(LANGUAGES)}", is_french=has_french_environment())
        return 2
    is_french = has_french_environment() if language is None else language == "fr"
    app.help_formatter = _help_formatter(is_french=is_french)
    try:
        with standard_input(rest) as tokens, waiting(next(iter(rest), "")):
            return _run(_spoken(tokens, language), is_french=is_french)
    except PscWorkflowError as error:  # of standard input, which has no other name yet
        report(str(error), is_french=is_french)
        return 2


def _help_formatter(*, is_french: bool) -> "HelpFormatter | None":
    """Return what shows help in French, which needs the catalogue; ``None`` for English."""
    if not is_french:
        return None
    from psc_workflow.cli._french import FrenchHelp  # noqa: PLC0415 -- English help needs nothing of the catalogue

    return FrenchHelp()


def _spoken(arguments: list[str], language: str | None) -> list[str]:
    """Give the language to a command that speaks; the others print no sentence."""
    if language is None or not arguments or arguments[0] not in COMMANDS:
        return arguments
    command, place = app[arguments[0]], 1
    names = {name for name in command if not name.startswith("-")}  # of commands of its own
    if not command.default_command and place < len(arguments) and arguments[place] in names:
        command, place = command[arguments[place]], place + 1
    options = command.assemble_argument_collection() if command.default_command else ()
    speaks = any(option.name == LANG for option in options)
    return [*arguments[:place], LANG, language, *arguments[place:]] if speaks else arguments


def _run(arguments: list[str], *, is_french: bool) -> int:
    try:
        status = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except MissingArgumentError as error:
        report(_without_value(error, is_french=is_french) or _without_arguments(error, arguments), is_french=is_french)
        return 2
    except CycloptsError as error:
        report(_without_values(error), is_french=is_french)
        return 2
    except PscWorkflowError as error:
        report(str(error), is_french=is_french)
        return 2
    return status if type(status) is int else 0


def _without_value(error: MissingArgumentError, *, is_french: bool) -> str | None:
    """Say which value an option lacks that is named and has none; ``None`` if the option itself is missing."""
    if error.keyword is None or error.argument is None:
        return None
    command = tuple(error.command_chain or ())
    meaning, name = meaning_of(app, command, error.argument.name), " ".join(command)
    if is_french:
        from psc_workflow.cli._french import help_text  # noqa: PLC0415 -- English needs nothing of the catalogue

        meaning = help_text(meaning)
    return f"{name}: {error.keyword}: a value is missing ({meaning.rstrip('.')}); see psc-workflow {name} --help"


def _without_arguments(error: MissingArgumentError, arguments: list[str]) -> str:
    """Name everything that the command needs and does not have."""
    names = missing(app, arguments) or [error.argument.name if error.argument is not None else "an argument"]
    name = " ".join(error.command_chain or arguments[:1])
    return f"{name}: missing: {', '.join(names)}; see psc-workflow {name} --help"


def _without_values(error: CycloptsError) -> str:
    """Describe an error without the value that caused it, which may be a person's."""
    if isinstance(error, UnusedCliTokensError):
        return "there are too many arguments"
    if isinstance(error, CoercionError):
        return f"{error.token.keyword if error.token else 'an argument'}: has a value of the wrong type"
    return str(error)
