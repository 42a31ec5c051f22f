"""Ten thousand clients that are connected and ask for nothing, beside some that ask all the time.

A server is loaded without and then with the idle connections, each of which has made one request. What must hold:
all of them stay open and answer a request in the end, the process stays small, and others do not wait for them.

    reliability/run idle [--connections 10000] [--seconds 20] [--heap 512m] [--engine memory,disk]
"""

import argparse
import json
import random
import resource
import sys
import time

from server import Client, Server, request_bytes
from tide import Tide

ITEMS = 1000
CLIENTS = 16
SLOWER_MAX = 3
KILOBYTES_A_CONNECTION_MAX = 40


def requests(seed):
    """Half gets, half puts, of items of half a kilobyte."""
    source = random.Random(seed)
    made = []
    for _ in range(2000):
        key = {"p": {"S": "k%d" % source.randrange(ITEMS)}}
        if source.random() < 0.5:
            made.append(request_bytes("GetItem", json.dumps({"TableName": "Things", "Key": key}).encode()))
        else:
            item = dict(key, v={"S": "x" * 500})
            made.append(request_bytes("PutItem", json.dumps({"TableName": "Things", "Item": item}).encode()))
    return made


def load(server, seconds, seed):
    return Tide(server.port, requests(seed)).ebb(CLIENTS, seconds)


def open_idle(server, count):
    """Connections over which a request has gone, as clients keep them in their pools."""
    idle = []
    for _ in range(count):
        client = Client(server.port)
        server.require(client.call("GetItem", {"TableName": "Things", "Key": {"p": {"S": "probe"}}}))
        idle.append(client)
    return idle


def run(options, engine):
    most = str(options.connections + 2 * CLIENTS)
    server = Server(options.heap, engine, options=["--max-connections", most, "--max-connections-per-address", most])
    problems = []
    try:
        server.fill(ITEMS, "x" * 500)
        load(server, options.seconds / 2, 1)
        alone = load(server, options.seconds, 2)
        before = server.resident_megabytes()
        start = time.time()
        idle = open_idle(server, options.connections)
        opened = time.time() - start
        beside = load(server, options.seconds, 3)
        resident = server.resident_megabytes()
        answered = 0
        for client in idle:
            try:
                answered += client.call("GetItem", {"TableName": "Things", "Key": {"p": {"S": "probe"}}})[0] == 200
            except OSError:
                pass
            client.close()
        if answered != options.connections:
            problems.append("%d of %d connections were gone" % (options.connections - answered, options.connections))
        if beside.failed() or alone.failed():
            problems.append("failures: %s, %s" % (alone.statuses, beside.statuses))
        if beside.millis(0.99) > SLOWER_MAX * alone.millis(0.99):
            problems.append("others waited")
        if (resident - before) * 1024 > KILOBYTES_A_CONNECTION_MAX * options.connections:
            problems.append("a connection takes %d KB" % ((resident - before) * 1024 / options.connections))
    finally:
        server.end()
    print("| %s | %d, opened in %.1f s | %d/s, p50 %.1f ms, p99 %.1f ms | %d/s, p50 %.1f ms, p99 %.1f ms | %d | %d | %s |" % (
        engine, options.connections, opened, alone.rate(), alone.millis(0.5), alone.millis(0.99),
        beside.rate(), beside.millis(0.5), beside.millis(0.99), before, resident, "; ".join(problems) or "held"), flush=True)
    return not problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--engine", default="memory,disk")
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    print("| engine | idle connections | alone | beside them | MB before | MB with them | |")
    print("|---|---|---|---|---:|---:|---|")
    held = [run(options, engine) for engine in options.engine.split(",")]
    if not all(held):
        sys.exit(1)


main()
