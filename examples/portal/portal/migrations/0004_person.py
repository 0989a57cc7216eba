"""
The names of agents, by which the desk finds their files.
"""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the table; a file enters it when its agent next answers."""

    dependencies: ClassVar = [("portal", "0003_signed_document")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("dossier", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("folded", models.TextField()),
            ],
        )
    ]
