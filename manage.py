#!/usr/bin/env python3
"""The command line of the service."""

import os
import secrets
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from audit.walls import standing_as_system

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "springfield.settings")
    if sys.argv[1:2] == ["decide"]:  # weighs facts only: no database, no secrets, nothing to configure
        os.environ.setdefault("DEMO", "on")
        os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(50))
    try:
        with standing_as_system():  # no page, so no reader: those who may run this may read the database
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"manage.py: {error}")
