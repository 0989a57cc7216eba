"""
What a portal's HTTP API says of itself, in both languages.
"""

from collections.abc import Mapping

import attrs

from psc_workflow._catalogue.reading import DATA, build, read_toml
from psc_workflow._model.text import Text
from psc_workflow._structuring.sharing import shared


@attrs.frozen
class RequestFault:
    """
    A type of mistake in a request.

    Args:
        status: Status of HTTP that answers it.
    """

    status: int
    fr: str
    en: str

    @property
    def text(self) -> Text:
        """What is wrong, in a sentence."""
        return Text(self.fr, self.en)


@shared
def http_texts() -> Mapping[str, Mapping[str, Text]]:
    """Read the descriptions, by table and name."""
    return {
        table: {name: build(text, Text, f"{_FILE}, table {table}") for name, text in texts.items()}
        for table, texts in read_toml(_FILE).items()
        if table != "problems"
    }


@shared
def request_faults() -> Mapping[str, RequestFault]:
    """Read the types of mistakes, by name."""
    problems = read_toml(_FILE)["problems"]
    return {name: build(text, RequestFault, f"{_FILE}, table problems") for name, text in problems.items()}


_FILE = DATA / "texts" / "http.toml"
