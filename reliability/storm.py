"""Many threads that ask for different things of the same few names, in all services at once.

First, everything is asked at the same moment of a server that has just started. Then threads make random
operations: what one uses another changes, deletes and makes again. A refusal is an answer as good as any, but

  no answer is 5xx, no connection breaks and no call hangs;
  the server's log has nothing severe and no stack trace;
  the server stops in the middle of it when it is told to, and no process of a function outlives it.

On disk the storm goes on after a restart, and then the server is killed. After each restart every service answers and
nothing is half made; in the end the tables check themselves, and when all is deleted nothing is left over.

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

import storm_aftermath
from botocore.exceptions import ClientError
from server import Server
from storm_caller import Caller, Clients

SERVICES = ["tables", "objects", "functions", "identity", "watching"]
THREADS = 25
CALLERS_AT_FIRST = 12
HANGS_AFTER_SECONDS = 90
# Java's own number after SIGTERM, or none.
ENDED_WHEN_TOLD = (0, 143)
PROCESSES_END_IN_SECONDS = 10
PAUSE_AT_THE_END_SECONDS = 0.05


class Storm:
    def __init__(self, port, options):
        self.port = port
        self.clients = Clients(port)
        self.options = options
        self.services = {name: importlib.import_module("storm_" + name) for name in options.services.split(",")}
        self.lock = threading.Lock()
        self.answers = collections.Counter()
        self.problems = collections.Counter()
        self.slowest = (0, "nothing")
        self.is_ending = False

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

        threads = [threading.Thread(target=go, args=step, daemon=True) for step in steps]
        for thread in threads:
            thread.start()
        self.join(threads)

    def blow(self, part="all", seconds=None, end=None):
        """Lets all ask for a while; if there is an end of the server, that comes in the middle of it."""
        self.is_ending, over = False, threading.Event()

        def go(name, number):
            caller = Caller(self.clients, str((self.options.seed, part, name, number)))
            operations = self.services[name].operations(caller)
            while not over.is_set():
                self.do(name, caller.pick(*operations))

        each = max(1, THREADS // len(self.services))
        threads = [
            threading.Thread(target=go, args=(name, number), daemon=True)
            for name in self.services for number in range(each)
        ]
        for thread in threads:
            thread.start()
        time.sleep(seconds or self.options.seconds)
        if end:
            processes = processes_of_functions(self.port)
            self.is_ending = True
            self.tell(*end())
        over.set()
        self.join(threads)
        if end:
            self.look_for_processes(processes)

    def join(self, threads):
        end = time.time() + HANGS_AFTER_SECONDS
        for thread in threads:
            thread.join(max(0, end - time.time()))
        hanging = sum(thread.is_alive() for thread in threads)
        if hanging:
            self.tell("%d threads hang" % hanging)

    def look_for_processes(self, before):
        """None that was there before may be left, not even as a zombie, and none that came since."""
        end = time.time() + PROCESSES_END_IN_SECONDS
        while True:
            left = processes_of_functions(self.port) | {one for one in before if started(one[0]) == one[1]}
            if not left or time.time() > end:
                break
            time.sleep(0.1)
        if left:
            self.tell("%d processes of functions outlived the server" % len(left))

    def tell(self, *problems):
        with self.lock:
            self.problems.update(problems)

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
            if problem and not self.is_ending:
                self.problems[problem] += 1
        if self.is_ending:
            time.sleep(PAUSE_AT_THE_END_SECONDS)

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
    problems = stopped(server)
    with open(os.path.join(server.data, "log"), errors="replace") as log:
        return problems + complaints(log.read())


def stopped(server):
    """Stops a server; what was wrong with that."""
    if server.process.poll() is not None:
        return ["the process ended with %d" % server.process.returncode]
    if not server.stops():
        server.kill()
        return ["the process did not stop within a minute"]
    if server.process.returncode not in ENDED_WHEN_TOLD:
        return ["the process, told to stop, ended with %d" % server.process.returncode]
    return []


def killed(server):
    """Kills a server; what was wrong with it before."""
    if server.process.poll() is not None:
        return ["the process ended with %d" % server.process.returncode]
    server.kill()
    return []


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


def processes_of_functions(port):
    """Which there are, each with when it started; they know the server by its port."""
    found = set()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/environ" % pid, "rb") as environment:
                if b"EDGE_PORT=%d\0" % port in environment.read():
                    found.add((pid, started(pid)))
        except OSError:
            pass  # It has just ended.
    return found


def started(pid):
    """When a process started, since the machine did; None if there is none."""
    try:
        with open("/proc/%s/stat" % pid) as stat:
            return stat.read().rsplit(")", 1)[1].split()[19]
    except OSError:
        return None


def run(engine, options):
    server = Server(options.heap, engine, is_prepared=False)
    try:
        storm = Storm(server.port, options)
        storm.all_at_once()
        if engine == "memory":
            storm.blow(end=lambda: stopped(server))
        else:
            blow_through_restarts(storm, server)
        counts, problems = storm.told()
        with open(os.path.join(server.data, "log"), errors="replace") as log:
            problems += complaints(log.read())
    finally:
        server.end()
    print("%s, seed %d, %s" % (engine, options.seed, counts), flush=True)
    for problem in problems[:20]:
        print(problem, flush=True)
    print("%d problems" % len(problems) if problems else "held", flush=True)
    return not problems


def blow_through_restarts(storm, server):
    directory = os.path.join(server.data, "data")
    storm.blow("first", storm.options.seconds / 2, lambda: stopped(server))
    storm.tell(*storm_aftermath.contradictions(directory))
    server.start()
    storm.tell(*storm_aftermath.unsettled(storm.clients))
    storm.blow("second", storm.options.seconds / 2, lambda: killed(server))
    server.start()
    storm.tell(*storm_aftermath.unsettled(storm.clients))
    storm.tell(*stopped(server))
    storm.tell(*storm_aftermath.contradictions(directory))
    server.start()
    storm.tell(*storm_aftermath.cleared(storm.clients))
    storm.tell(*stopped(server))
    storm.tell(*storm_aftermath.contradictions(directory, storm_aftermath.KINDS_OF_FUNCTIONS))
    storm.tell(*storm_aftermath.files_left(directory), *storm_aftermath.files_in(server.scratch))


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
