"""Load from one process: as much as some clients get answered, or as much as was decided, answered or not."""

import selectors
import socket
import time


class Outcome:
    """What came of requests."""

    def __init__(self):
        self.statuses = {}
        self.waits = []
        self.seconds = 0.0

    def note(self, status, wait):
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status == 200:
            self.waits.append(wait)

    def rate(self):
        return self.statuses.get(200, 0) / self.seconds

    def millis(self, part):
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] * 1000 if ordered else float("inf")

    def refused(self):
        """Told to try again."""
        return sum(count for status, count in self.statuses.items() if status in ("throttled", 503))

    def failed(self):
        return sum(count for status, count in self.statuses.items() if status not in (200, "throttled", 503))


class Connection:
    """One request at a time over a socket that does not block."""

    def __init__(self, port):
        self.socket = socket.socket()
        self.socket.connect(("127.0.0.1", port))
        self.socket.setblocking(False)
        self.begin(b"")

    def begin(self, request):
        self.start = time.perf_counter()
        self.left = memoryview(request)
        self.answer = bytearray()
        self.length = -1
        self.write()

    def write(self):
        while self.left:
            try:
                self.left = self.left[self.socket.send(self.left):]
            except BlockingIOError:
                return

    def read(self):
        """The status once the answer is there, else None."""
        self.write()
        try:
            chunk = self.socket.recv(1 << 18)
        except BlockingIOError:
            return None
        except OSError:
            return "reset"
        if not chunk:
            return "closed"
        self.answer += chunk
        if self.length < 0:
            end = self.answer.find(b"\r\n\r\n")
            if end < 0:
                return None
            head = bytes(self.answer[:end]).lower()
            at = head.find(b"content-length:")
            self.length = end + 4 + (int(head[at + 15:].split(b"\r\n")[0]) if at >= 0 else 0)
        if len(self.answer) < self.length:
            return None
        status = int(self.answer[9:12])
        return "throttled" if status == 400 and b"Throttling" in self.answer else status


class Tide:
    def __init__(self, port, requests):
        self.port = port
        self.requests = requests
        self.next = 0
        self.selector = selectors.DefaultSelector()

    def request(self):
        self.next += 1
        return self.requests[self.next % len(self.requests)]

    def open(self):
        connection = Connection(self.port)
        self.selector.register(connection.socket, selectors.EVENT_READ, connection)
        return connection

    def close(self, connection):
        self.selector.unregister(connection.socket)
        connection.socket.close()

    def ebb(self, clients, seconds):
        """So many clients, each of which asks again once it is answered."""
        outcome, begin = Outcome(), time.perf_counter()
        under_way = [self.open() for _ in range(clients)]
        for connection in under_way:
            connection.begin(self.request())
        while time.perf_counter() - begin < seconds:
            for key, _ in self.selector.select(0.1):
                connection = key.data
                status = connection.read()
                if status is None:
                    continue
                outcome.note(status, time.perf_counter() - connection.start)
                if isinstance(status, str) and status != "throttled":
                    self.close(connection)
                    under_way.remove(connection)
                    connection = self.open()
                    under_way.append(connection)
                connection.begin(self.request())
        for connection in under_way:
            self.close(connection)
        outcome.seconds = time.perf_counter() - begin
        return outcome

    def flood(self, rate, seconds, connections_max, patience_seconds):
        """So many requests a second, whether the ones before were answered or not; whoever waited in vain hangs up."""
        outcome, begin = Outcome(), time.perf_counter()
        free, under_way, sent = [], {}, 0
        while True:
            now = time.perf_counter() - begin
            if now >= seconds and not under_way or now >= seconds + patience_seconds:
                break
            while now < seconds and sent < rate * now:
                sent += 1
                if not free and len(under_way) >= connections_max:
                    outcome.note("not sent", 0)
                    continue
                try:
                    connection = free.pop() if free else self.open()
                    connection.begin(self.request())
                    under_way[connection] = True
                except OSError:
                    outcome.note("not connected", 0)
            self.take(outcome, free, under_way)
            self.give_up(outcome, under_way, patience_seconds)
        for connection in [*free, *under_way]:
            self.close(connection)
        outcome.seconds = seconds
        return outcome

    def take(self, outcome, free, under_way):
        for key, _ in self.selector.select(0.002):
            connection = key.data
            status = connection.read()
            if status is None:
                continue
            if under_way.pop(connection, False):
                outcome.note(status, time.perf_counter() - connection.start)
            if status in ("reset", "closed"):
                if connection in free:
                    free.remove(connection)
                self.close(connection)
            else:
                free.append(connection)

    def give_up(self, outcome, under_way, patience_seconds):
        """The oldest come first."""
        now = time.perf_counter()
        for connection in list(under_way)[:200]:
            if now - connection.start < patience_seconds:
                return
            del under_way[connection]
            outcome.note("gave up", 0)
            self.close(connection)
