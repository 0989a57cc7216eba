"""
Links as long as what they sign, and the language of what was sent.
"""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes room: an address of 254 characters, signed, is longer than a column was."""

    dependencies: ClassVar = [("portal", "0004_person")]
    operations: ClassVar = [
        migrations.AlterField("delivery", "link", models.TextField()),
        migrations.AddField("delivery", "locale", models.CharField(default="fr", max_length=2)),
    ]
