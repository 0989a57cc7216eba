"""
The portal with FastAPI and SQLAlchemy, on PostgreSQL in production.
"""

from fastapi import FastAPI
from sqlalchemy import Engine

from psc_workflow import fastapi as psc
from psc_workflow.stores.sql import SQLAlchemyStore
from psc_workflow.web import Host


def create_app(host: Host, engine: Engine) -> FastAPI:
    """Make the application; the tables must exist already (``SQLAlchemyStore.create_tables``)."""
    app, store = FastAPI(), SQLAlchemyStore(engine, contracts=host.contracts)  # threads may share it
    app.include_router(psc.router(host, lambda: store))
    psc.install(app, host)
    return app
