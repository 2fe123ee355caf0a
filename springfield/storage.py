"""Where kept files are written: on the disk, with their names, before anything says that they are there."""

import os

from django.core.files.storage import FileSystemStorage


class OnDisk(FileSystemStorage):
    def _save(self, name, content):
        name = super()._save(name, content)
        for place in (self.path(name), os.path.dirname(self.path(name))):
            _settle(place)
        return name


def _settle(place):
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
