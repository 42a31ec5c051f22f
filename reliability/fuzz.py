"""Coverage-guided fuzzing of whatever reads what clients send, by Jazzer (https://github.com/CodeIntelligenceTesting/jazzer).

    reliability/run fuzz [--targets RequestFuzz,HttpFuzz,...] [--executions 10000000] [--piece 1000000] [--corpus FOLDER] [--seed N]

Targets are the classes of fuzz/src/test/java/stator/fuzz/Targets.java. Each gets a process of its own with a bounded heap,
one after the other, a piece of the executions at a time; so all have had their share when a run is cut off. The corpus and
the count of executions are kept in the folder (else in ~/.cache/stator/fuzz), and the next run goes on from there.

What a target fails for is a finding: its input lies in the folder under findings/TARGET, and the run ends with 1. It belongs
into fuzz/src/test/corpus once it is mended, where each build tries it. --report prints what was done so far.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time

from server import ROOT

JAZZER = "com.code-intelligence:jazzer:0.30.0"
TARGETS = os.path.join(ROOT, "fuzz/src/test/java")
HEAP_MEGABYTES = 700
RESIDENT_MEGABYTES = 1800
INPUT_SECONDS_MAX = 20
FINDINGS_MAX = 5


def targets():
    """Simple name to class name, in the order of Targets.java."""
    classes = {}
    for folder, _, files in os.walk(TARGETS):
        for file in files:
            if file.endswith("Fuzz.java"):
                path = os.path.relpath(os.path.join(folder, file), TARGETS)
                classes[file[: -len(".java")]] = path[: -len(".java")].replace(os.sep, ".")
    with open(os.path.join(TARGETS, "stator/fuzz/Targets.java")) as text:
        order = re.findall(r"(\w+Fuzz)\.class", text.read())
    return {name: classes[name] for name in order}


def maven(*arguments):
    subprocess.run(["./mvnw", "-q", "-Dspotless.check.skip=true", *arguments], cwd=ROOT, check=True)


def class_path(folder):
    """That of the targets, compiled anew, and of Jazzer."""
    libraries = os.path.join(folder, "jazzer")
    if not os.path.isdir(libraries):
        os.makedirs(libraries)
        pom = os.path.join(libraries, "pom.xml")
        group, artifact, version = JAZZER.split(":")
        with open(pom, "w") as text:
            text.write(
                '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>stator</groupId>'
                "<artifactId>jazzer</artifactId><version>1</version><dependencies><dependency><groupId>%s</groupId>"
                "<artifactId>%s</artifactId><version>%s</version></dependency></dependencies></project>" % (group, artifact, version)
            )
        maven("-f", pom, "dependency:copy-dependencies", "-DoutputDirectory=" + libraries)
    listed = os.path.join(folder, "class-path")
    offline = ["-o"] if os.path.exists(listed) else []
    goals = ["test-compile", "dependency:build-classpath", "-Dmdep.outputFile=" + listed]
    maven(*offline, "-pl", "fuzz", "-am", *goals)
    with open(listed) as text:
        needed = text.read().strip()
    return os.pathsep.join([os.path.join(ROOT, "fuzz/target/test-classes"), needed, os.path.join(libraries, "*")])


class Ledger:
    """What was done of each target, across runs."""

    def __init__(self, folder):
        self.file = os.path.join(folder, "ledger.json")
        self.targets = {}
        if os.path.exists(self.file):
            with open(self.file) as text:
                self.targets = json.load(text)

    def of(self, target):
        empty = {"executions": 0, "seconds": 0, "seeds": [], "corpus": 0, "coverage": 0, "findings": 0, "last": ""}
        return self.targets.setdefault(target, empty)

    def save(self):
        with open(self.file + ".new", "w") as text:
            json.dump(self.targets, text, indent=1)
        os.replace(self.file + ".new", self.file)

    def report(self):
        print("| target | executions | a second | inputs kept | edges | inputs that failed | seeds | last |")
        print("|---|---:|---:|---:|---:|---:|---|---|")
        for name, done in self.targets.items():
            rate = done["executions"] / max(1, done["seconds"])
            seeds = "%d pieces from %s" % (len(done["seeds"]), done["seeds"][0]) if done["seeds"] else ""
            row = (name, done["executions"], rate, done["corpus"], done["coverage"], done["findings"], seeds, done["last"])
            print("| %s | %d | %d | %d | %d | %d | %s | %s |" % row)


class Piece:
    """Some executions of one target in one process."""

    LINE = re.compile(r"^#(\d+)\s+\S+\s+cov: (\d+)")

    def __init__(self, folder, name, class_name, path, runs, seed):
        self.corpus = os.path.join(folder, "corpus", name)
        self.findings = os.path.join(folder, "findings", name)
        os.makedirs(self.corpus, exist_ok=True)
        os.makedirs(self.findings, exist_ok=True)
        self.log = os.path.join(folder, name + ".log")
        self.executions = self.coverage = 0
        self.command = [
            os.path.join(os.environ["JAVA_HOME"], "bin/java"),
            "-Xmx%dm" % HEAP_MEGABYTES, "-Xss2m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-ea",
            "-cp", path, "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + class_name,
            "--instrumentation_includes=stator.**", "--custom_hook_includes=stator.**",
            "--keep_going=%d" % FINDINGS_MAX, "--reproducer_path=" + self.findings,
            "-runs=%d" % runs, "-seed=%d" % seed, "-rss_limit_mb=%d" % RESIDENT_MEGABYTES, "-timeout=%d" % INPUT_SECONDS_MAX,
            "-artifact_prefix=" + self.findings + os.sep, "-use_value_profile=1", "-reload=0",
            self.corpus, os.path.join(ROOT, "fuzz/src/test/corpus", name),
        ]

    def run(self):
        """Whether it went to the end without a finding. Jazzer that keeps going ends well, whatever it has found."""
        begin, known = time.time(), set(self.inputs_of_findings())
        with open(self.log, "wb") as log:
            process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for line in process.stdout:
                log.write(line)
                self.note(line.decode(errors="replace"))
            status = process.wait()
        self.seconds = time.time() - begin
        return status == 0 and not set(self.inputs_of_findings()) - known

    def note(self, line):
        match = self.LINE.match(line)
        if match:
            self.executions, self.coverage = int(match.group(1)), int(match.group(2))

    def kept(self):
        return len(os.listdir(self.corpus))

    def inputs_of_findings(self):
        return [file for file in os.listdir(self.findings) if file.startswith(("crash-", "timeout-", "oom-"))]


def fuzz(options, ledger, path, name, class_name):
    done = ledger.of(name)
    runs = min(options.piece, options.executions - done["executions"])
    seed = options.seed + len(done["seeds"])
    piece = Piece(options.corpus, name, class_name, path, runs, seed)
    went_well = piece.run()
    done["executions"] += piece.executions
    done["seconds"] += int(piece.seconds)
    done["seeds"].append(seed)
    done["corpus"], done["coverage"] = piece.kept(), max(done["coverage"], piece.coverage)
    done["findings"] = len(piece.inputs_of_findings())
    done["last"] = time.strftime("%Y-%m-%d")
    ledger.save()
    word = "" if went_well else ": FAILED, see " + piece.log
    print("%s: %d executions in %d s, seed %d, %d in all%s" % (name, piece.executions, piece.seconds, seed, done["executions"], word), flush=True)
    return went_well


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--targets", default=",".join(targets()))
    parser.add_argument("--executions", type=int, default=10_000_000, help="of each target, those of earlier runs counted")
    parser.add_argument("--piece", type=int, default=1_000_000)
    parser.add_argument("--corpus", default=os.path.expanduser("~/.cache/stator/fuzz"))
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--report", action="store_true")
    options = parser.parse_args()
    os.makedirs(options.corpus, exist_ok=True)
    ledger = Ledger(options.corpus)
    if options.report:
        ledger.report()
        return
    classes = targets()
    wanted = options.targets.split(",")
    unknown = [name for name in wanted if name not in classes]
    if unknown:
        raise SystemExit("no such target: %s; there are %s" % (", ".join(unknown), ", ".join(classes)))
    path = class_path(options.corpus)
    failed = set()
    while True:
        left = [name for name in wanted if name not in failed and ledger.of(name)["executions"] < options.executions]
        if not left:
            break
        for name in left:
            if not fuzz(options, ledger, path, name, classes[name]):
                failed.add(name)
    ledger.report()
    if failed:
        raise SystemExit("findings: %s; inputs lie in %s" % (", ".join(sorted(failed)), os.path.join(options.corpus, "findings")))


main()
