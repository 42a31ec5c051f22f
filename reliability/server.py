"""A server to be attacked, and clients that speak to it without any library's good manners."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=hostile/20260101/us-east-1/dynamodb/aws4_request, "
    "SignedHeaders=host;x-amz-date;x-amz-target, Signature=00"
)
LONG_BYTES = 398_000


def java_program(source, *arguments):
    """The command that runs a Java program of this folder with what was built of the server."""
    script = '. "$0" && find_java javac && echo "$java_home/bin/java"'
    found = os.path.join(ROOT, "server/src/distribution/bin/find-java.sh")
    java = subprocess.run(["sh", "-c", script, found], check=True, capture_output=True, text=True).stdout.strip()
    libraries = os.path.join(ROOT, "server/target/stator/lib/*")
    native = "-Djava.library.path=" + os.path.join(ROOT, "server/target/stator/lib/native")
    options = ["-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", native, "-cp", libraries]
    return [java, *options, os.path.join(ROOT, "reliability", source), *arguments]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def request_bytes(operation, body, headers=""):
    return (
        "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.%s\r\n"
        "Content-Type: application/x-amz-json-1.0\r\nAuthorization: %s\r\n"
        "X-Amz-Date: 20260101T000000Z\r\n%sContent-Length: %d\r\n\r\n"
        % (operation, AUTHORIZATION, headers, len(body))
    ).encode() + body


class Client:
    def __init__(self, port, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(120)
        self.socket.connect(("127.0.0.1", port))
        self.pending = b""

    def send(self, operation, body, headers=""):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        self.socket.sendall(request_bytes(operation, body, headers))

    def answer(self):
        while b"\r\n\r\n" not in self.pending:
            self.more()
        head, self.pending = self.pending.split(b"\r\n\r\n", 1)
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        chunks, got = [self.pending], len(self.pending)
        while got < length:
            chunk = self.socket.recv(1 << 20)
            if not chunk:
                raise ConnectionError("closed")
            chunks.append(chunk)
            got += len(chunk)
        everything = b"".join(chunks)
        self.pending = everything[length:]
        return int(head.split()[1]), everything[:length]

    def more(self):
        chunk = self.socket.recv(1 << 16)
        if not chunk:
            raise ConnectionError("closed")
        self.pending += chunk

    def call(self, operation, body, headers=""):
        self.send(operation, body, headers)
        return self.answer()

    def close(self):
        self.socket.close()


class Server:
    """A server of its own process; a prepared one has a table with an item to be probed."""

    def __init__(self, heap, engine, nice=0, options=(), is_prepared=True, folder=None):
        self.port = free_port()
        self.nice = nice
        self.data = folder or tempfile.mkdtemp(prefix="hostile-")
        self.log = open(os.path.join(self.data, "log"), "wb")
        self.scratch = os.path.join(self.data, "tmp")
        os.makedirs(self.scratch, exist_ok=True)
        where = ["--in-memory"] if engine == "memory" else ["--data", self.data + "/data"]
        self.command = [ROOT + "/stator", "--port", str(self.port), *options] + where
        java_options = "-Xmx%s -Djava.io.tmpdir=%s %s" % (heap, self.scratch, os.environ.get("STATOR_JAVA_OPTIONS", ""))
        self.environment = dict(os.environ, STATOR_JAVA_OPTIONS=java_options)
        self.start()
        if is_prepared:
            self.prepare()

    def start(self):
        """Starts it, or starts it again on the same data, and waits until it can be connected to."""
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            preexec_fn=lambda: os.setpriority(os.PRIO_PROCESS, 0, self.nice),
            stdout=self.log,
            stderr=self.log,
        )
        deadline = time.time() + 60
        while True:
            try:
                Client(self.port).close()
                break
            except OSError:
                if time.time() > deadline or self.process.poll() is not None:
                    raise SystemExit("The server did not start: " + self.data)
                time.sleep(0.05)

    def prepare(self):
        client = Client(self.port)
        self.require(client.call("CreateTable", {
            "TableName": "Things",
            "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}],
            "BillingMode": "PAY_PER_REQUEST",
        }))
        self.put(client, "probe", "small")
        client.close()

    def put(self, client, key, text):
        item = {"p": {"S": key}, "v": {"S": text}}
        self.require(client.call("PutItem", {"TableName": "Things", "Item": item}))

    @staticmethod
    def require(answer):
        if answer[0] != 200:
            raise SystemExit("refused: %s" % (answer[1][:300],))

    def fill(self, count, text):
        client = Client(self.port)
        for i in range(count):
            self.put(client, "k%d" % i, text)
        client.close()

    def resident_megabytes(self):
        with open("/proc/%d/status" % self.process.pid) as status:
            for line in status:
                if line.startswith("VmRSS"):
                    return int(line.split()[1]) // 1024
        return 0

    def stops(self, seconds=60):
        """Tells it to stop, and whether it has within these seconds."""
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self):
        """Ends it as a crash would."""
        self.process.kill()
        self.process.wait()

    def end(self):
        if self.process.poll() is None and not self.stops(30):
            self.process.kill()
        self.log.close()
        shutil.rmtree(self.data, ignore_errors=True)


def together(count, work):
    """Runs work(i) in as many threads; what they get is counted by status."""
    statuses, lock = {}, threading.Lock()

    def one(i):
        try:
            status = work(i)
        except OSError as problem:
            status = type(problem).__name__
        with lock:
            statuses[status] = statuses.get(status, 0) + 1

    threads = [threading.Thread(target=one, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses


def calls(server, count, operation, body, headers="", rounds=1):
    body = body if isinstance(body, bytes) else json.dumps(body).encode()

    def one(i):
        client = Client(server.port)
        try:
            for _ in range(rounds):
                status, answer = client.call(operation, body, headers)
            return "%d %s" % (status, kind(answer)) if status != 200 else 200
        finally:
            client.close()

    return together(count, one)


def kind(answer):
    return answer[:90].split(b"#")[-1].split(b'"')[0].decode(errors="replace")


def silent(server, count, operation, body, seconds, pipelined=1):
    """Connections that ask and never read."""
    clients = []
    for _ in range(count):
        try:
            client = Client(server.port, receive_buffer=4096)
            for _ in range(pipelined):
                client.send(operation, body)
            clients.append(client)
        except OSError:
            pass
    time.sleep(seconds)
    for client in clients:
        client.close()
    return {"opened": len(clients)}


def keys(count):
    return {"RequestItems": {"Things": {"Keys": [{"p": {"S": "k%d" % i}} for i in range(count)]}}}
