"""A migration that makes a table of versions anew, as SQLite does for many a change: the new one has no triggers."""

from django.apps import apps as of_today
from django.db import migrations


def make_anew(apps, schema_editor):
    schema_editor._remake_table(of_today.get_model("sharing", "HistoricalDecision"))


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_tables")]
    operations = [migrations.RunPython(make_anew, make_anew)]
