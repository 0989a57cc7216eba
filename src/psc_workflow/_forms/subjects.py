"""
Commands in lists under headings, by what they are about.
"""

from collections.abc import Iterable, Iterator

from psc_workflow._forms.form import C, Group
from psc_workflow._forms.texts import form_texts
from psc_workflow._model.money import Locale


def by_subject(commands: Iterable[C], locale: Locale) -> Iterator[Group[C]]:
    """Yield *commands* in groups; subjects and commands in the order of the catalogue, others left out."""
    by_name = {command.do: command for command in commands}
    for name, subject in form_texts().subjects.items():
        its = tuple(by_name[do] for do in subject.commands if do in by_name)
        if its:
            yield Group(name, subject.in_(locale), its)
