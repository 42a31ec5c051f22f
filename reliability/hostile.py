"""Clients that try to end, freeze or starve a server, each beside one that only wants its item.

For every heap size, engine and attack a server is started, filled, and attacked, while a process of
its own asks for one small item again and again. The attack has failed if the process lives, the last
GetItem after it answers, and no probe waited too long. Refusals of the probe that may be tried again
are counted, and must not last.

    reliability/run hostile [--heap 256m,512m,1g] [--engine memory,disk] [--attack NAME,...] [--long]
"""

import argparse
import multiprocessing
import os
import sys
import time

# Each defines attacks.
import attacks_on_memory  # noqa: F401
import attacks_on_room  # noqa: F401
import attacks_on_time  # noqa: F401
from attack import ATTACKS
from server import Client, Server


def probe(port, stop, results, nice):
    """One client of good will: the same small GetItem, ten milliseconds apart."""
    os.setpriority(os.PRIO_PROCESS, 0, nice)
    waits, refused, failed, longest_outage = [], 0, 0, 0.0
    client, good_since = None, time.time()
    while not stop.is_set():
        start = time.time()
        try:
            client = client or Client(port)
            status, body = client.call("GetItem", {"TableName": "Things", "Key": {"p": {"S": "probe"}}})
            if status == 200 and b"Item" in body:
                waits.append(time.time() - start)
                good_since = time.time()
            elif status == 400 and b"Throttling" in body:
                refused += 1
            else:
                failed += 1
        except OSError:
            failed += 1
            client = None
        longest_outage = max(longest_outage, time.time() - good_since)
        time.sleep(0.01)
    waits.sort()
    results.put((waits, refused, failed, longest_outage))


def run(heap, engine, name, scale, wait_max, nice):
    server = Server(heap, engine, nice)
    stop, results = multiprocessing.Event(), multiprocessing.Queue()
    prober = multiprocessing.Process(target=probe, args=(server.port, stop, results, nice))
    try:
        start = time.time()
        prober.start()
        time.sleep(0.5)
        try:
            outcome = ATTACKS[name](server, scale)
        except OSError as problem:
            outcome = {"attack failed": repr(problem)}
        time.sleep(1)
        resident = server.resident_megabytes() if server.process.poll() is None else 0
        stop.set()
        waits, refused, failed, outage = results.get(timeout=150)
        prober.join(10)
        problems = []
        if server.process.poll() is not None:
            problems.append("THE PROCESS ENDED with %s" % server.process.returncode)
        else:
            client = Client(server.port)
            if client.call("GetItem", {"TableName": "Things", "Key": {"p": {"S": "probe"}}})[0] != 200:
                problems.append("the last GetItem failed")
        if failed:
            problems.append("%d probes failed" % failed)
        if outage > 10:
            problems.append("no probe answered for %.1f s" % outage)
        slowest = waits[-1] * 1000 if waits else float("inf")
        p99 = waits[int(len(waits) * 0.99)] * 1000 if waits else float("inf")
        if wait_max and slowest > wait_max:
            problems.append("a probe waited %.0f ms" % slowest)
        print("%-6s %-7s %-16s %5.1f s  probes %5d, p99 %6.1f ms, max %6.1f ms, refused %4d, %4d MB  %s  %s" % (
            heap, engine, name, time.time() - start, len(waits), p99, slowest, refused, resident,
            outcome, "; ".join(problems) or "held"), flush=True)
        if problems:
            with open(os.path.join(server.data, "log"), errors="replace") as log:
                print(log.read()[-1500:], flush=True)
        return not problems
    finally:
        stop.set()
        if prober.is_alive():
            prober.terminate()
        server.end()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--heap", default="256m")
    parser.add_argument("--engine", default="memory,disk")
    parser.add_argument("--attack", default=",".join(ATTACKS))
    parser.add_argument("--wait-max", type=float, default=0, help="milliseconds; 0 only reports")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--nice", type=int, default=0, help="priority of server and probe, on a machine in use")
    options = parser.parse_args()
    held = True
    for heap in options.heap.split(","):
        for engine in options.engine.split(","):
            for name in options.attack.split(","):
                held &= run(heap, engine, name, 3 if options.long else 1, options.wait_max, options.nice)
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
