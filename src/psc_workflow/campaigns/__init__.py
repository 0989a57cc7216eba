"""
A campaign: waves of invitations at a rate, ticks at every civil midnight, delivery within the limits of mail domains.

What is to be done at an instant is worked out here, without any engine;
``campaigns.sql`` keeps how far it is, ``campaigns.durable`` (extra
``campaign``) runs it with DBOS. A host without an engine calls
``Office.work`` from cron.

>>> import datetime as dt
>>> wave = Wave("first", dt.datetime(2026, 4, 6, 8, tzinfo=dt.UTC), per_hour=5000)
>>> wave.allowed(dt.datetime(2026, 4, 6, 10, tzinfo=dt.UTC))
10000
"""

from psc_workflow.campaigns._domains import DomainLimits
from psc_workflow.campaigns._office import Ledger, Office
from psc_workflow.campaigns._plan import Campaign, Invitee, Wave, WaveProgress, midnights

__all__ = ["Campaign", "DomainLimits", "Invitee", "Ledger", "Office", "Wave", "WaveProgress", "midnights"]
