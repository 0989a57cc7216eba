"""
What the screens recall and announce: the choices made so far, the needs, what to have at hand.
"""

from collections.abc import Iterator

from psc_workflow._catalogue import wording
from psc_workflow._model.money import Locale, show
from psc_workflow._model.record import Record
from psc_workflow._model.text import Text, shown
from psc_workflow._views.status import status_text
from psc_workflow._views.view import RecapLine
from psc_workflow.states._context import Context
from psc_workflow.states._path import OPEN, ahead


def recap(context: Context, locale: Locale) -> Iterator[RecapLine]:
    """Say what was chosen so far: the guide's "Rappel de mes choix"."""
    words, answers = wording.journey("affiliation").recap, context.record.answers
    if answers.regime and answers.regime.regime:
        yield RecapLine(words["regime"].in_(locale), wording.word(answers.regime.regime).in_(locale))
    cover = context.cover
    if cover is not None or answers.beneficiaries:
        partner, children = (cover.partner, cover.children) if cover else (answers.partner, answers.children)
        yield RecapLine(words["partner"].in_(locale), words["yes" if partner else "no"].in_(locale))
        yield RecapLine(words["children"].in_(locale), str(len(children)))
    if cover is not None:
        yield RecapLine(words["formula"].in_(locale), wording.word(cover.formula).in_(locale))
    if context.quote:
        debited = context.quote.debited
        amount = words["unknown"].in_(locale) if debited is None else show(debited, locale)
        yield RecapLine(words["debited"].in_(locale), amount)


def needs(record: Record, locale: Locale) -> Iterator[RecapLine]:
    """Give the guide's "Rappel de mes besoins", shown to whoever comes back to an open screen."""
    if record.states.affiliation not in OPEN or record.states.affiliation == "home":
        return
    words, answers = wording.journey("affiliation").recap, record.answers
    if answers.quote is not None:
        yield RecapLine(words["quoted_on"].in_(locale), shown(answers.quote.made_on, locale))
    needs = answers.needs_simulation
    if needs is not None:
        yield RecapLine(words["needs_on"].in_(locale), shown(needs.done_on, locale))
        if needs.recommended_formula is not None:
            yield RecapLine(words["recommended"].in_(locale), wording.word(needs.recommended_formula).in_(locale))
        yield RecapLine(words["wished"].in_(locale), shown(needs.wished_effective_date, locale))
    if answers.beneficiaries:
        yield RecapLine(words["partner"].in_(locale), words["yes" if answers.partner else "no"].in_(locale))
        yield RecapLine(words["children"].in_(locale), str(len(answers.children)))
    yield RecapLine(words["status"].in_(locale), status_text("affiliation", "in_progress").in_(locale))


def to_prepare(record: Record) -> Iterator[Text]:
    """Name what will be asked for on the screens ahead."""
    if record.active == "dispensation":
        if record.states.dispensation in ("home", "motive", "attestation", "renewal_due"):
            yield wording.journey("dispensation").to_prepare["attestation"]
        return
    screens, words = ahead(record), wording.journey("affiliation").to_prepare
    wanted = {
        "nir": "social_security",
        "partner": "partner_details",
        "children": "children_details",
        "rib": "bank_details",
    }
    yield from (words[name] for name, screen in wanted.items() if screen in screens)
