"""
Children: ages at which the answer changes, what extends the right, which facts are asked for.
"""

import datetime as dt
from typing import Any

import attrs

from psc_workflow._model.unanswered import UNANSWERED
from psc_workflow._model.vocabulary import Kinship, Parent, Regime, Situation
from psc_workflow.rules import child
from psc_workflow.rules._examples._example import Example, ExampleMaker
from psc_workflow.rules._examples._people import CARLA, PF, START, TEVA

_example = ExampleMaker(child.assess, number=1, contract=PF, on=START, path="children.0")
_review = ExampleMaker(child.review, number=1, contract=PF, on=START)


def _birth_date(years: int, days: int = 0) -> dt.date:
    """Return the birth date of a child who turns *years* on the contract's first day, or *days* later."""
    return START.replace(year=START.year - years) + dt.timedelta(days=days)


def _small(title: str, *codes: str, **facts: Any) -> Example:
    return _example(title, *codes, child=attrs.evolve(CARLA, **facts))


def _grown(title: str, *codes: str, **facts: Any) -> Example:
    return _example(title, *codes, child=attrs.evolve(TEVA, **facts))


def _covered_child(title: str, *codes: str, **facts: Any) -> Example:
    return _review(title, *codes, child=attrs.evolve(TEVA, **facts))


_LEAPLING = attrs.evolve(CARLA, birth_date=dt.date(2004, 2, 29))
_NOT_ASKED = {"situation": None, "disabled": None, "covered_by_own_work": UNANSWERED}

EXAMPLES = (
    _small("six years old"),
    _small("six years old, only the birth date and the regime known", **_NOT_ASKED),
    _small("kinship and parent left out: they were declared as “your children”", kinship=None, parent=None),
    _small("grandchild, through the partner", kinship=Kinship.GRANDCHILD, parent=Parent.PARTNER),
    _small("entrusted by a court", kinship=Kinship.ENTRUSTED),
    _small("faʻaʻamu, or another child without a judgment", "child-kinship-not-covered", kinship=Kinship.OTHER),
    _small("turns 16 the day after, nothing else known", birth_date=_birth_date(16, 1), **_NOT_ASKED),
    _small("turns 16 that day, nothing else known", "child-fact-missing", birth_date=_birth_date(16), **_NOT_ASKED),
    _small("17, no cover through own work: what they do decides nothing", birth_date=_birth_date(17), situation=None),
    _small(
        "17, not asked about own cover",
        "child-own-cover-to-confirm",
        birth_date=_birth_date(17),
        covered_by_own_work=UNANSWERED,
    ),
    _small("18, works without cover", birth_date=_birth_date(18), situation=Situation.WORKING),
    _small(
        "18, works, not asked about own cover",
        "child-fact-missing",
        birth_date=_birth_date(18),
        situation=Situation.WORKING,
        covered_by_own_work=UNANSWERED,
    ),
    _small(
        "18, works, own cover not known",
        "child-fact-missing",
        birth_date=_birth_date(18),
        situation=Situation.WORKING,
        covered_by_own_work=None,
    ),
    _small(
        "covered through own work", "child-covered-by-own-work", birth_date=_birth_date(18), covered_by_own_work=True
    ),
    _small("six years old, own cover not known", "child-fact-missing", covered_by_own_work=None),
    _small("turns 21 the day after", birth_date=_birth_date(21, 1)),
    _small("turns 21 that day, neither studies nor looks for work", "child-past-age-limit", birth_date=_birth_date(21)),
    _small("turned 21 the day before", "child-past-age-limit", birth_date=_birth_date(21, -1)),
    _grown("21 that day, student", birth_date=_birth_date(21)),
    _grown("22, apprentice", situation=Situation.APPRENTICE),
    _grown("22, looks for work", situation=Situation.JOB_SEEKER),
    _grown("22, works without cover", "child-past-age-limit", situation=Situation.WORKING),
    _grown("22, student, not asked about own cover", "child-own-cover-to-confirm", covered_by_own_work=UNANSWERED),
    _grown("22, student, recognition not known: studies are enough", disabled=None),
    _grown("22, situation not known", "child-fact-missing", situation=None),
    _grown(
        "22, neither studies nor works, recognition not known",
        "child-fact-missing",
        situation=Situation.NONE,
        disabled=None,
    ),
    _grown(
        "22, neither situation nor recognition known",
        "child-fact-missing",
        "child-fact-missing",
        situation=None,
        disabled=None,
    ),
    _grown("turns 25 the day after, student", birth_date=_birth_date(25, 1)),
    _grown("turns 25 that day, student", "child-past-last-age-limit", birth_date=_birth_date(25)),
    _grown("turned 25 the day before, student", "child-past-last-age-limit", birth_date=_birth_date(25, -1)),
    _grown("26, student, recognition not known", "child-fact-missing", birth_date=_birth_date(26), disabled=None),
    _grown(
        "26, nothing known but that no recognition",
        "child-past-last-age-limit",
        birth_date=_birth_date(26),
        situation=None,
    ),
    _grown("recognised by the CDAPH, 40", birth_date=_birth_date(40), situation=Situation.NONE, disabled=True),
    _grown(
        "recognised by the CDAPH, 40, situation not known", birth_date=_birth_date(40), situation=None, disabled=True
    ),
    _grown(
        "recognised by the CDAPH, 40, neither situation known nor asked about own cover",
        "child-fact-missing",
        birth_date=_birth_date(40),
        situation=None,
        disabled=True,
        covered_by_own_work=UNANSWERED,
    ),
    _grown(
        "recognised by the CDAPH, 40, covered through own work",
        "child-covered-by-own-work",
        birth_date=_birth_date(40),
        disabled=True,
        covered_by_own_work=True,
    ),
    _example("born on 29 February, 21 on 1 March: the day before", child=_LEAPLING, on=dt.date(2025, 2, 28)),
    _example("born on 29 February, 21 on 1 March", "child-past-age-limit", child=_LEAPLING, on=dt.date(2025, 3, 1)),
    _small("another French regime", "child-regime-to-confirm", regime=Regime.MSA),
    _small("CPS", "child-regime-not-covered", regime=Regime.CPS),
    _small("foreign regime", "child-regime-not-covered", regime=Regime.FOREIGN),
    _small("birth date not known", "child-fact-missing", birth_date=None),
    _small("regime not known", "child-fact-missing", regime=None),
    _grown(
        "three refusals",
        "child-regime-not-covered",
        "child-covered-by-own-work",
        "child-past-last-age-limit",
        birth_date=_birth_date(25),
        regime=Regime.CPS,
        covered_by_own_work=True,
    ),
    _grown(
        "two refusals and a missing fact",
        "child-fact-missing",
        "child-regime-not-covered",
        "child-covered-by-own-work",
        situation=None,
        regime=Regime.CPS,
        covered_by_own_work=True,
    ),
    _covered_child("covered, still studies"),
    _covered_child("covered, turns 25 the day after", birth_date=_birth_date(25, 1)),
    _covered_child("covered, turns 25 that day", "child-cover-to-review", birth_date=_birth_date(25)),
    _covered_child("covered, 21, situation not known", "child-cover-to-review", situation=None),
    _covered_child("covered, turns 16: nothing is asked anew", birth_date=_birth_date(16), **_NOT_ASKED),
    _covered_child(
        "covered, turns 21, nothing else known", "child-cover-to-review", birth_date=_birth_date(21), **_NOT_ASKED
    ),
    _covered_child("covered, now with another French regime", regime=Regime.MSA),
)
