"""
Forms of Django, made from those of the library, for a project that draws its pages with its own templates.

Nothing is validated here: the rules judge what was filled in, and say what is
wrong at each field.
"""

from typing import Any, ClassVar

from django import forms as django_forms
from django.forms.widgets import Widget

from psc_workflow import forms
from psc_workflow._forms.form import Field, Form
from psc_workflow._model import commands
from psc_workflow.django._initial import initial
from psc_workflow.web._fields import shown_if

_LISTS = ("choice", "country", "yes_no", "person", "people")
_WIDGETS: dict[str, type[Widget]] = {
    "hidden": django_forms.HiddenInput,
    "paragraph": django_forms.Textarea,
    "lines": django_forms.Textarea,
    "email": django_forms.EmailInput,
    "password": django_forms.PasswordInput,
}


class DossierForm(django_forms.Form):
    """
    A form of the library as one of Django; ``form_class`` makes a class of it.

    ``answers`` is the command, for the manager's ``decide``; ``show_errors``
    puts what that finds at its fields.
    """

    do: ClassVar[str]

    def answers(self) -> commands.Submission:
        """
        Read the command that was sent.

        Raises:
            InvalidCommandError: A field was sent that only the host may fill in.
        """
        return forms.read(self.do, self.sent())

    def sent(self) -> list[tuple[str, str]]:
        """List what was sent for the fields of the form, a name as often as it was."""
        names = [name for name in self.data if name in self.fields]
        lists = hasattr(self.data, "getlist")
        return [(name, value) for name in names for value in (self.data.getlist(name) if lists else [self.data[name]])]

    def show_errors(self, decided: Form) -> None:
        """Put the errors of *decided*, which ``Dossier.form`` made with the decision, at their fields."""
        for error in decided.errors:
            if error.blocks:
                self.add_error(error.field if error.field in self.fields else None, f"{error.text} {error.remedy}")


def form_class(form: Form) -> type[DossierForm]:
    """
    Make a class of Django's forms from *form*, with a field for each of its fields, at its dotted name.

    What is filled in is the initial value; somebody is added by a form that is
    made again, of what was sent.
    """
    fields = {field.name: _field(field) for field in form.walk() if field.kind != "person" or field.choices}
    made: type[DossierForm] = type("CommandForm", (DossierForm,), {**fields, "do": form.do})
    return made


def _field(field: Field) -> django_forms.Field:
    common: dict[str, Any] = {
        "label": field.question,
        "help_text": " ".join(text for text in (field.why, field.hint) if text),
        "required": False,  # the rules say what is missing, and why
        "initial": initial(field),
        "disabled": False,
    }
    if field.choices and field.kind == "several":
        widget = django_forms.CheckboxSelectMultiple(attrs=_attributes(field))
        return django_forms.MultipleChoiceField(choices=_choices(field), widget=widget, **common)
    if field.choices and field.kind in _LISTS:
        return django_forms.ChoiceField(
            choices=_choices(field), widget=django_forms.RadioSelect(attrs=_attributes(field)), **common
        )
    widget = _WIDGETS.get(field.kind, django_forms.TextInput)(attrs=_attributes(field))
    return django_forms.CharField(strip=False, max_length=field.max_length, widget=widget, **common)


def _choices(field: Field) -> list[tuple[str, str]]:
    """List the choices; one that would be refused says why."""
    return [
        (choice.value, " ".join(part for part in (choice.label, choice.hint, choice.why_not) if part))
        for choice in field.choices
    ]


def _attributes(field: Field) -> dict[str, Any]:
    attributes = {
        "aria-required": "true" if field.required else None,
        "autocomplete": field.autocomplete or None,
        "readonly": True if field.locked else None,
        **shown_if(field.shown_if),
    }
    return {name: value for name, value in attributes.items() if value is not None}
