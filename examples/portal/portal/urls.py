"""
Addresses of the pages.
"""

from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from portal import accounts, agent, clock, desk, mailbox, statistics
from psc_workflow.django import health

urlpatterns = [
    path("", accounts.home, name="home"),
    path("language/", require_POST(set_language), name="language"),
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("invitation/<str:token>/", accounts.invitation, name="invitation"),
    path("confirm/<str:token>/", accounts.confirm, name="confirm"),
    path("join/", accounts.join, name="join"),
    path("password/", accounts.forgotten, name="forgotten"),
    path("password/<str:code>/<str:token>/", accounts.reset, name="reset"),
    path("file/", agent.file, name="file"),
    path("file/do/<slug:do>/", agent.command, name="command"),
    path("file/space/", agent.space, name="space"),
    path("file/help/", agent.guidance, name="help"),
    path("file/answers/", agent.answers, name="answers"),
    path("file/back/<slug:screen>/", agent.back_to, name="back-to"),
    path("file/documents/<slug:kind>/", agent.document, name="document"),
    path("file/formulas/", agent.calculation, name="calculation"),
    path("clock/", clock.page, name="clock"),
    path("mailbox/", mailbox.page, name="mailbox"),
    path("mailbox/<str:effect>/", mailbox.mail, name="mail"),
    path("desk/", desk.listing, name="desk"),
    path("desk/search/", desk.search, name="desk-search"),
    path("desk/files.csv", desk.export, name="desk-export"),
    path("desk/tasks/", desk.tasks, name="desk-tasks"),
    path("desk/tasks/finish/", desk.finish_task, name="desk-finish"),
    path("desk/statistics/", statistics.page, name="desk-statistics"),
    path("desk/retention/", desk.retention, name="desk-retention"),
    path("desk/files/<str:id>/", desk.file, name="desk-file"),
    path("desk/files/<str:id>/answers/", desk.command, name="desk-answers"),
    path("desk/files/<str:id>/do/<slug:do>/", desk.command, name="desk-command"),
    path("desk/files/<str:id>/export/", desk.export_file, name="desk-export-file"),
    path("healthz", health.page, name="healthz"),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.failed"
