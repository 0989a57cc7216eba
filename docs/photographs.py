"""
Photographs of the portal and of the explorer, which are taken of a browser (``make pictures``).
"""

from picture import Kind, Picture
from writing import say

from psc_workflow._model.money import Locale
from psc_workflow._model.text import Text

WORDS = {
    "portal-refusal": Text(
        "Une page du portail : le régime est refusé, avec le motif, le remboursement que le décret accorde, et ce qu’il faut faire ensuite",
        "A page of the portal: the regime is refused, with the reason, the refund that the decree grants, and what to do next",
    ),
    "portal-formulas": Text(
        "Les formules côte à côte, chacune avec ce que paie l’employeur, ce qui est retenu sur la paie et ce qui est prélevé",
        "Formulas side by side, each with what the employer pays, what is taken from pay and what is debited",
    ),
    "portal-desk": Text(
        "Le bureau : les dossiers, avec pour chacun où il en est, sa date d’effet et sa prochaine échéance",
        "The desk: the files, each with where it stands, its effective date and its next deadline",
    ),
    "portal-statistics": Text(
        "Les statistiques : où en sont les dossiers, et combien d’agents ont répondu chaque jour, en barres avec un tableau",
        "Statistics: where files stand, and how many agents answered each day, as bars with a table",
    ),
    "explorer-chart": Text(
        "L’affiliation : où en est le dossier, ce qui est passé, et ce qui peut se produire dans l’état choisi",
        "The affiliation: where the file is, what was passed, and what can happen in the state that was chosen",
    ),
    "explorer-money": Text(
        "Trois formules avec leurs montants et la certitude de chacun",
        "Three formulas with their amounts and how sure each is",
    ),
}
"""What each shows."""


def pictures() -> dict[str, Picture]:
    """Return the photographs, by name."""
    return {name: photograph(text) for name, text in WORDS.items()}


def photograph(text: Text) -> Picture:
    """Make a picture of a file that is there."""

    def about(locale: Locale) -> str:
        return say(text.fr, text.en, locale)

    return Picture(Kind.PHOTO, about)
