"""
What a difference means, in a sentence: what the host did, and what comes of it.

>>> sent = Sent("agent", None, revision=0, present=1)
>>> of_outcome("accepted", Answer("stale"), sent).en
'The form was of revision 0, and the dossier is at 1: `expected_revision` was ignored.'
"""

from collections.abc import Collection
from typing import Final

import attrs

from psc_workflow._model.decision import Outcome
from psc_workflow._model.text import Text
from psc_workflow.testing._conformance.answers import Reply, is_breakdown
from psc_workflow.testing._conformance.mirror import INVALID, Answer

_DECIDED = frozenset({Outcome.ACCEPTED, Outcome.REFUSED, Outcome.INCOMPLETE, Outcome.NOT_AVAILABLE})
"""Outcomes of a request that was judged by the rules."""


@attrs.frozen
class Sent:
    """
    What came with a request besides its fields.

    Args:
        revision: Of the screen that the form was on.
        present: The revision that the host's own page gave last.
    """

    role: str
    key: str | None
    revision: int | None
    present: int | None


def of_outcome(host: str, answer: Answer, sent: Sent) -> Text:
    """Say what it means that *host* is the outcome, where *answer* is right."""
    if is_breakdown(Reply(host)):
        return _BROKE_DOWN
    if host not in (*Outcome, INVALID):
        return _NO_OUTCOME.fill({"outcome": host, "outcomes": (*Outcome, INVALID)})
    facts = {"role": sent.role, "revision": sent.revision, "present": sent.present}
    return (_of_right(host, answer, sent) or _of_wrong(host, sent) or _of_rules(host, answer)).fill(facts)


def _of_right(host: str, answer: Answer, sent: Sent) -> Text | None:
    """Say it of what the key, the tab or the form decides, before any rule is asked."""
    if answer.outcome == Outcome.STALE:
        return _EDITED if answer.codes else _of_stale(host, sent)
    if answer.outcome == Outcome.DUPLICATE:
        return _KEY_IGNORED if host in _DECIDED else _REPEATED
    if answer.outcome != INVALID:
        return None
    if answer.reason != "KeyReusedError":
        return _READ_ALL_THE_SAME
    return _OTHER_KEY_IGNORED if host in _DECIDED else _OTHER_KEY


def _of_stale(host: str, sent: Sent) -> Text:
    if sent.revision == sent.present:
        return _STANDS_STILL
    return _TAB_IGNORED if host in _DECIDED else _OLD_TAB


def _of_wrong(host: str, sent: Sent) -> Text | None:
    """Say it where the host stopped at the key, the tab or the form, and nothing was wrong with them."""
    if host == Outcome.STALE:
        return _NO_REVISION if sent.revision is None else _FRESH
    if host == Outcome.DUPLICATE:
        return _NO_KEY if sent.key is None else _NEW_KEY
    return _UNREAD if host == INVALID else None


def _of_rules(host: str, answer: Answer) -> Text:
    if "role-not-allowed" in answer.codes and host == Outcome.ACCEPTED:
        return _ROLE
    return _RULES.get((host, answer.outcome), _OTHER_REASON)


def of_names(host: Collection[str], right: Collection[str]) -> Text:
    """Say which of the reasons the host leaves out, and which it adds."""
    less, more = tuple(sorted({*right} - {*host})), tuple(sorted({*map(str, host)} - {*right}))
    text = _BOTH if less and more else _LEAVES_OUT if less else _ADDS
    return text.fill({"less": less, "more": more})


def of_premium(host: object, right: object) -> Text:
    """Say what is wrong with an amount."""
    if host is None or right is None:
        return NO_AMOUNT if host is None else UNKNOWN_AMOUNT
    return OTHER_AMOUNT if isinstance(host, str) else NOT_A_TEXT


_BROKE_DOWN = Text(
    "L’hôte a levé une exception que rien n’a rattrapée.", "The host raised an exception that nothing caught."
)
_NO_OUTCOME = Text(
    "« {outcome} » n’est aucune des issues connues : {outcomes}.",
    "“{outcome}” is none of the outcomes that are known: {outcomes}.",
)
_TAB_IGNORED = Text(
    "Le formulaire était de la révision {revision}, et le dossier en est à la {present} :"
    " `expected_revision` a été ignoré.",
    "The form was of revision {revision}, and the dossier is at {present}: `expected_revision` was ignored.",
)
_OLD_TAB = Text(
    "Le formulaire était de la révision {revision}, et le dossier en est à la {present} :"
    " quoi qu’il y ait d’autre à en dire, il est périmé.",
    "The form was of revision {revision}, and the dossier is at {present}: whatever else is to be said, it is stale.",
)
_STANDS_STILL = Text(
    "Le dossier a changé depuis que le formulaire a été affiché, et la page donne toujours la révision {revision}.",
    "The dossier has changed since the form was shown, and its page still gives revision {revision}.",
)
_EDITED = Text(
    "Une autre réponse a été acceptée sous cette clé : la page a été modifiée puis renvoyée, et elle est périmée.",
    "Another answer was accepted under this key: the page was edited and sent again, and is stale.",
)
_KEY_IGNORED = Text(
    "La même demande a déjà été acceptée sous cette clé, et l’hôte y a répondu comme à une nouvelle.",
    "The same request was accepted under this key before, and the host answered as if it were new.",
)
_REPEATED = Text(
    "La même demande a déjà été acceptée sous cette clé : quoi qu’il y ait d’autre à en dire, c’est un doublon.",
    "The same request was accepted under this key before: whatever else is to be said, it is a duplicate.",
)
_OTHER_KEY_IGNORED = Text(
    "Une autre demande a été acceptée sous cette clé, et l’hôte a répondu comme si la clé était nouvelle.",
    "Another request was accepted under this key, and the host answered as if the key were new.",
)
_OTHER_KEY = Text(
    "Une autre demande a été acceptée sous cette clé : c’est une erreur de la page, et non une répétition.",
    "Another request was accepted under this key: that is a mistake of the page, and no repetition.",
)
_READ_ALL_THE_SAME = Text(
    "La demande n’est pas lisible telle qu’elle a été envoyée, et l’hôte a répondu comme si elle l’était.",
    "The request cannot be read as it was sent, and the host answered as if it could.",
)
_NO_REVISION = Text(
    "La demande est venue sans révision (`expected_revision` est `None`) : rien ne peut en être périmé.",
    "The request came without a revision (`expected_revision` is `None`): nothing about it can be stale.",
)
_FRESH = Text(
    "Rien n’a changé depuis que le formulaire a été affiché, à la révision {revision} : il n’est pas périmé.",
    "Nothing has changed since the form was shown, at revision {revision}: it is not stale.",
)
_NO_KEY = Text(
    "La demande est venue sans clé (`key` est `None`) : l’hôte l’a prise pour la répétition d’une autre.",
    "The request came without a key (`key` is `None`): the host took it for the repetition of another one.",
)
_NEW_KEY = Text(
    "Rien n’a été accepté sous cette clé dans ce dossier : ce qui vient d’être demandé est perdu.",
    "Nothing was accepted under this key in this dossier: what was asked now is lost.",
)
_UNREAD = Text(
    "L’hôte a tenu pour une erreur de ses pages une demande que la bibliothèque sait lire.",
    "The host took for a mistake of its pages a request that the library can read.",
)
_ROLE = Text(
    "Le rôle {role} ne peut pas faire cette demande, et l’hôte l’a laissé faire.",
    "The role {role} may not make this request, and the host let it.",
)
_OTHER_REASON = Text(
    "Des deux côtés la demande n’aboutit pas, mais qui lit la réponse de l’hôte n’y trouve pas ce qu’il faut faire.",
    "Neither accepts the request, but whoever reads the host’s answer does not learn what to do.",
)
_RULES: Final[dict[tuple[str, str], Text]] = {
    (Outcome.ACCEPTED, Outcome.REFUSED): Text(
        "Une règle s’oppose à la demande, et l’hôte l’a acceptée.",
        "A rule stands against the request, and the host accepted it.",
    ),
    (Outcome.ACCEPTED, Outcome.INCOMPLETE): Text(
        "Une réponse manque, et l’hôte est passé outre.",
        "An answer is missing, and the host went on without it.",
    ),
    (Outcome.ACCEPTED, Outcome.NOT_AVAILABLE): Text(
        "La demande n’a pas sa place à cette étape, et l’hôte l’a acceptée.",
        "The request has no place at this step, and the host accepted it.",
    ),
    (Outcome.REFUSED, Outcome.ACCEPTED): Text(
        "L’hôte refuse ce à quoi aucune règle ne s’oppose.",
        "The host refuses what no rule stands against.",
    ),
    (Outcome.INCOMPLETE, Outcome.ACCEPTED): Text(
        "L’hôte réclame une réponse qui a été donnée, ou qui n’est pas nécessaire.",
        "The host asks for an answer that was given, or is not needed.",
    ),
    (Outcome.NOT_AVAILABLE, Outcome.ACCEPTED): Text(
        "La demande a sa place à cette étape, et l’hôte dit que non.",
        "The request has its place at this step, and the host says that it has none.",
    ),
}
"""By the outcome of the host, and the right one."""

_LEAVES_OUT = Text("L’hôte omet {less}.", "The host leaves out {less}.")
_ADDS = Text("L’hôte ajoute {more}, qui ne s’applique pas.", "The host adds {more}, which does not apply.")
_BOTH = Text(
    "L’hôte omet {less}, et ajoute {more}, qui ne s’applique pas.",
    "The host leaves out {less}, and adds {more}, which does not apply.",
)

STATE = Text(
    "La page montre un parcours là où il n’en est pas.",
    "The page shows a journey where it does not stand.",
)
OFFERS_MORE = Text(
    "Qui suit ce que la page propose de trop sera éconduit.",
    "Whoever follows what the page offers too much will be turned away.",
)
OFFERS_LESS = Text(
    "Ce que la page ne propose pas serait accepté, et n’y a pas de chemin.",
    "What the page does not offer would be accepted, and has no way in.",
)
NO_AMOUNT = Text("Le montant est connu, et la page n’en montre pas.", "The amount is known, and the page shows none.")
UNKNOWN_AMOUNT = Text(
    "Le montant n’est pas connu, ou il n’y a pas de devis, et la page en montre un.",
    "The amount is unknown, or there is no quote, and the page shows one.",
)
OTHER_AMOUNT = Text(
    "La page montre un autre montant que celui qui sera prélevé.",
    "The page shows another amount than will be debited.",
)
NOT_A_TEXT = Text(
    "Un montant est un texte à deux décimales, comme `Quote.as_json` l’écrit : aucun nombre ne lui est égal.",
    "An amount is text with two decimals, as `Quote.as_json` writes it: no number equals it.",
)
STORED = Text(
    "Ce que l’hôte a enregistré n’est pas ce à quoi les mêmes demandes mènent, à l’instant présent.",
    "What the host has stored is not what the same requests lead to, as of now.",
)
LOST = Text("Le dossier est perdu.", "The dossier is lost.")
TWICE = Text("Le destinataire reçoit deux fois la même chose.", "Whoever it is for receives the same thing twice.")
UNASKED = Text(
    "Aucune décision ne l’a demandé, du moins sous cet identifiant.",
    "No decision has asked for it, at least under this id.",
)
EARLY = Text("Il est parti avant son heure.", "It was sent before its time.")
USELESS = Text(
    "Entre-temps, ce dont il s’agit est passé ou réglé : il ne devait plus partir.",
    "Meanwhile what it is about has passed or is settled: it was not to be sent any more.",
)
NOT_SENT = Text(
    "L’ordonnanceur et la file d’envoi ont tourné, et ce qui était dû n’est pas parti.",
    "The scheduler and the outbox have run, and what was owed was not sent.",
)
OTHER_EFFECT = Text(
    "Autre chose est parti que ce qui avait été décidé.",
    "Something else was sent than was decided.",
)
MORE_PATHS = Text("{count} autres chemins diffèrent", "{count} more paths differ")
NOT_EMPTY = Text("votre hôte n’est pas vide après `start`", "your host is not empty after start")
WROTE = Text(
    "`save` a levé `StaleRevisionError`, et a tout de même écrit",
    "save raised StaleRevisionError, and wrote all the same",
)
SEVERAL = Text(
    "Plusieurs demandes du même écran ont été acceptées : chacune a été décidée sans voir les autres.",
    "Several requests from one screen were accepted: each was decided without seeing the others.",
)
NONE = Text(
    "De toutes les demandes simultanées, aucune n’a abouti.",
    "Of all the requests at once, none came through.",
)
NEITHER = Text(
    "Une demande a perdu la course autrement que périmée ou en doublon.",
    "A request lost the race in another way than as stale or duplicate.",
)
