"""
Leaves: paid ones and those of the décret suspend nothing, listed others do, and the rest need confirming.
"""

import datetime as dt

from psc_workflow.rules import leave
from psc_workflow.rules._examples._example import ExampleMaker
from psc_workflow.rules._examples._people import START, TODAY

_AVAILABILITY = "disponibilité pour convenances personnelles"

_leave = ExampleMaker(leave.assess, reason=_AVAILABILITY, on=TODAY, confirmed=None)

EXAMPLES = (
    _leave("disponibilité pour convenances personnelles"),
    _leave("parental leave", "leave-keeps-obligation", reason="congé parental"),
    _leave("parental leave, in capitals without accents", "leave-keeps-obligation", reason="CONGE  PARENTAL"),
    _leave("parental leave, in English", "leave-keeps-obligation", reason="parental leave"),
    _leave("parental leave, by its identifier", "leave-keeps-obligation", reason="conge_parental"),
    _leave("carer's leave, with a typographic apostrophe", "leave-keeps-obligation", reason="Carer’s leave"),
    _leave("the same, in the singular and with other small words", reason="Disponibilité convenance personnelle"),
    _leave("long illness", "leave-keeps-obligation", reason="congés de longue maladie"),
    _leave("long illness, as an administration writes it", "leave-keeps-obligation", reason="CLM"),
    _leave("maternity, in one word", "leave-keeps-obligation", reason="Maternité"),
    _leave("half-time for therapy", "leave-keeps-obligation", reason="mi-temps thérapeutique"),
    _leave("availability for health", "leave-keeps-obligation", reason="disponibilité d’office pour raison de santé"),
    _leave(
        "unpaid leave for parental charges",
        "leave-keeps-obligation",
        reason="conge sans salaire lie aux charges parentales",
    ),
    _leave("a paid leave, however confirmed", "leave-keeps-obligation", reason="maternité", confirmed=True),
    _leave("a paid leave, not confirmed", "leave-keeps-obligation", reason="maternité", confirmed=False),
    _leave("leave for personal reasons, confirmed", confirmed=True),
    _leave("leave for personal reasons, not confirmed", "leave-not-confirmed", confirmed=False),
    _leave("round the world", "leave-confirmation-missing", reason="tour du monde"),
    _leave("round the world, confirmed", "leave-to-confirm", reason="tour du monde", confirmed=True),
    _leave("round the world, not confirmed", "leave-not-confirmed", reason="tour du monde", confirmed=False),
    _leave("parental leave and something else", "leave-confirmation-missing", reason="congé parental et tour du monde"),
    _leave("a leave without its kind", "leave-confirmation-missing", reason="disponibilité"),
    _leave("words without letters", "leave-confirmation-missing", reason="—"),
    _leave(
        "ASCAA, the day before the text of July 2024",
        "leave-confirmation-missing",
        reason="ASCAA",
        on=dt.date(2024, 6, 30),
    ),
    _leave("ASCAA, that day", "leave-keeps-obligation", reason="ASCAA", on=dt.date(2024, 7, 1)),
    _leave("ASCAA, the day after", "leave-keeps-obligation", reason="ASCAA", on=dt.date(2024, 7, 2)),
    _leave(
        "parental leave, first day of the décret",
        "leave-keeps-obligation",
        reason="congé parental",
        on=dt.date(2022, 4, 22),
    ),
    _leave("the day before the cover begins", "day-too-early", on=dt.date(2026, 4, 30), first=START),
    _leave("first day of the cover", on=START, first=START),
    _leave("the day after the cover began", on=dt.date(2026, 5, 2), first=START),
    _leave(
        "parental leave before the cover and before the décret",
        "day-too-early",
        reason="congé parental",
        on=dt.date(2022, 4, 21),
        first=START,
    ),
    _leave("leave not named", "leave-reason-missing", reason=None),
    _leave("leave left blank", "text-blank", reason="\u00a0"),
    _leave("day not known", "day-missing", on=None),
    _leave("parental leave, day not known", "day-missing", reason="congé parental", on=None),
    _leave("nothing known", "leave-reason-missing", "day-missing", reason=None, on=None),
)
