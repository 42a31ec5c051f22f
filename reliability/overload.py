"""More requests than a server can answer: it answers what it can, refuses or delays the rest, and is itself again afterwards.

How many requests of a kind are answered in a second is measured first. Then five and twenty times as many are sent, whether the
ones before were answered or not; clients hang up after some seconds. Beside that one asks for a small item every ten milliseconds.
What must hold: the process lives, what is refused is told to try again, at least a quarter of what was answered before is answered
still, and ten seconds later a server answers at least four fifths of what it did before.

    reliability/run overload [--times 5,20] [--seconds 30] [--heap 512m] [--engine memory,disk] [--kind query,scan,write]
"""

import argparse
import json
import multiprocessing
import random
import resource
import sys
import time

from server import Server, request_bytes
from tide import Tide
from hostile import probe

ITEMS = 2000
CLIENTS = 32
CONNECTIONS_MAX = 6000
PATIENCE_SECONDS = 5
REST_SECONDS = 10
ANSWERED_MIN = 0.25
RECOVERED_MIN = 0.8


def queries(source):
    """Counts of what a filter lets pass of all, a page of a megabyte each."""
    return request_bytes("Scan", json.dumps({
        "TableName": "Things", "Select": "COUNT", "FilterExpression": "contains(v, :v)",
        "ExpressionAttributeValues": {":v": {"S": "y%d" % source.randrange(1000)}}}).encode())


def scans(source):
    return request_bytes("Scan", json.dumps({
        "TableName": "Things", "Limit": 300, "ExclusiveStartKey": {"p": {"S": "k%d" % source.randrange(ITEMS)}}}).encode())


def writes(source):
    """Batches of 25 items."""
    keys = source.sample(range(ITEMS), 25)
    puts = [{"PutRequest": {"Item": {"p": {"S": "k%d" % key}, "v": {"S": "x" * 700}}}} for key in keys]
    return request_bytes("BatchWriteItem", json.dumps({"RequestItems": {"Things": puts}}).encode())


KINDS = {"query": queries, "scan": scans, "write": writes}


def run(options, engine, kind, times):
    server = Server(options.heap, engine)
    stop, results = multiprocessing.Event(), multiprocessing.Queue()
    prober = multiprocessing.Process(target=probe, args=(server.port, stop, results, 0))
    problems = []
    try:
        server.fill(ITEMS, "x" * 700)
        source = random.Random(times)
        tide = Tide(server.port, [KINDS[kind](source) for _ in range(500)])
        tide.ebb(CLIENTS, options.seconds / 3)
        before = tide.ebb(CLIENTS, options.seconds / 3)
        prober.start()
        flood = tide.flood(times * before.rate(), options.seconds, CONNECTIONS_MAX, PATIENCE_SECONDS)
        stop.set()
        waits, refused, failed, _ = results.get(timeout=150)
        resident = server.resident_megabytes()
        time.sleep(REST_SECONDS)
        after = tide.ebb(CLIENTS, options.seconds / 3)
        if server.process.poll() is not None:
            problems.append("THE PROCESS ENDED")
        if failed:
            problems.append("%d probes failed" % failed)
        if flood.rate() < ANSWERED_MIN * before.rate():
            problems.append("too little was answered")
        if after.rate() < RECOVERED_MIN * before.rate() or after.failed():
            problems.append("did not recover: %s" % after.statuses)
        if any(isinstance(status, int) and status not in (200, 503) for status in flood.statuses):
            problems.append("refused for good")
    finally:
        stop.set()
        server.end()
    p99 = waits[int(len(waits) * 0.99)] * 1000 if waits else float("inf")
    told = ", ".join("%s %d" % one for one in sorted(flood.statuses.items(), key=str))
    print("| %s | %s | %d | %d/s | %d/s | %s | %.0f, %.0f (%d refused) | %d | %d/s | %s |" % (
        engine, kind, times, before.rate(), flood.rate(), told, p99, waits[-1] * 1000 if waits else -1, refused, resident,
        after.rate(), "; ".join(problems) or "held"), flush=True)
    return not problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", default="5,20")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--engine", default="memory,disk")
    parser.add_argument("--kind", default=",".join(KINDS))
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    print("| engine | kind | times | before | answered under load | answers | probe p99, most, ms | MB | after | |")
    print("|---|---|---:|---:|---:|---|---|---:|---:|---|")
    held = True
    for engine in options.engine.split(","):
        for kind in options.kind.split(","):
            for times in options.times.split(","):
                held &= run(options, engine, kind, int(times))
    if not held:
        sys.exit(1)


if __name__ == "__main__":
    main()
