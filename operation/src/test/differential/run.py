#!/usr/bin/env python3
"""Sends generated requests to Stator and to its open peers, and shows where answers differ.

    run.py [--seed N] [--requests N] [--peer dynoxide|dynalite|all] [--examples N] [--rules]

The same seed gives the same requests. Status, error, message and body are compared; the order of what
AWS returns in no promised order is not. Where a server pages, all pages are read and compared as one.
After a write that the servers answer differently, or that a peer does not have, the peer is given
Stator's items again, so that one difference does not make others; every thousand requests, and at the end, all tables are compared.

A difference from one peer is settled if the other gives exactly Stator's answer there: both peers were
written against recorded answers of AWS, and two of three do not err alike by chance.

`explained.txt` beside this program lists the other differences whose reason is known, one
a line, in six columns with tabs between them: peer, operation, place in the answer, "Stator's <> the
peer's" (regular expressions that match from end to end), a regular expression that is found in the
request, and the evidence for Stator's answer. Exits with 1 if a difference is not explained.

Stator is what was built last. The peers are packages of npm, those of the benchmark; the first run
installs them in benchmark/peers.
"""

import argparse
import collections
import concurrent.futures
import json
import sys
import time

import peers
from comparison import Difference, differences, explanations
from schemas import MULTI, SCRATCH, SORTED_BY, TABLES, Table
from workload import Request, Workload

PAGES_MAX = 60
SEGMENTS_MAX = 10
CHECK_EVERY = 1000
WRITES = {
    "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems",
    "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction",
}  # fmt: skip
OF_TABLES = {"CreateTable", "UpdateTable", "DeleteTable"}


class Run:
    """One differential run against some peers."""

    def __init__(self, stator, others):
        self.stator = stator
        self.others = others
        self.known = explanations()
        self.unexplained = collections.defaultdict(list)
        self.compared = collections.Counter()
        self.explained = 0
        self.settled = 0
        self.doubtful_tokens = set()
        self.pool = concurrent.futures.ThreadPoolExecutor()

    def tables_of(self, server):
        """The tables whose items are the same at a server; dynalite is older than some keys."""
        return [table for table in TABLES if server.name != "dynalite" or table is not MULTI]

    def create_tables(self, server):
        for table in TABLES:
            creation = table.creation()
            if table not in self.tables_of(server):
                creation = Table(table.name, table.key).creation()  # for ListTables
            status, body = server.call("CreateTable", creation)
            if status != 200:
                raise SystemExit(f"{server.name} does not create {table.name}: {body}")
            self.wait_until_settled(server, table.name)

    # One request

    def step(self, request):
        asked = [peer for peer in self.others if peer.takes(request.operation) and self.concerns(peer, request)]
        ours, *theirs = self.pool.map(lambda server: self.answer(server, request), [self.stator] + asked)
        found = {}
        for peer, answer in zip(asked, theirs):
            self.compared[peer.name] += 1
            found[peer.name] = self.compare(peer, request, ours, answer)
        for name, of_peer in found.items():
            others = [each for other, each in found.items() if other != name]
            for difference in of_peer:
                if any(agrees(difference, other) for other in others):
                    self.settled += 1
                else:
                    self.note(difference)
        if any(found.values()):
            self.doubtful_tokens.add(request.token)
        if request.operation in WRITES:
            for peer in self.others:
                if any(found.values()) or (ours[0] == 200 and peer not in asked):
                    self.give_items(peer, self.tables_named_in(request))
        if request.operation in OF_TABLES and any(found.values()):
            self.drop_scratch()

    def concerns(self, peer, request):
        """Not if it is about what the peer lacks, or about a transaction that only one side has made."""
        if request.token and request.token in self.doubtful_tokens:
            return False
        return peer.name != "dynalite" or '"multi"' not in json.dumps(request.body)

    def tables_named_in(self, request):
        text = json.dumps(request.body)
        return [table for table in TABLES if table.name in text]

    def compare(self, peer, request, ours, theirs):
        if theirs is None:
            peer.restart()
            self.create_tables(peer)
            self.give_items(peer, TABLES)
            self.drop_scratch()
            return [Difference(peer.name, request, "answer", "an answer", "no answer")]
        found = list(differences(peer.name, request, ours, theirs, has_order(request)))
        if not found and ours[0] == 200:
            found = list(self.effects(peer, request))
        return found

    def effects(self, peer, request):
        """What an update that the servers answer alike made of its items."""
        for body in updates(request):
            get = {"TableName": body["TableName"], "Key": body["Key"], "ConsistentRead": True}
            answers = [server.call("GetItem", get) for server in (self.stator, peer)]
            for difference in differences(peer.name, request, *answers, ordered=True):
                difference.place = "effect"
                yield difference

    def note(self, difference):
        for explanation in self.known:
            if explanation.covers(difference):
                explanation.count += 1
                self.explained += 1
                return
        self.unexplained[difference.family()].append(difference)

    def answer(self, server, request):
        """What a server answers; nothing if a peer does not."""
        try:
            return self.whole_answer(server, request)
        except peers.NoAnswer:
            if server is self.stator:
                raise
            return None

    def whole_answer(self, server, request):
        if request.pages:
            return self.all_pages(server, request)
        answer = server.call(request.operation, request.body)
        if request.operation in OF_TABLES and answer[0] == 200:
            self.wait_until_settled(server, request.body["TableName"])
        return answer

    def all_pages(self, server, request):
        """The pages of a read as one answer: their items, the sums of their counts, their number."""
        whole, sums = {}, collections.Counter()
        for part in segments(request.body):
            status, page = self.pages_of(server, request, part, whole, sums)
            if status != 200:
                return status, page
        if request.operation == "Scan" and request.body.keys() & {"TotalSegments", "Limit"}:
            whole.pop("ConsumedCapacity", None)  # which items a part of a scan has is up to the placement
            if "TotalSegments" in request.body:
                del sums["Pages"]
        attribute = SORTED_BY.get(str(request.body.get("IndexName")))
        if request.operation == "Query" and attribute:
            whole["Order"] = [item.get(attribute) for item in whole["Items"]]
        return 200, {**whole, **sums}

    def pages_of(self, server, request, part, whole, sums):
        """Adds the pages of a segment to the whole; the last page, or the refusal."""
        body = dict(part)
        for _ in range(PAGES_MAX):
            status, page = server.call(request.operation, body)
            if status != 200:
                break
            sums.update(Pages=1, Count=page.get("Count", 0), ScannedCount=page.get("ScannedCount", 0))
            whole.setdefault("Items", []).extend(page.get("Items", []))
            if page.get("ConsumedCapacity"):
                whole.setdefault("ConsumedCapacity", page["ConsumedCapacity"])
            if page.get("NextToken"):
                body["NextToken"] = page["NextToken"]
            elif page.get("LastEvaluatedKey"):
                body["ExclusiveStartKey"] = page["LastEvaluatedKey"]
                if has_order(request):
                    whole.setdefault("LastEvaluatedKeys", []).append(page["LastEvaluatedKey"])
            else:
                break
        return status, page

    # The same state everywhere

    def items(self, server, table):
        body, items = {"TableName": table.name, "ConsistentRead": True}, {}
        while True:
            status, page = server.call("Scan", body)
            if status != 200:
                raise SystemExit(f"{server.name} does not scan {table.name}: {page}")
            for item in page["Items"]:
                key = {name: item[name] for name, _, _ in table.key}
                items[json.dumps(key, sort_keys=True)] = item
            if not page.get("LastEvaluatedKey"):
                return items
            body["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def give_items(self, peer, tables):
        """Makes the peer's items equal to Stator's; who cannot hold an item loses it everywhere."""
        for table in tables:
            if table not in self.tables_of(peer):
                continue
            ours, theirs = self.items(self.stator, table), self.items(peer, table)
            for key in ours.keys() | theirs.keys():
                if same(ours.get(key), theirs.get(key)):
                    continue
                if key in ours:
                    put = {"TableName": table.name, "Item": ours[key]}
                    if peer.call("PutItem", put)[0] == 200:
                        continue
                for server in [self.stator] + self.others:
                    if table in self.tables_of(server):
                        delete = {"TableName": table.name, "Key": json.loads(key)}
                        server.call("DeleteItem", delete)

    def check(self):
        """All items of all tables."""
        for peer in self.others:
            for table in self.tables_of(peer):
                request = Request("Scan", {"TableName": table.name, "ConsistentRead": True})
                ours, theirs = self.items(self.stator, table), self.items(peer, table)
                for key in sorted(ours.keys() | theirs.keys()):
                    if not same(ours.get(key), theirs.get(key)):
                        mine, other = ours.get(key, "nothing"), theirs.get(key, "nothing")
                        self.note(Difference(peer.name, request, "state", mine, other))

    def drop_scratch(self):
        for server in [self.stator] + self.others:
            for name in SCRATCH:
                server.call("DeleteTable", {"TableName": name})
                self.wait_until_settled(server, name)

    def wait_until_settled(self, server, name):
        """Until a table is active with all its indexes, or gone."""
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            status, body = server.call("DescribeTable", {"TableName": name})
            table = body.get("Table", {})
            states = [table.get("TableStatus")] + [
                index.get("IndexStatus") for index in table.get("GlobalSecondaryIndexes", [])
            ]
            if status != 200 or set(states) == {"ACTIVE"}:
                return
            time.sleep(0.002)

    # What came of it

    def report(self, requests, examples, seconds):
        for family, found in sorted(self.unexplained.items(), key=lambda each: -len(each[1])):
            peer, operation, place, _ = family
            print(f"\n{len(found)} times: {peer} {operation} {place}")
            for difference in found[:examples]:
                print(f"  request {json.dumps(difference.request.body, ensure_ascii=False)[:900]}")
                print(f"  ours    {difference.ours[:700]}\n  theirs  {difference.theirs[:700]}")
        count = sum(map(len, self.unexplained.values()))
        compared = ", ".join(f"{number} with {name}" for name, number in self.compared.items())
        print(f"\n{requests} requests in {seconds:.0f} s, compared: {compared}")
        for peer in self.others:
            if peer.deaths:
                print(f"{peer.name} died {peer.deaths} times")
        print(f"{count} unexplained differences of {len(self.unexplained)} families, "
              f"{self.settled} settled by the other peer, {self.explained} explained")  # fmt: skip
        return count


def segments(body):
    """The bodies of the scans of all segments, if the body is that of a scan of all."""
    total = body.get("TotalSegments")
    if "Segment" in body or not isinstance(total, int) or not 1 <= total <= SEGMENTS_MAX:
        return [body]
    return [{**body, "Segment": segment} for segment in range(total)]


def has_order(request):
    """Whether items come in an order that is promised: index keys may be equal, and then it is not."""
    return request.operation == "Query" and "IndexName" not in request.body


def agrees(difference, of_another):
    """Whether another peer gave Stator's answer in the place of a difference."""
    places = {other.place for other in of_another}
    return difference.place not in places and (difference.place == "answer" or "answer" not in places)


def updates(request):
    """The parts of a request that update an item, if they say which."""
    if request.operation == "UpdateItem":
        parts = [request.body]
    elif request.operation == "TransactWriteItems":
        parts = [action.get("Update") for action in request.body["TransactItems"]]
    else:
        parts = []
    return [part for part in parts if part and part.get("TableName") and part.get("Key")]


def same(ours, theirs):
    def plain(item):
        if isinstance(item, dict):
            return {name: sorted(part, key=str) if name in ("SS", "NS", "BS") and isinstance(part, list)
                    else plain(part) for name, part in item.items()}  # fmt: skip
        return [plain(part) for part in item] if isinstance(item, list) else item

    return plain(ours) == plain(theirs)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--peer", choices=["dynoxide", "dynalite", "all"], default="all")
    parser.add_argument("--examples", type=int, default=2, help="examples of each difference")
    parser.add_argument("--rules", action="store_true", help="show how often each explanation served")
    return parser.parse_args()


def main():
    chosen = arguments()
    stator = peers.stator()
    others = [make() for name, make in (("dynoxide", peers.dynoxide), ("dynalite", peers.dynalite))
              if chosen.peer in (name, "all")]  # fmt: skip
    try:
        run = Run(stator, others)
        for server in [stator] + others:
            server.start()
            run.create_tables(server)
        workload, started = Workload(chosen.seed), time.monotonic()
        for number in range(1, chosen.requests + 1):
            run.step(workload.next())
            if number % CHECK_EVERY == 0 or number == chosen.requests:
                run.check()
        count = run.report(chosen.requests, chosen.examples, time.monotonic() - started)
        if chosen.rules:
            for explanation in run.known:
                print(f"{explanation.count:6} {explanation.line[:150]}")
    finally:
        for server in [stator] + others:
            server.stop()
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
