"""
Dossiers in Django's admin, to look at: with their history and what they owe, without personal data.
"""

import json
from typing import Any

from django.contrib import admin

from psc_workflow.django.models import OwedEffect, StoredDossier, StoredStep
from psc_workflow.exceptions import PscWorkflowError


class _ReadOnly:
    """Nothing is added, changed or deleted here: only a command changes a dossier, and leaves a step."""

    def has_add_permission(self, *_: Any) -> bool:
        return False

    def has_change_permission(self, *_: Any) -> bool:
        return False

    def has_delete_permission(self, *_: Any) -> bool:
        return False


class StepInline(_ReadOnly, admin.TabularInline):
    """The history, which has no values."""

    model = StoredStep
    fields = readonly_fields = ("revision", "at", "what", "who", "codes")
    extra = 0

    @staticmethod
    def _read(row: StoredStep) -> dict[str, Any]:
        step: dict[str, Any] = json.loads(row.step)
        return step

    def at(self, row: StoredStep) -> str:
        """When it was."""
        return str(self._read(row).get("at", ""))

    def what(self, row: StoredStep) -> str:
        """The command, or the deadline."""
        return str(self._read(row).get("command", ""))

    def who(self, row: StoredStep) -> str:
        """The role."""
        return str(self._read(row).get("role", ""))

    def codes(self, row: StoredStep) -> str:
        """The warnings."""
        return " ".join(self._read(row).get("codes", []))


class EffectInline(_ReadOnly, admin.TabularInline):
    """What is owed; the effect itself may hold an address, and stays out."""

    model = OwedEffect
    fields = readonly_fields = (
        "id",
        "due_at",
        "useful_until",
        "next_at",
        "attempts",
        "error",
        "delivered_at",
        "dead_at",
    )
    extra = 0


@admin.register(StoredDossier)
class StoredDossierAdmin(_ReadOnly, admin.ModelAdmin):
    """Dossiers."""

    list_display = ("id", "status", "affiliation", "dispensation", "membership", "effective_on", "due_at", "tick_error")
    list_filter = ("contract", "status", "affiliation", "dispensation", "membership")
    search_fields = ("id",)
    inlines = (StepInline, EffectInline)
    fields = readonly_fields = (
        "id",
        "revision",
        "contract",
        "status",
        "access",
        "affiliation",
        "dispensation",
        "membership",
        "effective_on",
        "due_at",
        "pending",
        "retention_until",
        "tick_error",
        "redacted",
    )

    def get_queryset(self, request: Any) -> Any:
        """Read no document for a list."""
        return super().get_queryset(request).defer("dossier")

    def redacted(self, row: StoredDossier) -> str:
        """The document without personal data."""
        try:
            return json.dumps(json.loads(row.dossier.dump(redacted=True)), indent=2, ensure_ascii=False)
        except PscWorkflowError as error:
            return f"cannot be read: {type(error).__name__}"


@admin.register(OwedEffect)
class OwedEffectAdmin(_ReadOnly, admin.ModelAdmin):
    """What is owed, of all dossiers."""

    list_display = ("id", "dossier_id", "due_at", "attempts", "error", "delivered_at", "dead_at")
    list_filter = ("error", "delivered_at", "dead_at")
    fields = readonly_fields = list_display
