"""
A finding on one line, as reports have it: code, severity, field, sentence, remedy, rule and sources.
"""

from psc_workflow._catalogue.wording import term
from psc_workflow._model.money import Locale
from psc_workflow._model.verdict import Finding


def describe(finding: Finding, locale: Locale) -> str:
    """Write *finding* in *locale*."""
    severity = term("Severity", finding.severity.value).in_(locale)
    place = f" {finding.path}" if finding.path else ""
    sources = "; ".join((finding.rule, *(source.title for source in finding.sources)))
    return f"{finding.code} [{severity}]{place}: {finding.text(locale)} -> {finding.remedy(locale)} ({sources})"
