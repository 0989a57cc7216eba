"""
The Django portal of ``examples/portals`` as a server with one agent, who is logged in: ``python recipe_server.py PORT FILE``.
"""

import datetime as dt
import sys
from wsgiref.simple_server import make_server

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from people import BENOIT, GUIDE, INVITED
from psc_workflow import Dossier, Role
from psc_workflow.web import Caller, Host

HOST = Host(
    GUIDE,
    now=lambda: INVITED + dt.timedelta(hours=1),
    caller=lambda _: Caller(Role.AGENT, "D1"),
    agent={"D1": BENOIT}.get,
    send=lambda _: False,
)


def main(port: int, file: str) -> None:
    """Make the tables and the dossier, and serve."""
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": file}},
        INSTALLED_APPS=["psc_workflow.django"],
        MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
        PSC_HOST=HOST,
        ROOT_URLCONF="portals.with_django",
        SECRET_KEY="of no use outside a test",  # noqa: S106 -- it protects nothing
        USE_TZ=True,
    )
    django.setup()
    call_command("migrate", verbosity=0)
    from psc_workflow.django.models import StoredDossier  # noqa: PLC0415 -- needs the project

    StoredDossier.objects.open(Dossier.open(GUIDE, id="D1", agent=BENOIT, invited_at=INVITED))
    make_server("127.0.0.1", port, get_wsgi_application()).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
