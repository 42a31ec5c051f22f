#!/usr/bin/env python3
"""Replays Stator's transcripts against another DynamoDB, and shows where its answers differ.

    replay.py http://127.0.0.1:8001 [transcript ...]

The transcripts (src/test/resources/transcripts) hold requests and Stator's exact answers, so only the
other side has to run. Every table of a transcript is deleted before and after it. JSON is compared by
value, sets without their order; messages are compared exactly. `explained.txt` beside this program
lists differences whose reason is known, one a line: a regular expression that must be found in the
difference, a tab, and the evidence for Stator's answer. Exits with 1 if a difference is not explained.
"""

import json
import pathlib
import re
import sys
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
TRANSCRIPTS = HERE.parent / "resources" / "transcripts"
REQUEST = re.compile(r"(\* )?([A-Z][A-Za-z]+) (\{.*)")
REPETITION = re.compile(r"\{\{(.)\*(\d+)\}\}")
ERROR = re.compile(r"([A-Za-z]+(?:Exception|Error|Exceeded)): (.*)")


def expanded(text):
    return REPETITION.sub(lambda found: found[1] * int(found[2]), text)


def call(endpoint, operation, body):
    request = urllib.request.Request(
        endpoint,
        data=body.encode(),
        headers={
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "DynamoDB_20120810." + operation,
            "X-Amz-Date": "20261121T000000Z",
            "Authorization": "AWS4-HMAC-SHA256 Credential=000000000000/20261121/us-east-1/dynamodb/"
            "aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=" + "0" * 64,
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as error:
        content = error.read()
        try:
            return error.code, json.loads(content)
        except ValueError:
            return error.code, {"__type": "?", "message": content.decode(errors="replace")}
    except OSError as error:
        return 0, {"__type": "NoAnswer", "message": str(error)}


def canonical(value):
    """The value with sets and the items of batches sorted, whose order means nothing, and 1 as 1.0."""
    if isinstance(value, dict):
        changed = {name: canonical(part) for name, part in value.items()}
        for name in ("SS", "NS", "BS"):
            if isinstance(changed.get(name), list):
                changed[name] = sorted(changed[name])
        if isinstance(changed.get("Responses"), dict):
            for table, items in changed["Responses"].items():
                changed["Responses"][table] = sorted(items, key=json.dumps)
        return changed
    if isinstance(value, list):
        return [canonical(part) for part in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def readable(status, body):
    """The answer in the transcripts' form."""
    if status != 200 and "Item" not in body:
        kind = body.get("__type", "?").split("#")[-1]
        return f"{status} {kind}: {body.get('message', body.get('Message', ''))}"
    return f"{status} {json.dumps(canonical(body), sort_keys=True)}"


def recorded(answer):
    """Stator's answer, taken apart as the other's is."""
    status, _, text = expanded(answer).partition(" ")
    if text.startswith("{"):
        return readable(int(status), json.loads(text))
    return f"{status} {text}"


def delete_tables(endpoint, names):
    for name in names:
        call(endpoint, "DeleteTable", json.dumps({"TableName": name}))


def differences(endpoint, transcript):
    lines = transcript.read_text().split("\n")
    tables = re.findall(r'CreateTable \{"TableName":"([^"]+)"', "\n".join(lines))
    delete_tables(endpoint, tables)
    count = 0
    for number, line in enumerate(lines, 1):
        request = REQUEST.fullmatch(line)
        if not request:
            continue
        answer = readable(*call(endpoint, request[2], expanded(request[3])))
        if request[1]:
            continue
        count += 1
        ours = recorded(lines[number][len("  => "):])
        if ours != answer:
            yield f"{transcript.name}:{number}: {line}", ours, answer
    delete_tables(endpoint, tables)
    print(f"{transcript.name}: {count} requests")


def explanations():
    for line in (HERE / "explained.txt").read_text().split("\n"):
        if line and not line.startswith("#"):
            pattern, _, evidence = line.partition("\t")
            yield re.compile(pattern), evidence


def main():
    endpoint = sys.argv[1]
    transcripts = [pathlib.Path(name) for name in sys.argv[2:]] or sorted(TRANSCRIPTS.glob("*.txt"))
    known = list(explanations())
    unexplained = explained = 0
    for transcript in transcripts:
        for request, ours, theirs in differences(endpoint, transcript):
            shown = f"{request[:300]}\n   ours   {ours[:600]}\n   theirs {theirs[:600]}"
            if any(pattern.search(f"{request}\n{ours}\n{theirs}") for pattern, _ in known):
                explained += 1
                continue
            unexplained += 1
            print(shown)
    print(f"{unexplained} unexplained differences, {explained} explained")
    sys.exit(1 if unexplained else 0)


if __name__ == "__main__":
    main()
