"""
What templates of this portal alone ask: which documents it can write, and which sources come first.

All other filters and tags are the library's: ``psc_workflow.django.templatetags.dossiers``.
"""

from typing import Any

from django import template

from portal import documents
from portal.texts import texts
from psc_workflow import DocumentKind

register = template.Library()


@register.filter
def ranked(sources: Any) -> list[tuple[Any, bool]]:
    """List the sources that can be read: official texts first, the sites of unions last and marked."""
    names = texts("fr")["unions"].casefold().split()
    readable = [(each, any(name in each.title.casefold() for name in names)) for each in sources if each.url]
    return sorted(readable, key=lambda pair: (pair[1], "legifrance.gouv.fr" not in pair[0].url))


@register.filter
def is_choosing_anew(view: Any) -> bool:
    """Whether another cover is being chosen beside the one that there is: what is recalled is none yet."""
    is_open = view.where.journey == "affiliation" and view.where.state != "confirmed" and view.progress.left
    return view.cover is not None and bool(is_open)


@register.filter
def is_written(kind: str) -> bool:
    """Whether this portal can write a document of that kind."""
    return kind in documents.WRITTEN


@register.simple_tag(takes_context=True)
def document_name(context: Any, kind: str) -> str:
    """Name a kind of document, or the one that a path ends with, as the contract does."""
    wording = context["contract"].wording
    return str(wording.word(DocumentKind(kind.strip("/").rpartition("/")[2])).in_(context["locale"]))
