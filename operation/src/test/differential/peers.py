"""The servers that a differential run compares: Stator and its open peers, started on free ports."""

import http.client
import json
import pathlib
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[4]
PEERS = ROOT / "benchmark" / "peers"
START_SECONDS_MAX = 120

HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Date": "20261121T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=000000000000/20261121/us-east-1/dynamodb/"
    "aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=" + "0" * 64,
}


class NoAnswer(Exception):
    """The server closed the connection, took too long, or is gone."""


class Server:
    """A server under comparison. It is started by `start`, and again if it died."""

    def __init__(self, name, command, without=()):
        self.name = name
        self.command = command
        self.without = frozenset(without)
        self.port = None
        self.process = None
        self.connection = None
        self.deaths = 0

    def start(self):
        self.port = free_port()
        self.process = subprocess.Popen(
            self.command(self.port),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                self.call("ListTables", {})
                return
            except NoAnswer:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise SystemExit(f"{self.name} does not start: {self.command(self.port)}")
                time.sleep(0.05)

    def stop(self):
        if self.connection:
            self.connection.close()
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)

    def restart(self):
        """Starts the server, which keeps everything in memory, empty again."""
        self.deaths += 1
        self.stop()
        self.start()

    def takes(self, operation):
        return operation not in self.without

    def call(self, operation, body):
        """The status and the parsed body of the answer to a request."""
        if not self.connection:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {**HEADERS, "X-Amz-Target": "DynamoDB_20120810." + operation}
            self.connection.request("POST", "/", json.dumps(body).encode(), headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as problem:
            self.connection.close()
            self.connection = None
            raise NoAnswer(str(problem)) from problem
        try:
            return answer.status, json.loads(content or b"{}")
        except ValueError:
            return answer.status, {"__type": "?", "message": content.decode(errors="replace")}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def installed():
    """The directory of the peers' packages, which come from npm if they are not there."""
    modules = PEERS / "node_modules"
    if not modules.exists():
        subprocess.run(
            ["npm", "install", "--silent", "--no-package-lock", "--no-audit", "--no-fund"],
            cwd=PEERS,
            check=True,
        )
    return modules


def stator():
    # The launcher becomes the Java process, so that the signal to stop reaches it.
    return Server("stator", lambda port: [str(ROOT / "stator"), "--in-memory", "--port", str(port)])


def dynoxide():
    binary = installed() / "@dynoxide" / "linux-x64" / "dynoxide"
    return Server(
        "dynoxide", lambda port: [str(binary), "--host", "127.0.0.1", "--port", str(port)]
    )


def dynalite():
    program = installed() / "dynalite" / "cli.js"
    instantly = ["--createTableMs", "0", "--deleteTableMs", "0", "--updateTableMs", "0"]
    return Server(
        "dynalite",
        lambda port: ["node", str(program), "--host", "127.0.0.1", "--port", str(port)] + instantly,
        without=[
            "BatchExecuteStatement",
            "ExecuteStatement",
            "ExecuteTransaction",
            "TransactGetItems",
            "TransactWriteItems",
            "UpdateTimeToLive",
        ],
    )
