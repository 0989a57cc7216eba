"""
The JSON Schema of scenario files: an object, with one definition for the step of each command.

>>> document = schema()
>>> document["$defs"]["declare-regime"]["required"]
['do', 'at']
"""

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import ALL
from psc_workflow._model.people import Agent
from psc_workflow._model.vocabulary import Role
from psc_workflow._schemas import DIALECT, ID, Schema, words
from psc_workflow._schemas.definitions import Definitions
from psc_workflow.states._keys import LONGEST_BY
from psc_workflow.testing._journey_schema import INSTANT, TEXT, closed, expectation, said

NAME = "scenario"
"""The name of the schema."""


def schema(contract: Contract | None = None) -> Schema:
    """
    Make the schema.

    Args:
        contract: Whose regimes and formulas the steps may name; the built-in
            ones if ``None``.
    """
    definitions = Definitions(contract)
    agent, steps = definitions.ref(Agent), definitions.any_command()
    for command in ALL:
        _make_step(definitions.schemas[command.do])
    definitions.schemas["Expectation"] = expectation(is_whole=False)
    return {
        "$schema": DIALECT,
        "$id": ID + NAME,
        "title": NAME,
        **said(
            _file(agent, {"oneOf": steps["oneOf"]}),
            "Un dossier, ce qui y est demandé, et ce qui est attendu.",
            "A dossier, what is asked of it, and what is expected.",
        ),
        "$defs": dict(sorted(definitions.schemas.items())),
    }


def _file(agent: Schema, step: Schema) -> Schema:
    fields = {
        "$schema": {"type": "string"} | words.of_name("schema_of_file"),
        "contract": said(TEXT, "Identifiant du contrat, ou chemin d’un fichier.", "Id of the contract, or a path."),
        "id": said(TEXT, "Identifiant du dossier.", "Id of the dossier."),
        "agent": agent,
        "invited_at": said(INSTANT, "Instant de l’invitation.", "Instant of the invitation."),
        "about": said(TEXT, "Ce qui se passe, en une phrase.", "What happens, in a sentence."),
        "steps": said({"type": "array", "items": step}, "Dans l’ordre du temps.", "In the order of time."),
    }
    return closed(fields, tuple(name for name in fields if name not in ("about", "$schema")))


def _make_step(command: Schema) -> None:
    """Add to the definition of a command what a step has besides."""
    command["properties"] |= {
        "at": said(INSTANT, "L’instant, avec son décalage.", "The instant, with its offset."),
        "as": said({"enum": [*Role]}, "Qui donne la commande.", "Who gives the command."),
        "by": said(
            {"type": ["string", "null"], "minLength": 1, "maxLength": LONGEST_BY},
            "Identifiant de la personne chez l’hôte, qui ne dit rien à personne d’autre.",
            "The host’s own id of the person, which means nothing to others.",
        ),
        "expect": {"$ref": "#/$defs/Expectation"},
    }
    command["required"] = [*command["required"], "at"]
