"""
The explorer: a dossier, its charts, its premiums and the catalogue behind them on one page that needs no network.

A subject is what the page is about: a scenario, a dossier of a store, or
contracts alone. Its data is plain, and described by a JSON Schema; the page
shows that data, and computes nothing of its own.

>>> from psc_workflow import contracts
>>> subject = of_contracts([contracts.get("guide-illustration")])
>>> shown = data(subject)
>>> [chart["name"] for chart in shown["charts"]]
['access', 'affiliation', 'dispensation', 'membership']
>>> shown["moments"][0]["states"]["affiliation"], shown["is_redacted"]
('home', True)
"""

from psc_workflow.explorer._assembly import data
from psc_workflow.explorer._page import page
from psc_workflow.explorer._schema import schema
from psc_workflow.explorer._subjects import Subject, of_contracts, of_dossier, of_scenario

__all__ = ["Subject", "data", "of_contracts", "of_dossier", "of_scenario", "page", "schema"]
