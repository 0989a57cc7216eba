"""
Whose file it is: names, by which the desk finds it. The index of the library has nothing personal.
"""

from django.db.models import Q

from portal.models import Person
from psc_workflow import Dossier
from psc_workflow.django.names import fold


def note(dossier: Dossier) -> None:
    """Keep the name of the agent as the file now has it."""
    of = dossier.record.answers.identity or dossier.record.agent
    names = dict.fromkeys(filter(None, (of.first_name, of.usage_name, of.birth_name)))
    fields = {"name": " ".join(filter(None, (of.first_name, of.usage_name))), "folded": f" {fold(' '.join(names))}"}
    Person.objects.update_or_create(dossier=dossier.id, defaults=fields)


def named(text: str) -> Q:
    """Choose those of whom every word of *text* begins a name."""
    words = fold(text).split()
    return Q(*[Q(folded__contains=f" {word}") for word in words]) if words else Q(pk__in=())
