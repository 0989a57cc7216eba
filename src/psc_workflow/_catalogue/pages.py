"""
Pages that a portal links to from its screens (``[links.help]``), each with its label.
"""

from collections.abc import Iterator

import attrs

from psc_workflow._catalogue.forms import ADDRESS_FORM, is_address
from psc_workflow._catalogue.values import Consistent
from psc_workflow._model.text import Text
from psc_workflow.exceptions import Fault


@attrs.frozen
class Page(Consistent):
    """
    One table below ``links``.

    Args:
        label: What people read.
        url: Address of the page, which begins with ``https://``.
    """

    label: Text
    url: str

    def _faults(self) -> Iterator[Fault]:
        for language in ("fr", "en"):
            if not getattr(self.label, language).strip():
                yield Fault(f"label.{language}", "must not be blank")
        if not is_address(self.url):
            yield Fault("url", ADDRESS_FORM)
