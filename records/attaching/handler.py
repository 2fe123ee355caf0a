"""How what somebody sends comes in: in memory only, for on the disk it would lie open until it is encrypted."""

from django.core.files.uploadhandler import MemoryFileUploadHandler

from .kinds import LARGEST

TOGETHER = 2 * LARGEST  # a server has few threads, and each may hold so much


class InMemory(MemoryFileUploadHandler):
    """What is too large is let go while it comes in; the words sent with it are kept, and the form says so."""

    room = TOGETHER

    def handle_raw_input(self, *args, **kwargs):
        self.activated = True

    def new_file(self, *args, **kwargs):
        self.let_go = False
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data, start):
        self.let_go = self.let_go or start + len(raw_data) > LARGEST or len(raw_data) > self.room
        if not self.let_go:
            self.room -= len(raw_data)
            self.file.write(raw_data)
        elif self.file.tell():
            self.room += self.file.tell()
            self.file.seek(0)
            self.file.truncate()

    def file_complete(self, file_size):
        """Whoever judges what was let go sees that it was too large."""
        return super().file_complete(max(file_size, LARGEST + 1) if self.let_go else file_size)
