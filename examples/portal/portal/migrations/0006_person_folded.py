"""
The names of agents in the spelling in which the desk now looks for them.
"""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from psc_workflow.django.names import fold


def fold_anew(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Fold what is stored: it has every letter of the names, in the spelling of before."""
    people = apps.get_model("portal", "Person").objects
    for person in people.iterator():
        former = people.filter(pk=person.pk, folded=person.folded)  # unless it is erased, or noted anew, meanwhile
        former.update(folded=f" {fold(person.folded)}")


class Migration(migrations.Migration):
    """Makes files noted before be found at once, not from the next step of their agents on."""

    dependencies: ClassVar = [("portal", "0005_delivery_link")]
    operations: ClassVar = [migrations.RunPython(fold_anew, migrations.RunPython.noop)]
