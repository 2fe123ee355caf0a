"""The door a production server knocks at."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from audit import field_key
from records.paper import pressroom

from .room import roomy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "springfield.settings")
# A page gives up where PostgreSQL keeps it waiting, or all that serve would wait one behind the other. Commands wait.
os.environ.setdefault("PGOPTIONS", "-c lock_timeout=10s -c statement_timeout=30s")
pressroom.warm()  # beside everything else that is loaded now, so that nobody who signs a decision waits for it
answered = get_wsgi_application()
field_key.key_in_use()  # without it nothing protected could be kept, or shown: the server does not start
pressroom.available()
# What is loaded by now stays to the end: to look through it for rubbish is a tenth of what a page costs.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)


@roomy
def application(environ, start_response):
    return answered(environ, start_response)
