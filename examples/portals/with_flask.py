"""
The portal with Flask and SQLite, which needs only a file.
"""

from pathlib import Path

from flask import Flask

from psc_workflow import flask as psc
from psc_workflow.stores import SQLiteStore
from psc_workflow.web import Host


def create_app(host: Host, path: Path) -> Flask:
    """Make the application; *path* is the file of the dossiers."""
    app = Flask(__name__)
    app.register_blueprint(psc.blueprint(host, lambda: SQLiteStore(path, contracts=host.contracts)))
    psc.install(app)
    return app
