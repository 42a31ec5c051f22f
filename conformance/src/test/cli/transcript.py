"""Runs a transcript of shell commands against an endpoint and compares what they print.

    python3 transcript.py FILE ENDPOINT             compare
    python3 transcript.py FILE ENDPOINT --rewrite   write what was printed into FILE; then read the diff

A transcript is text. A line that starts with "$ " begins a command, which goes on while lines end with a backslash, a
quote is open or <<'EOF' waits for its end; what follows up to the next command is the expected output (standard output, then standard error). JSON is
compared by value, so the order of attributes does not matter. In the expected output <time>, <uuid> and <any> stand for
values that differ from run to run. Lines that start with "# " are headings. In commands `aws` and `awslocal` already point at
the endpoint; the working folder is a new, empty one with the files beside this program linked into it as fixtures/.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PRELUDE = """
aws() { command /usr/bin/aws --endpoint-url "$ENDPOINT" "$@"; }
awslocal() { aws "$@"; }
"""
MARKS = {
    "<time>": r"-?\d+(\.\d+)?|\d{4}-\d\d-\d\d[T ][\d:.]+([+-]\d\d:?\d\d|Z)?",
    "<uuid>": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "<any>": r"(?s:.)*",
}


def blocks(text):
    """Yields (heading lines, command, expected output) of a transcript."""
    heading, command, output = [], None, []
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("$ ") or line.startswith("# "):
            if command is not None:
                yield heading, command, "\n".join(output).strip()
                heading, command, output = [], None, []
            if line.startswith("# "):
                heading.append(line)
                continue
            command = line[2:]
            while is_open(command):
                command += "\n" + next(lines)
        elif command is None:
            heading.append(line)
        else:
            output.append(line)
    if command is not None:
        yield heading, command, "\n".join(output).strip()


def is_open(command):
    if command.endswith("\\"):
        return True
    if re.search("<<\\s*'EOF'", command):
        return not command.endswith("\nEOF")
    try:
        shlex.split(command)
        return False
    except ValueError:
        return True


def environment(endpoint, folder):
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": folder,
        "ENDPOINT": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_PAGER": "",
        "LC_ALL": "C.UTF-8",
    }


def run(command, environment, folder):
    """What a command prints: its output, then its errors."""
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )
    return (done.stdout.strip() + "\n" + done.stderr.strip()).strip()


def parse(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def same(expected, actual, newer=False):
    """Whether two JSON values, or two texts, are the same but for the marks.

    newer: a CLI that knows more than the one that wrote the transcript may show members that it does not show.
    """
    if isinstance(expected, dict) and isinstance(actual, dict):
        known = expected.keys() <= actual.keys() if newer else expected.keys() == actual.keys()
        return known and all(same(expected[key], actual[key], newer) for key in expected)
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(same(*pair, newer) for pair in zip(expected, actual))
    if isinstance(expected, str) and isinstance(actual, str) and expected.startswith("{") and "<uuid>" in expected:
        left, right = parse(expected), parse(actual)
        if isinstance(left, dict) and isinstance(right, dict):
            return same_in_any_order(left, right)
    if isinstance(expected, str) and any(mark in expected for mark in MARKS):
        pattern = re.escape(expected)
        for mark, regex in MARKS.items():
            pattern = pattern.replace(re.escape(mark), f"(?:{regex})")
        return re.fullmatch(pattern, str(actual)) is not None
    return expected == actual and type(expected) is type(actual)


def same_in_any_order(expected, actual):
    """For what a function says of a Scan: where an item with a random key stands among the others is random, too."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(same_in_any_order(expected[key], actual[key]) for key in expected)
    if isinstance(expected, list) and isinstance(actual, list):
        rest = list(actual)
        for one in expected:
            partner = next((other for other in rest if same_in_any_order(one, other)), None)
            if partner is None:
                return False
            rest.remove(partner)
        return not rest
    return same(expected, actual)


def matches(expected, actual, newer=False):
    left, right = parse(expected), parse(actual)
    if left is not None and right is not None:
        return same(left, right, newer)
    return same(expected, actual)


def with_marks(text):
    """What was printed, with marks for times and ids."""
    text = re.sub(r'"(\w*DateTime)": "[^"]*"', r'"\1": "<time>"', text)
    today = time.strftime("%Y-%m-%d", time.gmtime())
    text = re.sub(today + r"[T ]\d\d:\d\d:[\d.]+([+-]\d\d:?\d\d|Z)?", "<time>", text)
    text = re.sub(r'"(TableId|RevisionId)": "[^"]*"', r'"\1": "<uuid>"', text)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<uuid>", text)


def walk(path, rewrite, runner, newer=False):
    """Runs the commands of a transcript one after the other; returns how many did not answer as expected."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    failures, written = 0, []
    for heading, command, expected in blocks(text):
        actual = runner(command)
        good = matches(expected, actual, newer)
        if not good and not rewrite:
            failures += 1
            print(f"$ {command}\n--- expected\n{expected}\n--- actual\n{actual}\n")
        written += heading + ["$ " + command, expected if good else with_marks(actual), ""]
    if rewrite:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(line for line in written).rstrip() + "\n")
    print(f"{failures} of the commands of {path} did not answer as expected" if failures else f"{path}: all as expected")
    return failures


def main():
    path, endpoint = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(HERE, os.path.join(folder, "fixtures"))
        variables = environment(endpoint, folder)
        failures = walk(path, "--rewrite" in sys.argv, lambda command: run(PRELUDE + command, variables, folder))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
