"""Those on whom the service calls: a post office and a scanner on this machine, which open and shut."""

import socket
import struct
from threading import Thread

from aiosmtpd.controller import Controller


class Office:
    """A real post office on loopback, always at the same address."""

    def __init__(self, port):
        self.port, self.came, self.controller, self.hangs_up = port, [], None, False

    async def handle_DATA(self, server, session, envelope):
        if self.hangs_up:
            return "451 Not now"
        self.came.append(tuple(envelope.rcpt_tos))
        return "250 OK"

    def open(self):
        self.shut()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def shut(self):
        if self.controller:
            self.controller.stop()
            self.controller = None


class Scanner:
    """Listens as ClamAV does, and says nothing until it is told to answer."""

    def __init__(self, path):
        self.path, self.answers, self.asked, self.door = path, False, 0, None

    def open(self):
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(str(self.path))
        self.door.listen()
        Thread(target=self._listen, args=(self.door,), daemon=True).start()

    def shut(self):
        if self.door:
            self.door.shutdown(socket.SHUT_RDWR)
            self.door.close()
            self.path.unlink()
            self.door = None

    def _listen(self, door):
        held = []
        while True:
            try:
                line = door.accept()[0]
            except OSError:
                return
            self.asked += 1
            if not self.answers:
                held.append(line)
                continue
            with line, line.makefile("rb") as said:
                said.read(10)
                while size := struct.unpack("!I", said.read(4))[0]:
                    said.read(size)
                line.sendall(b"stream: OK\0")
