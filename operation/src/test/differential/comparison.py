"""How two answers differ, and which differences are explained."""

import json
import pathlib
import re

EXPLANATIONS = pathlib.Path(__file__).resolve().parent / "explained.txt"

# Members whose value is the server's own: that they are there is compared, what they are is not.
OWN_VALUES = {
    "CreationDateTime", "LastDecreaseDateTime", "LastIncreaseDateTime", "LastUpdateDateTime",
    "LastUpdateToPayPerRequestDateTime", "NextToken", "TableId", "TableArn", "IndexArn",
}  # fmt: skip
SETS = {"SS", "NS", "BS"}
NOTHING = "nothing"


class Difference:
    """A place of an answer where a peer's differs from Stator's."""

    def __init__(self, peer, request, place, ours, theirs):
        self.peer = peer
        self.request = request
        self.place = place
        self.ours = ours if isinstance(ours, str) else json.dumps(ours, sort_keys=True)
        self.theirs = theirs if isinstance(theirs, str) else json.dumps(theirs, sort_keys=True)

    @property
    def text(self):
        return f"{self.ours} <> {self.theirs}"

    def family(self):
        """What differences that have the same reason have in common, mostly."""
        general = re.sub(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|-?\d[\d.]*|[:#]\w+', "…", self.text)
        return self.peer, self.request.operation, self.place, general[:300]


class Explanation:
    """A line of the file of explanations.

    Its patterns must match from end to end; only that of the request need be found somewhere.
    """

    def __init__(self, line):
        columns = line.split("\t")
        if len(columns) != 6:
            raise SystemExit(f"an explanation has six columns: {line}")
        peer, operation, place, text, request, self.evidence = columns
        self.line = line
        self.patterns = [re.compile(part, re.DOTALL) for part in (peer, operation, place, text)]
        self.request = re.compile(request, re.DOTALL)
        self.count = 0

    def covers(self, difference):
        parts = (difference.peer, difference.request.operation, difference.place, difference.text)
        if not all(pattern.fullmatch(part) for pattern, part in zip(self.patterns, parts)):
            return False
        return bool(self.request.search(json.dumps(difference.request.body, ensure_ascii=False)))


def explanations():
    lines = EXPLANATIONS.read_text().splitlines()
    return [Explanation(line) for line in lines if line and not line.startswith("#")]


def canonical(value):
    """The value with what has no order sorted, numbers as numbers, and the server's own hidden."""
    if isinstance(value, dict):
        return {
            name: "…" if name in OWN_VALUES else _canonical_member(name, part)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [canonical(part) for part in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _canonical_member(name, part):
    part = canonical(part)
    if name in SETS and isinstance(part, list):
        return sorted(part, key=str)
    if name in ("AttributeDefinitions", "GlobalSecondaryIndexes", "LocalSecondaryIndexes"):
        return _sorted(part)
    if name == "ConsumedCapacity" and isinstance(part, list):
        return sorted(part, key=lambda capacity: capacity.get("TableName", ""))
    if name == "Responses" and isinstance(part, dict):
        return {table: _sorted(items) for table, items in part.items()}
    return part


def _sorted(part):
    if not isinstance(part, list):
        return part
    return sorted(part, key=lambda each: json.dumps(each, sort_keys=True))


def outcome(answer):
    """200, or the error with its message."""
    status, body = answer
    if status == 200:
        return "200"
    kind = str(body.get("__type", "?")).split("#")[-1]
    return f"{status} {kind}: {body.get('message', body.get('Message', ''))}"


def differences(peer, request, ours, theirs, ordered):
    """All places where the answers differ; `ordered` if the order of items means something."""
    if outcome(ours) != outcome(theirs):
        yield Difference(peer, request, "answer", outcome(ours), outcome(theirs))
        return
    bodies = [{name: part for name, part in canonical(body).items() if name.lower() != "message"
               and name != "__type"} for _, body in (ours, theirs)]  # fmt: skip
    if not ordered:
        for body in bodies:
            if "Items" in body:
                body["Items"] = _sorted(body["Items"])
    for place, mine, other in _within("", *bodies):
        yield Difference(peer, request, place, mine, other)


def _within(place, ours, theirs):
    if ours == theirs:
        return
    if isinstance(ours, dict) and isinstance(theirs, dict) and not _is_value(ours):
        for name in sorted(ours.keys() | theirs.keys()):
            inner = f"{place}.{name}" if place else name
            yield from _within(inner, ours.get(name, NOTHING), theirs.get(name, NOTHING))
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for mine, other in zip(ours, theirs):
            yield from _within(place + "[]", mine, other)
    else:
        yield place, ours, theirs


def _is_value(part):
    return len(part) == 1 and next(iter(part)) in {"S", "N", "B", "BOOL", "NULL", "L", "M", *SETS}
