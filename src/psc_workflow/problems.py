"""
A decision as a problem of RFC 9457 (``application/problem+json``), for hosts that answer over HTTP.

No web framework is imported: the result is a dictionary that any of them can
send. A decision that is accepted, or was accepted before, is not a problem.

>>> import datetime as dt
>>> from psc_workflow import Agent, Dossier, Regime, commands, contracts
>>> now = dt.datetime(2026, 4, 7, 18, 0, tzinfo=dt.UTC)
>>> dossier = Dossier.open(contracts.get("men-2026-pf"), id="D1", agent=Agent(), invited_at=now)
>>> dossier = dossier.decide(commands.StartAffiliation(), at=now, role="agent").dossier
>>> problem = to_problem(dossier.decide(commands.DeclareRegime(Regime.CPS), at=now, role="agent"), "en")
>>> problem["status"], problem["title"], problem["errors"][0]["pointer"]
(422, 'Request refused', '#/regime')
>>> to_problem(dossier.decide(commands.DeclareRegime(Regime.GENERAL), at=now, role="agent")) is None
True
"""

from typing import Any

from psc_workflow._catalogue import raw_texts, wording
from psc_workflow._model import citing, problem_types
from psc_workflow._model.decision import Decision, Outcome
from psc_workflow._model.money import Locale, check_locale
from psc_workflow._model.verdict import Finding, Severity

MEDIA_TYPE = "application/problem+json"
"""Content type of the answer."""

TYPE = problem_types.PROBLEM
"""What every problem type begins with; the outcome follows."""

FINDING_TYPE = problem_types.FINDING
"""What the type of every reason begins with; its code follows."""

_UNPROCESSABLE, _CONFLICT, _FORBIDDEN = 422, 409, 403
_STATUS = {
    Outcome.REFUSED: _UNPROCESSABLE,
    Outcome.INCOMPLETE: _UNPROCESSABLE,
    Outcome.NOT_AVAILABLE: _CONFLICT,
    Outcome.STALE: _CONFLICT,
}


def to_problem(decision: Decision[Any], locale: Locale = "fr", *, instance: str | None = None) -> dict[str, Any] | None:
    """
    Write *decision* as the members of a problem.

    Args:
        locale: Language of the sentences.
        instance: URI of this occurrence, if the host has one.

    Returns:
        ``type``, ``title`` and ``status`` (422 if refused or incomplete, 403
        if the role may not, 409 if not offered here or stale), ``detail``,
        ``instance`` if given. Also ``outcome``, ``errors`` (one for each
        finding that blocks; each code has a ``type``), ``warnings``,
        ``missing`` (JSON pointers into the command; a fact that the dossier or its contract lacks begins with
        ``#/agent``, ``#/membership`` or ``#/contract``, an earlier answer with
        ``#/answers`` and its screen) and ``available``.
        ``None`` if the decision is not a problem. The facts compared are shown
        in the sentences only.

    Raises:
        HostError: *locale* is not a locale.
    """
    check_locale(locale)
    if decision.outcome not in _STATUS:
        return None
    contract, blocking = getattr(decision.dossier, "contract", None), decision.verdict.blocking
    term = contract.wording.term if contract is not None else wording.term
    sentences = [finding.text(locale) for finding in blocking] or [term("Problem", "stale_detail").in_(locale)]
    problem = {
        "type": problem_types.problem_type(decision.outcome),
        "title": term("Problem", _title(decision)).in_(locale),
        "status": _FORBIDDEN if "role-not-allowed" in decision.codes else _STATUS[decision.outcome],
        "detail": " ".join(sentences),
        "outcome": decision.outcome.value,
        "errors": [reason(finding, locale) for finding in blocking],
        "warnings": [reason(finding, locale) for finding in decision.verdict.warnings],
        "missing": [pointer(path) for path in decision.missing],
        "available": list(decision.available),
    }
    return problem if instance is None else {**problem, "instance": instance}


def _title(decision: Decision[Any]) -> str:
    """Return which words the problem is called by: what is mistyped alone is to be corrected, and no refusal."""
    rules = {finding.rule for finding in decision.verdict.blocking if finding.severity is Severity.REFUSED}
    return "of_form" if rules and all(raw_texts.rules()[rule].of_form for rule in rules) else decision.outcome.value


def pointer(path: str) -> str:
    """
    Write a dotted path as a JSON pointer (RFC 6901) in a URI fragment.

    >>> pointer("children.0.birth_date")
    '#/children/0/birth_date'
    """
    return "#" + "".join(f"/{part}" for part in path.split(".") if part)


def reason(finding: Finding, locale: Locale) -> dict[str, Any]:
    """Write *finding* as one of the ``errors`` or ``warnings`` of a problem."""
    certainty = {} if finding.certainty is None else {"certainty": finding.certainty.value}
    return {
        "detail": finding.text(locale),
        "pointer": pointer(finding.path),
        "type": FINDING_TYPE + finding.code,
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "remedy": finding.remedy(locale),
        "suggests": list(finding.suggests),
        "sources": [citing.in_one_language(source, locale) for source in finding.sources],
        **certainty,
    }
