"""
The JSON Schema of files of journeys, as they are written in full.

>>> document = schema()
>>> document["$id"], document["required"][0]
('urn:psc-workflow:schema:journeys', 'format')
"""

from typing import Any

from psc_workflow._catalogue.contracts import Contract
from psc_workflow._model.commands import ALL
from psc_workflow._model.decision import Outcome
from psc_workflow._model.people import Agent
from psc_workflow._model.text import Text
from psc_workflow._model.vocabulary import Role
from psc_workflow._schemas import DIALECT, ID, Schema
from psc_workflow._schemas.definitions import Definitions
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.testing._journey_files import FORMAT, FORMAT_VERSION
from psc_workflow.testing._journeys import INVALID, ActKind

NAME = "journeys"
"""The name of the schema."""

TEXT: Schema = {"type": "string"}
_CODES: Schema = {"type": "array", "items": TEXT, "uniqueItems": True}
INSTANT: Schema = {"type": "string", "format": "date-time"}

_PREMIUM = r"^[0-9]+\.[0-9]{2}$"


def schema(contract: Contract | None = None) -> Schema:
    """
    Make the schema.

    Args:
        contract: Whose regimes and formulas an agent may have; the built-in
            ones if ``None``.
    """
    definitions = Definitions(contract)
    agent = definitions.ref(Agent)
    parts = {"Act": _act(agent), "Expectation": expectation(), "Journey": _journey(), "NotReached": _not_reached()}
    return {
        "$schema": DIALECT,
        "$id": ID + NAME,
        "title": NAME,
        **said(
            _file(agent),
            "Parcours à jouer, et ce qui est attendu de chaque acte.",
            "Journeys to play, and what is expected of each act.",
        ),
        "$defs": dict(sorted({**definitions.schemas, **parts}.items())),
    }


def _file(agent: Schema) -> Schema:
    return closed(
        {
            "format": {"const": FORMAT},
            "version": {"const": FORMAT_VERSION},
            "contract": said(TEXT, "Identifiant du contrat.", "Id of the contract."),
            "library": said(TEXT, "Version de la bibliothèque qui a répondu.", "Release that answered."),
            "cases": said(
                {"type": "object", "additionalProperties": agent},
                "Agents préremplis, par le nom que leur donnent les actes.",
                "Agents as prefilled, by the name that the acts have for them.",
            ),
            "not_reached": _list("NotReached", "Buts qu’aucun parcours n’atteint.", "Goals that no journey reaches."),
            "journeys": _list("Journey", "Les plus courts d’abord.", "The shortest first."),
        },
    )


def _journey() -> Schema:
    return said(
        closed(
            {
                "name": said(TEXT, "Unique dans le fichier.", "Unique in the file."),
                "reaches": said(_CODES, "Buts atteints ici d’abord.", "Goals that are first reached here."),
                "acts": _list("Act", "Dans l’ordre du temps.", "In the order of time."),
            }
        ),
        "Ce que vivent un ou plusieurs agents.",
        "What one or several agents go through.",
    )


def _not_reached() -> Schema:
    goal = said(TEXT, "Transition, réponse d’une garde ou code.", "Transition, answer of a guard, or code.")
    reason = said(TEXT, "Pourquoi, en anglais.", "Why, in English.")
    return said(closed({"goal": goal, "reason": reason}), "Un but hors d’atteinte.", "A goal out of reach.")


def _act(agent: Schema) -> Schema:
    fields = {
        "act": said(
            {"enum": [*ActKind]},
            "Ouvrir, donner une commande, laisser passer le temps.",
            "Open, give a command, let time pass.",
        ),
        "at": said(INSTANT, "L’instant, en UTC.", "The instant, in UTC."),
        "id": said(TEXT, "Identifiant du dossier.", "Id of the dossier."),
        "request": said(
            {"type": "object"},
            "Ce qu’envoie un navigateur, erreurs comprises.",
            "What a browser sends, mistakes included.",
        ),
        "as": said({"enum": [*Role]}, "Qui donne la commande.", "Who gives the command."),
        "key": said(TEXT, "Clé d’idempotence.", "Idempotency key."),
        "expected_revision": said({"type": "integer", "minimum": 0}, "Révision de l’écran.", "Revision of the screen."),
        "case": said(TEXT, "Nom de l’agent dans `cases`.", "Name of the agent in `cases`."),
        "agent": agent,
        "expect": {"$ref": "#/$defs/Expectation"},
    }
    needs: dict[ActKind, Schema] = {
        ActKind.OPEN: {"anyOf": [{"required": ["case"]}, {"required": ["agent"]}]},
        ActKind.GIVE: {"required": ["request", "as"]},
    }
    conditions = [{"if": {"properties": {"act": {"const": kind}}}, "then": then} for kind, then in needs.items()]
    act = closed(fields, ("act", "at", "id")) | {"allOf": conditions}
    return said(act, "Un acte d’un parcours.", "An act of a journey.")


def expectation(*, is_whole: bool = True) -> Schema:
    """Describe what is expected of an act or, unless *is_whole*, the fields of it that somebody names."""
    names = {name: {"enum": [state.value for state in chart.states]} for name, chart in JOURNEYS.items()}
    states = closed(names, None if is_whole else ())
    commands = {"type": "array", "items": {"enum": sorted(command.do for command in ALL)}, "uniqueItems": True}
    fields = {
        "outcome": said({"enum": [*Outcome, *([INVALID] if is_whole else [])]}, "La réponse.", "The answer."),
        "codes": said(_CODES, "Constats qui bloquent.", "Findings that block."),
        "missing": said(_CODES, "Chemins des faits qui manquent.", "Paths of the facts that are missing."),
        "warnings": said(_CODES, "Codes des avertissements.", "Codes of the warnings."),
        "states": said(states, "L’état de chaque parcours.", "The state of each journey."),
        "offered": said(commands, "Commandes proposées à ce rôle.", "Commands offered to this role."),
        "premium": said(
            {"type": ["string", "null"], "pattern": _PREMIUM},
            "Prélevée chaque mois, en euros.",
            "Debited a month, in euros.",
        ),
        "effects": said(
            {"type": "array", "items": TEXT}, "Types des effets dus.", "Types of the effects that are owed."
        ),
        "due_at": said({**INSTANT, "type": ["string", "null"]}, "Prochaine échéance.", "The next deadline."),
    }
    words = (
        "Ce que répond la bibliothèque, et ce qui est vrai ensuite.",
        "What the library answers, and what stands then.",
    )
    required = ("outcome", "states", "offered", "premium", "due_at") if is_whole else ()
    return said(closed(fields, required), *words)


def _list(name: str, fr: str, en: str) -> Schema:
    return said({"type": "array", "items": {"$ref": f"#/$defs/{name}"}}, fr, en)


def closed(properties: dict[str, Any], required: tuple[str, ...] | None = None) -> Schema:
    """Describe an object with *properties* and no others; all are required if *required* is ``None``."""
    needed = [*properties] if required is None else [*required]
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def said(schema: Schema, fr: str, en: str) -> Schema:
    """Describe *schema* in both languages."""
    text = Text(fr, en)
    return {"description": text.in_("en"), "x-fr": {"description": text.in_("fr")}, **schema}
