#!/usr/bin/python3
"""Starts what the example files of docs/cluster start, on the nodes of `reliability/cluster/cassandra up`.

    reliability/cluster/examples.py [--distribution server/target/stator]

The command lines are those of the files, word by word, but for hosts, ports, folders and the password, which are those of this
machine. The unit is also looked at by `systemd-analyze verify`, where there is one.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))
from server import free_port  # noqa: E402

EXAMPLES = os.path.join(ROOT, "docs/cluster")
NODES = ",".join("127.0.0.%d:%s" % (node, os.environ.get("CASSANDRA_PORT", "9042")) for node in (1, 2, 3))
READY_SECONDS_MAX = 180


def unit_command():
    """ExecStart of the unit, as systemd joins its lines."""
    text = open(os.path.join(EXAMPLES, "stator.service")).read().replace("\\\n", " ")
    return shlex.split(re.search(r"^ExecStart=(.*)$", text, re.MULTILINE).group(1))


def compose_commands():
    """The commands of the servers, whose lines YAML folds (>-)."""
    text = open(os.path.join(EXAMPLES, "compose.yaml")).read()
    return [shlex.split(lines) for lines in re.findall(r"^    command: >-\n((?:      .*\n)+)", text, re.MULTILINE)]


class Server:
    """One that a command line starts, with what is of this machine in it."""

    def __init__(self, words, distribution, keyspace, folder):
        self.port = free_port()
        password = os.path.join(folder, "password")
        open(password, "w").write("nobody asks\n")
        given = {
            "--data": os.path.join(folder, "data"),
            "--store": "cassandra://%s/%s" % (NODES, keyspace),
            "--port": str(self.port),
            "--cluster-address": "127.0.0.1:%d" % free_port(),
            "--cassandra-password-file": password,
        }
        command = [os.path.join(distribution, "bin/stator")] + words[1:]
        for at, word in enumerate(command):
            if word in given:
                command[at + 1] = given[word]
        # Everybody would be let in otherwise, and this machine is not the reader's.
        command += ["--address", "127.0.0.1"]
        print("  " + shlex.join(command))
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def await_ready(self):
        until = time.time() + READY_SECONDS_MAX
        while True:
            assert self.process.poll() is None, "the server ended"
            try:
                return json.load(urllib.request.urlopen(self.url("/health/ready")))["role"]
            except (urllib.error.URLError, ConnectionError):
                assert time.time() < until, "the server does not become ready"
                time.sleep(0.2)

    def url(self, path):
        return "http://127.0.0.1:%d%s" % (self.port, path)

    def dynamodb(self, operation, body):
        request = urllib.request.Request(
            self.url("/"), json.dumps(body).encode(), {
                "X-Amz-Target": "DynamoDB_20120810." + operation, "Content-Type": "application/x-amz-json-1.0",
                "X-Amz-Date": "20261130T000000Z",
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261130/us-east-1/dynamodb/aws4_request, "
                "SignedHeaders=host;x-amz-date;x-amz-target, Signature=0000",
            })
        try:
            return json.load(urllib.request.urlopen(request, timeout=60))
        except urllib.error.HTTPError as refused:
            raise AssertionError(refused.read().decode()) from refused

    def stop(self):
        self.process.terminate()
        assert self.process.wait(60) == 0, "the server did not stop as it should"

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def verify_unit(distribution, folder):
    if not shutil.which("systemd-analyze"):
        print("  no systemd-analyze here: the unit is not verified")
        return
    # It wants the program to be there.
    text = open(os.path.join(EXAMPLES, "stator.service")).read()
    unit = os.path.join(folder, "stator.service")
    open(unit, "w").write(text.replace("/opt/stator/bin/stator", os.path.join(distribution, "bin/stator")))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr.strip(), done.stderr


def share_a_table(servers):
    """Of servers that believe everybody (--auth off)."""
    servers[0].dynamodb("CreateTable", {
        "TableName": "example", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    })
    for server in servers:
        found = server.dynamodb("ListTables", {})["TableNames"]
        assert found == ["example"], found


def walk_through(commands, distribution, folder):
    keyspace = "e%d" % (time.time() * 1000)
    servers = []
    try:
        for words in commands:
            servers.append(Server(words, distribution, keyspace, folder))
        roles = [server.await_ready() for server in servers]
        assert roles.count("holder") == 1, roles
        if len(servers) > 1:
            share_a_table(servers)
        for server in servers:
            server.stop()
    finally:
        for server in servers:
            server.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--distribution", default=os.path.join(ROOT, "server/target/stator"))
    distribution = os.path.abspath(parser.parse_args().distribution)
    for name, commands in (("stator.service", [unit_command()]), ("compose.yaml", compose_commands())):
        print(name)
        with tempfile.TemporaryDirectory() as folder:
            if name == "stator.service":
                verify_unit(distribution, folder)
            walk_through(commands, distribution, folder)
    print("The examples start.")


if __name__ == "__main__":
    main()
