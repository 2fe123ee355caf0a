"""The few files the browser is given from packages: a short list, not whole packages.

They are copied once into VAR_DIR, without what we may not or cannot serve: the pointers to source maps we leave
out, and the typeface that only GOV.UK may use (static/app.css declares ours under its name).
"""

import re
import threading
from pathlib import Path

import allauth.mfa
import django_htmx
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NODE = settings.BASE_DIR / "node_modules"
GOVUK = NODE / "govuk-frontend/dist/govuk"
FONT = NODE / "@fontsource/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-"
FILES = {
    "govuk/govuk-frontend.min.css": GOVUK / "govuk-frontend.min.css",
    "govuk/govuk-frontend.min.js": GOVUK / "govuk-frontend.min.js",
    "htmx.min.js": Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js",
    "webauthn-json.js": Path(allauth.mfa.__file__).parent / "static/mfa/js/webauthn-json.js",
    "fonts/atkinson-400.woff2": Path(f"{FONT}latin-400-normal.woff2"),
    "fonts/atkinson-700.woff2": Path(f"{FONT}latin-700-normal.woff2"),
    "fonts/atkinson-ext-400.woff2": Path(f"{FONT}latin-ext-400-normal.woff2"),
    "fonts/atkinson-ext-700.woff2": Path(f"{FONT}latin-ext-700-normal.woff2"),
}
NOT_OURS = re.compile(rb"@font-face\{font-family:GDS Transport[^}]*\}|(?:// ?#|/\*#) sourceMappingURL=\S+(?: \*/)?")


class PackageFinder(BaseFinder):
    """Finds exactly the files listed above."""

    def __init__(self, *args, **kwargs):
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "packages")

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path not in FILES:
            return []
        found = self._copied(path)
        return [found] if find_all else found

    def list(self, ignore_patterns):
        for path in FILES:
            self._copied(path)
            yield path, self.storage

    def _copied(self, path):
        source, copy = FILES[path], Path(self.storage.path(path))
        if not copy.exists() or copy.stat().st_mtime < max(source.stat().st_mtime, Path(__file__).stat().st_mtime):
            copy.parent.mkdir(parents=True, exist_ok=True)
            fresh = copy.with_name(f"{copy.name}.{threading.get_native_id()}")
            content = source.read_bytes()
            fresh.write_bytes(content if copy.suffix == ".woff2" else NOT_OURS.sub(b"", content))
            fresh.replace(copy)
        return str(copy)
