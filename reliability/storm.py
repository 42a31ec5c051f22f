"""Many threads that ask for different things of the same few names, in all services at once.

First, everything is asked at the same moment of a server that has just started. Then threads make random
operations: what one uses another changes, deletes and makes again. A refusal is an answer as good as any, but

  no answer is 5xx, no connection breaks and no call hangs;
  the server's log has nothing severe and no stack trace;
  the server stops when it is told to.

    reliability/run storm [--seconds N] [--seed N] [--services tables,objects,...] [--engine memory,disk]

The seed decides what each thread asks for; in what order the threads are served, nobody does.
"""

import argparse
import collections
import importlib
import os
import random
import sys
import threading
import time

from botocore.exceptions import ClientError
from server import Server
from storm_caller import Caller, Clients

SERVICES = ["tables", "objects", "functions", "identity", "watching"]
THREADS = 25
CALLERS_AT_FIRST = 12
HANGS_AFTER_SECONDS = 90
# Java's own number after SIGTERM, or none.
ENDED_WHEN_TOLD = (0, 143)


class Storm:
    def __init__(self, port, options):
        self.clients = Clients(port)
        self.options = options
        self.services = {name: importlib.import_module("storm_" + name) for name in options.services.split(",")}
        self.lock = threading.Lock()
        self.answers = collections.Counter()
        self.problems = collections.Counter()
        self.slowest = (0, "nothing")

    def all_at_once(self):
        steps = []
        for name, service in self.services.items():
            for i in range(CALLERS_AT_FIRST):
                caller = Caller(self.clients, str((self.options.seed, "first", name, i)))
                steps += [(name, step) for step in service.first(caller, i)]
        together = threading.Barrier(len(steps))

        def go(name, step):
            together.wait()
            self.do(name, step, refusals_allowed=False)

        self.run([threading.Thread(target=go, args=step, daemon=True) for step in steps], 0)

    def blow(self):
        end = time.time() + self.options.seconds

        def go(name, number):
            caller = Caller(self.clients, str((self.options.seed, name, number)))
            operations = self.services[name].operations(caller)
            while time.time() < end:
                self.do(name, caller.pick(*operations))

        each = max(1, THREADS // len(self.services))
        threads = [
            threading.Thread(target=go, args=(name, number), daemon=True)
            for name in self.services for number in range(each)
        ]
        self.run(threads, self.options.seconds)

    def run(self, threads, seconds):
        for thread in threads:
            thread.start()
        end = time.time() + seconds + HANGS_AFTER_SECONDS
        for thread in threads:
            thread.join(max(0, end - time.time()))
        hanging = sum(thread.is_alive() for thread in threads)
        if hanging:
            self.problems["%d threads hang" % hanging] += 1

    def do(self, name, operation, refusals_allowed=True):
        begin, problem, answer = time.time(), None, "ok"
        try:
            operation()
        except ClientError as refused:
            answer = "refused"
            status = refused.response["ResponseMetadata"].get("HTTPStatusCode", 0)
            if status >= 500 or status == 0 or not refusals_allowed:
                problem = "%s: %d %s" % (refused.operation_name, status, refused)
        except Exception as broken:
            answer = "broken"
            problem = "%s: %s %s" % (name, type(broken).__name__, str(broken)[:300])
        took = time.time() - begin
        with self.lock:
            self.answers[name, answer] += 1
            self.slowest = max(self.slowest, (took, name))
            if problem:
                self.problems[problem] += 1

    def told(self):
        """What came of it, and what must not have come."""
        counts = ", ".join("%s %d of %d" % (name, self.answers[name, "ok"], self.count(name)) for name in self.services)
        found = ["%d x %s" % (count, problem) for problem, count in self.problems.most_common(30)]
        found += ["nothing that was asked of %s came off" % name for name in self.services if not self.answers[name, "ok"]]
        return "done: %s; the slowest took %.1f s (%s)" % (counts, *self.slowest), found

    def count(self, name):
        return sum(count for (service, _), count in self.answers.items() if service == name)


def endings(server):
    """What is wrong with how a server stops, and with what it has logged."""
    problems = []
    if server.process.poll() is not None:
        problems.append("the process ended with %d" % server.process.returncode)
    elif not server.stops():
        problems.append("the process did not stop within a minute")
    elif server.process.returncode not in ENDED_WHEN_TOLD:
        problems.append("the process, told to stop, ended with %d" % server.process.returncode)
    with open(os.path.join(server.data, "log"), errors="replace") as log:
        return problems + complaints(log.read())


def complaints(log):
    """The parts of a log that tell of something severe, or with a stack trace."""
    lines, found, end = log.splitlines(), [], 0
    for i, line in enumerate(lines):
        if i < end or not ("SEVERE" in line or line.startswith("\tat ")):
            continue
        end = i + 1
        while end < len(lines) and lines[end].startswith(("\tat ", "\t...", "Caused by", "\tSuppressed")):
            end += 1
        found.append("the log: " + "\n    ".join(lines[max(0, i - 2) : min(end, i + 25)]))
    return found


def run(engine, options):
    server = Server(options.heap, engine, is_prepared=False)
    try:
        storm = Storm(server.port, options)
        storm.all_at_once()
        storm.blow()
        counts, problems = storm.told()
        problems += endings(server)
    finally:
        server.end()
    print("%s, seed %d, %s" % (engine, options.seed, counts), flush=True)
    for problem in problems[:20]:
        print(problem, flush=True)
    print("%d problems" % len(problems) if problems else "held", flush=True)
    return not problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--services", default=",".join(SERVICES))
    parser.add_argument("--engine", default="memory,disk")
    parser.add_argument("--heap", default="512m")
    options = parser.parse_args()
    print("seed %d" % options.seed, flush=True)
    held = [run(engine, options) for engine in options.engine.split(",")]
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
