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
from psc_workflow._snapshot.schemas import DIALECT, ID, Schema
from psc_workflow._snapshot.schemas.definitions import Definitions
from psc_workflow.states._charts import JOURNEYS
from psc_workflow.testing._journey_files import FORMAT, FORMAT_VERSION
from psc_workflow.testing._journeys import INVALID, ActKind

NAME = "journeys"
"""The name of the schema."""

_TEXT: Schema = {"type": "string"}
_CODES: Schema = {"type": "array", "items": _TEXT, "uniqueItems": True}
_INSTANT: Schema = {"type": "string", "format": "date-time"}

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
    parts = {"Act": _act(agent), "Expectation": _expectation(), "Journey": _journey(), "NotReached": _not_reached()}
    return {
        "$schema": DIALECT,
        "$id": ID + NAME,
        "title": NAME,
        **_said(
            _file(agent),
            "Parcours à jouer, et ce qui est attendu de chaque acte.",
            "Journeys to play, and what is expected of each act.",
        ),
        "$defs": dict(sorted({**definitions.schemas, **parts}.items())),
    }


def _file(agent: Schema) -> Schema:
    return _closed(
        {
            "format": {"const": FORMAT},
            "version": {"const": FORMAT_VERSION},
            "contract": _said(_TEXT, "Identifiant du contrat.", "Id of the contract."),
            "library": _said(_TEXT, "Version de la bibliothèque qui a répondu.", "Release that answered."),
            "cases": _said(
                {"type": "object", "additionalProperties": agent},
                "Agents préremplis, par le nom que leur donnent les actes.",
                "Agents as prefilled, by the name that the acts have for them.",
            ),
            "not_reached": _list("NotReached", "Buts qu’aucun parcours n’atteint.", "Goals that no journey reaches."),
            "journeys": _list("Journey", "Les plus courts d’abord.", "The shortest first."),
        },
    )


def _journey() -> Schema:
    return _said(
        _closed(
            {
                "name": _said(_TEXT, "Unique dans le fichier.", "Unique in the file."),
                "reaches": _said(_CODES, "Buts atteints ici d’abord.", "Goals that are first reached here."),
                "acts": _list("Act", "Dans l’ordre du temps.", "In the order of time."),
            }
        ),
        "Ce que vivent un ou plusieurs agents.",
        "What one or several agents go through.",
    )


def _not_reached() -> Schema:
    goal = _said(_TEXT, "Transition, réponse d’une garde ou code.", "Transition, answer of a guard, or code.")
    reason = _said(_TEXT, "Pourquoi, en anglais.", "Why, in English.")
    return _said(_closed({"goal": goal, "reason": reason}), "Un but hors d’atteinte.", "A goal out of reach.")


def _act(agent: Schema) -> Schema:
    fields = {
        "act": _said(
            {"enum": [*ActKind]},
            "Ouvrir, donner une commande, laisser passer le temps.",
            "Open, give a command, let time pass.",
        ),
        "at": _said(_INSTANT, "L’instant, en UTC.", "The instant, in UTC."),
        "id": _said(_TEXT, "Identifiant du dossier.", "Id of the dossier."),
        "request": _said(
            {"type": "object"},
            "Ce qu’envoie un navigateur, erreurs comprises.",
            "What a browser sends, mistakes included.",
        ),
        "as": _said({"enum": [*Role]}, "Qui donne la commande.", "Who gives the command."),
        "key": _said(_TEXT, "Clé d’idempotence.", "Idempotency key."),
        "expected_revision": _said(
            {"type": "integer", "minimum": 0}, "Révision de l’écran.", "Revision of the screen."
        ),
        "case": _said(_TEXT, "Nom de l’agent dans `cases`.", "Name of the agent in `cases`."),
        "agent": agent,
        "expect": {"$ref": "#/$defs/Expectation"},
    }
    needs: dict[ActKind, Schema] = {
        ActKind.OPEN: {"anyOf": [{"required": ["case"]}, {"required": ["agent"]}]},
        ActKind.GIVE: {"required": ["request", "as"]},
    }
    conditions = [{"if": {"properties": {"act": {"const": kind}}}, "then": then} for kind, then in needs.items()]
    act = _closed(fields, ("act", "at", "id")) | {"allOf": conditions}
    return _said(act, "Un acte d’un parcours.", "An act of a journey.")


def _expectation() -> Schema:
    states = {name: {"enum": [state.value for state in chart.states]} for name, chart in JOURNEYS.items()}
    commands = {"type": "array", "items": {"enum": sorted(command.do for command in ALL)}, "uniqueItems": True}
    fields = {
        "outcome": _said({"enum": [*Outcome, INVALID]}, "La réponse.", "The answer."),
        "codes": _said(_CODES, "Constats qui bloquent.", "Findings that block."),
        "missing": _said(_CODES, "Chemins des faits qui manquent.", "Paths of the facts that are missing."),
        "warnings": _said(_CODES, "Codes des avertissements.", "Codes of the warnings."),
        "states": _said(_closed(states), "L’état de chaque parcours.", "The state of each journey."),
        "offered": _said(commands, "Commandes proposées à ce rôle.", "Commands offered to this role."),
        "premium": _said(
            {"type": ["string", "null"], "pattern": _PREMIUM},
            "Prélevée chaque mois, en euros.",
            "Debited a month, in euros.",
        ),
        "effects": _said(
            {"type": "array", "items": _TEXT}, "Types des effets dus.", "Types of the effects that are owed."
        ),
        "due_at": _said({**_INSTANT, "type": ["string", "null"]}, "Prochaine échéance.", "The next deadline."),
    }
    said = (
        "Ce que répond la bibliothèque, et ce qui est vrai ensuite.",
        "What the library answers, and what stands then.",
    )
    return _said(_closed(fields, ("outcome", "states", "offered", "premium", "due_at")), *said)


def _list(name: str, fr: str, en: str) -> Schema:
    return _said({"type": "array", "items": {"$ref": f"#/$defs/{name}"}}, fr, en)


def _closed(properties: dict[str, Any], required: tuple[str, ...] | None = None) -> Schema:
    needed = [*properties] if required is None else [*required]
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def _said(schema: Schema, fr: str, en: str) -> Schema:
    """Describe *schema* in both languages."""
    text = Text(fr, en)
    return {"description": text.in_("en"), "x-fr": {"description": text.in_("fr")}, **schema}
