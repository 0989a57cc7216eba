"""
The command ``campaign``: how far campaigns are.
"""

import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cyclopts import App

from psc_workflow._model.money import Locale, show_count
from psc_workflow._structuring import unstructure
from psc_workflow.cli._arguments import ArgumentError, AsJson, FileError, Lang, locale, print_json
from psc_workflow.cli._output import visible
from psc_workflow.cli._words import say
from psc_workflow.exceptions import StoreError

if TYPE_CHECKING:
    import sqlalchemy as sa

    from psc_workflow.campaigns._progress import Progress

_NO_FILE = (None, "", ":memory:")
"""What addresses of SQLite name that keeps a database for itself."""

campaign = App(name="campaign", help="Show how far campaigns are.")


@campaign.command
def status(database: str, /, *, name: str | None = None, json: AsJson = False, lang: Lang = None) -> None:
    """
    Show how far campaigns are: invited in each wave, dossiers by status, dead letters.

    Parameters
    ----------
    database
        Address of the database, such as postgresql+psycopg://host/name; without a password, which belongs into
        PGPASSFILE.
    name
        Name of one campaign; all of them without it.
    json
        Print a list of JSON objects, one a campaign.
    lang
        fr or en.
    """
    language = locale(lang)
    answers = _progress(database, name)
    if json:
        print_json([unstructure(answer) for answer in answers])
        return
    for answer in answers:
        _show(answer, language)


def _progress(database: str, name: str | None) -> "list[Progress]":
    try:
        import sqlalchemy as sa  # noqa: PLC0415 -- an extra

        from psc_workflow.campaigns._progress import progress  # noqa: PLC0415 -- the same
        from psc_workflow.campaigns.sql import SQLLedger  # noqa: PLC0415 -- the same
        from psc_workflow.stores.sql import SQLAlchemyStore  # noqa: PLC0415 -- the same
    except ModuleNotFoundError as error:
        raise ArgumentError(f"this needs the extra 'campaign' ({error.name} is missing)") from None
    try:
        with _engine(database) as engine:
            ledger, store = SQLLedger(engine), SQLAlchemyStore(engine)
            names = [registered for registered in ledger.names() if name in (None, registered)]
            if name is not None and not names:
                raise ArgumentError("--name: no campaign of this name is registered")
            return [progress(registered, ledger, store) for registered in names]
    except sa.exc.SQLAlchemyError as error:  # whose text may show the address
        raise StoreError(f"the campaigns cannot be read: {type(error).__name__}") from None
    except StoreError as error:
        raise StoreError(f"the campaigns cannot be read: {error}") from None


@contextlib.contextmanager
def _engine(database: str) -> "Iterator[sa.Engine]":
    import sqlalchemy as sa  # noqa: PLC0415 -- an extra

    try:
        engine = sa.create_engine(_only_read(sa.make_url(database)), hide_parameters=True)
        engine.connect().close()  # options of the driver are read only now
    except ImportError as error:
        raise ArgumentError(f"this needs the driver that the address names ({error.name} is missing)") from None
    except (ValueError, TypeError, sa.exc.ArgumentError):  # whose text may show a password
        raise ArgumentError("DATABASE: must be an address such as postgresql+psycopg://host/name") from None
    try:
        yield engine
    finally:
        engine.dispose()


def _only_read(url: "sa.URL") -> "sa.URL":
    """Have a file of SQLite only read, and not made where there is none."""
    if url.get_backend_name() != "sqlite" or url.database in _NO_FILE:
        return url
    if "uri" not in url.query:
        file = Path(str(url.database))
        if not file.is_file():
            raise FileError(file, "is no file")
        url = url.set(database=file.absolute().as_uri()).update_query_dict({"uri": "true"})
    return url.update_query_dict({"mode": "ro"})


def _show(answer: "Progress", locale: Locale) -> None:
    from rich.console import Console  # noqa: PLC0415 -- takes a while to import
    from rich.markup import escape  # noqa: PLC0415 -- the same
    from rich.table import Table  # noqa: PLC0415 -- the same

    console, campaign_name = Console(highlight=False), escape(visible(answer.campaign))
    title = say("campaign", "paused", locale, campaign=campaign_name) if answer.is_paused else campaign_name
    waves = Table(*(say("campaign", head, locale) for head in ("wave", "opens", "per_hour", "invited")), title=title)
    for wave in answer.waves:
        opens = wave.opens_at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", "minutes")
        counts = (show_count(each, locale) for each in (wave.per_hour, wave.invited))
        waves.add_row(escape(visible(wave.name)), f"{opens} UTC", *counts)
    statuses = Table(*(say("campaign", head, locale) for head in ("status", "dossiers")))
    for status_name, count in answer.statuses.items():
        statuses.add_row(status_name, show_count(count, locale))
    console.print(
        waves, statuses, say("campaign", "dead_letters", locale, count=show_count(answer.dead_letters, locale))
    )
