"""Everything at once for an hour, at a moderate pace, of one small server on disk: nothing may grow.

The threads of two storms share so many calls a second: half of them with lives of tables, indexes, backups, exports, buckets
and users that are made, used and deleted again (storm_lives.py), half with the same few names of other services. Each minute is measured: the heap after a collection, resident memory, open files, threads, the functions' processes, the bytes and
the files in the data directory. What must hold:

  no answer is 5xx, no connection breaks, no call hangs, no life is refused anything;
  the server's log has nothing severe and no stack trace, and it stops when it is told to;
  the last quarter of the time needs no more of anything than the second quarter (judged from ten minutes on).

What has to be kept by contract is kept shortly: streams show a change for two minutes (--stream-retention).

    reliability/run soak [--minutes 60] [--heap 256m] [--calls 150] [--seed N]
"""

import argparse
import collections
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from server import Server
from storm import Storm, endings

STORMS = ["lives", "objects,functions,identity,watching"]
SAMPLES_MIN = 12
# Before that, code is still being compiled and caches fill.
MINUTES_TO_JUDGE = 10
MEGABYTE = 1 << 20
STREAMS = ["--stream-retention", "120", "--stream-shard-lifetime", "60"]

# What is measured, in which unit, and by which factor and how much besides it may grow from the second quarter to the last.
MEASURES = {
    "heap": (MEGABYTE, 1.05, 2),
    "resident": (MEGABYTE, 1.05, 8),
    "open files": (1, 1.1, 20),
    "threads": (1, 1.1, 8),
    "processes": (1, 1.5, 4),
    "disk": (MEGABYTE, 1.1, 24),
    "files": (1, 1.1, 60),
}


class Pace:
    """Lets so many calls go in a second, whoever makes them."""

    def __init__(self, calls_per_second):
        self.gap = 1 / calls_per_second
        self.lock = threading.Lock()
        self.next = time.monotonic()
        self.calls = 0

    def step(self):
        with self.lock:
            now = time.monotonic()
            turn = self.next = max(now, self.next + self.gap)
            self.calls += 1
        time.sleep(max(0, turn - now))


class Samples:
    """What a server took at one time after another."""

    def __init__(self, server, folders):
        self.server = server
        self.folders = folders
        self.taken = []
        self.classes = []

    def take(self):
        process = self.server.process.pid
        total, classes = self.live_objects(process)
        disk, files = used(self.folders)
        self.classes.append(classes)
        self.taken.append({
            "heap": total,
            "resident": self.server.resident_megabytes() * MEGABYTE,
            "open files": len(os.listdir("/proc/%d/fd" % process)),
            "threads": len(os.listdir("/proc/%d/task" % process)),
            "processes": descendants(process),
            "disk": disk,
            "files": files,
        })

    def live_objects(self, process):
        """Bytes on the heap after a collection, in all and of each class."""
        jcmd = os.path.join(os.environ["JAVA_HOME"], "bin", "jcmd")
        told = subprocess.run(
            [jcmd, str(process), "GC.class_histogram"], stdout=subprocess.PIPE, text=True, check=True).stdout
        rows = [line.split() for line in told.splitlines() if re.match(r" *\d+: ", line)]
        classes = {row[3]: int(row[2]) for row in rows if "jdk.internal.vm.Filler" not in row[3]}
        return sum(classes.values()), classes

    def growth(self):
        """Of each measure its medians in the second and the last quarter, and whether it stayed flat."""
        quarter = len(self.taken) // 4
        for name, (unit, factor, more) in MEASURES.items():
            before, after = (
                statistics.median(one[name] for one in part) / unit
                for part in (self.taken[quarter : 2 * quarter], self.taken[-quarter:]))
            yield name, before, after, after <= before * factor + more

    def grown_classes(self):
        quarter = len(self.taken) // 4
        before, after = self.classes[quarter], self.classes[-1]
        grown = collections.Counter({name: size - before.get(name, 0) for name, size in after.items()})
        return ["%+d KB of %s" % (size // 1024, name) for name, size in grown.most_common(12)]


def used(folders):
    """What files in folders take on the disk, and how many there are; some go while they are counted."""
    size, files = 0, 0
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                try:
                    size += os.lstat(os.path.join(place, name)).st_blocks * 512
                    files += 1
                except FileNotFoundError:
                    pass
    return size, files


def descendants(process):
    parents = {}
    for name in os.listdir("/proc"):
        try:
            with open("/proc/%s/stat" % name) as stat:
                parents[int(name)] = int(stat.read().rsplit(")", 1)[1].split()[1])
        except (ValueError, OSError):
            pass
    found, more = set(), {process}
    while more:
        more = {child for child, parent in parents.items() if parent in more}
        found |= more
    return len(found)


def soak(server, samples, options):
    """Uses the server for the time given, and tells what was found."""
    seconds = options.minutes * 60
    pace = Pace(options.calls)
    storms = [
        Storm(server.port, argparse.Namespace(services=services, seed=options.seed, seconds=seconds)) for services in STORMS]
    for storm in storms:
        storm.clients.before_each_call(pace.step)
        storm.all_at_once()
    begin, every = time.time(), min(60, seconds / SAMPLES_MIN)
    blowing = [threading.Thread(target=storm.blow, daemon=True) for storm in storms]
    for storm in blowing:
        storm.start()
    print("| minute | calls | problems | %s |" % " | ".join(MEASURES), flush=True)
    while any(storm.is_alive() for storm in blowing) and server.process.poll() is None:
        time.sleep(max(0, begin + every * (len(samples.taken) + 1) - time.time()))
        samples.take()
        told = ["%.0f" % (samples.taken[-1][name] / unit) for name, (unit, _, _) in MEASURES.items()]
        problems = sum(sum(storm.problems.values()) for storm in storms)
        print("| %.1f | %d | %d | %s |" % ((time.time() - begin) / 60, pace.calls, problems, " | ".join(told)), flush=True)
    problems = []
    for storm in storms:
        counts, found = storm.told()
        print(counts, flush=True)
        problems += found
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--heap", default="256m")
    parser.add_argument("--calls", type=float, default=150)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    print("seed %d" % options.seed, flush=True)
    temporary = tempfile.mkdtemp(prefix="soak-")
    os.environ["STATOR_JAVA_OPTIONS"] = "-Djava.io.tmpdir=" + temporary
    server = Server(options.heap, "disk", options=STREAMS, is_prepared=False)
    samples = Samples(server, [server.data + "/data", temporary])
    try:
        problems = soak(server, samples, options) + endings(server)
    finally:
        server.end()
        shutil.rmtree(temporary, ignore_errors=True)
    print("| | second quarter | last quarter | |\n|---|---:|---:|---|")
    for name, before, after, flat in samples.growth():
        print("| %s | %.1f | %.1f | %s |" % (name, before, after, "flat" if flat else "grew"))
        if not flat and options.minutes >= MINUTES_TO_JUDGE:
            problems.append("%s grew: %s" % (name, "; ".join(samples.grown_classes() if name == "heap" else [])))
    for problem in problems[:30]:
        print(problem)
    print("%d problems" % len(problems) if problems else "held")
    sys.exit(1 if problems else 0)


main()
