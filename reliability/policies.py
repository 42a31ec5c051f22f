"""Random policies and requests, decided by Stator, by an evaluator of others, and by one that follows the guide.

    reliability/run policies --cases 100000 --seed 1
    reliability/run policies --cases 100000 --seed 1 --url http://localhost:8000

Stator's decision is made by the code that decides on real requests, in a process beside this one (PolicyDecisions.java, with what
was built: ./mvnw package); with --url, a server that runs with --auth off is asked by SimulateCustomPolicy, too, as far as that can say a
case. The evaluator of others is @cloud-copilot/iam-simulate from npm (AGPL): it is installed into a folder of its own, runs in a
process of its own, and is no part of this project. The third one is policy_model.py, written from AWS's guide alone. What the evaluator
of others knows otherwise than the guide, or not at all, is named below (KNOWN), with the guide's words; those cases are decided
by the other two. Ends with 1 if a decision differs; each difference is printed as a case that can be given to all.
"""

import argparse
import collections
import concurrent.futures
import http.client
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree

import policy_model
from policy_cases import KEYS, Cases
from server import java_program

EVALUATOR = "@cloud-copilot/iam-simulate@0.1.173"
HERE = pathlib.Path(__file__).resolve().parent
TOLD_MAX = 10
CHUNK = 2_000


class Lines:
    """An evaluator in a process of its own, which answers each line with one."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.writer = concurrent.futures.ThreadPoolExecutor(1)

    def ask(self, lines):
        def write():
            self.process.stdin.write("".join(line + "\n" for line in lines))
            self.process.stdin.flush()

        written = self.writer.submit(write)
        answers = [self.process.stdout.readline().rstrip("\n") for _ in lines]
        written.result()
        return answers

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.writer.shutdown()


def stator():
    return Lines(java_program("PolicyDecisions.java"))


def line(case):
    """A case as PolicyDecisions.java reads it."""

    def texts(policies):
        return "\x1f".join(json.dumps(policy) for policy in policies)

    values = ["\x1e".join([key, *policy_model.listed(value)]) for key, value in case["context"].items()]
    at_resource = [case["resourcePolicy"]] if case["resourcePolicy"] else []
    return "\t".join([
        case["account"], case["principal"], case["origin"], case["action"], case["resource"], case["owner"],
        texts(case["identity"]), texts(case["boundary"]), texts(case["session"]), texts(at_resource), "\x1f".join(values)])


class Server:
    """Asks a server by SimulateCustomPolicy; belongs to one thread."""

    AUTHORIZATION = (
        "AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-1/iam/aws4_request, SignedHeaders=host;x-amz-date,"
        " Signature=0"
    )

    def __init__(self, url):
        self.host = urllib.parse.urlsplit(url).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=60)

    @staticmethod
    def can_say(case):
        """It simulates users, and has no policies of sessions."""
        return ":user/" in case["principal"] and "federated" not in case["principal"]

    @staticmethod
    def form(one):
        form = {"Action": "SimulateCustomPolicy", "Version": "2010-05-08", "CallerArn": one["principal"]}
        form["ActionNames.member.1"] = one["action"]
        form["ResourceArns.member.1"] = one["resource"]
        form["ResourceOwner"] = f"arn:aws:iam::{one['owner']}:root"
        for i, policy in enumerate(one["identity"], 1):
            form[f"PolicyInputList.member.{i}"] = json.dumps(policy)
        for i, policy in enumerate(one["boundary"], 1):
            form[f"PermissionsBoundaryPolicyInputList.member.{i}"] = json.dumps(policy)
        if one["resourcePolicy"]:
            form["ResourcePolicy"] = json.dumps(one["resourcePolicy"])
        for i, (key, value) in enumerate(one["context"].items(), 1):
            name = f"ContextEntries.member.{i}."
            form[name + "ContextKeyName"] = key
            form[name + "ContextKeyType"] = "stringList" if key in KEYS and KEYS[key][0] else "string"
            for j, each in enumerate(policy_model.listed(value), 1):
                form[f"{name}ContextKeyValues.member.{j}"] = each
        return urllib.parse.urlencode(form)

    def exchange(self, one, headers):
        self.connection.request("POST", "/", self.form(one), headers)
        answer = self.connection.getresponse()
        return answer, answer.read().decode()

    def decide(self, one):
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Amz-Date": "20260101T000000Z",
            "Authorization": self.AUTHORIZATION,
        }
        try:
            answer, text = self.exchange(one, headers)
        except (http.client.HTTPException, OSError):  # it idled too long while the others were busy
            self.connection.close()
            answer, text = self.exchange(one, headers)
        if answer.status != 200:
            return f"error: {answer.status} {text}"
        for element in xml.etree.ElementTree.fromstring(text).iter():
            if element.tag.endswith("}EvalDecision"):
                return element.text
        return "error: no decision in " + text


def statements(case):
    kinds = case["identity"] + case["boundary"] + case["session"]
    return policy_model.statements(kinds + ([case["resourcePolicy"]] if case["resourcePolicy"] else []))


def conditions(case):
    """Every condition of a case's policies: (operator, key, values)."""
    for statement, _ in statements(case):
        for operator, compared in statement.get("Condition", {}).items():
            for key, values in compared.items():
                yield operator, key, policy_model.listed(values)


def has_variable_without_value(case):
    """In NotResource, or in what an ARN must not be like."""
    context = {key.lower(): policy_model.listed(value) for key, value in case["context"].items()}
    texts = [text for operator, _, values in conditions(case) if "ArnNot" in operator for text in values]
    for statement, _ in statements(case):
        texts += policy_model.listed(statement.get("NotResource", []))
    return any(policy_model.pieces(text, context, True, True) is None for text in texts)


KNOWN = {
    # "The account root user … has full access": it has no policies, and needs none.
    "the other evaluator knows no root user": lambda case: case["principal"].endswith(":root"),
    # "Permissions granted directly to a session are not limited by an implicit deny in an identity-based policy, a permissions
    # boundary, or session policy."
    "the other evaluator limits what a resource grants a session directly": lambda case:
        bool(case["session"] and case["resourcePolicy"]),
    # aws:EpochTime "works with date operators"; its value is a number of seconds.
    "the other evaluator reads no seconds as dates": lambda case: any(
        "Date" in operator and key.lower() == "aws:epochtime" for operator, key, _ in conditions(case)),
    # NotIpAddress: "all IP addresses except the specified IP address or range", of whatever family.
    "the other evaluator compares no addresses of two families": lambda case: any(
        "NotIpAddress" in operator for operator, _, _ in conditions(case)) and ":" in case["context"].get("aws:SourceIp", ""),
    # "${*} – use where you need an * (asterisk) character": where it stands for itself, too.
    "the other evaluator leaves ${*} in texts without wildcards": lambda case: any(
        "Equals" in operator and "${" in str(values) for operator, _, values in conditions(case)),
    # IfExists: "if the key is not present, evaluate the condition element as true", with ForAnyValue, too.
    "the other evaluator has no ForAnyValue with IfExists": lambda case: any(
        operator.startswith("ForAnyValue:") and operator.endswith("IfExists") for operator, _, _ in conditions(case)),
    # "If AWS cannot resolve a variable this might cause the entire statement to be invalid": the guide does not say when.
    "a variable without a value beside parts of an ARN that differ anyway": has_variable_without_value,
    # "Variables … must include the Version element set to 2012-10-17": in earlier ones they are texts.
    "the other evaluator has variables in policies of 2008": lambda case: any(
        not variables and "${" in json.dumps(statement) for statement, variables in statements(case)),
    # The developer guide's example of transactions asks it of ConditionCheckItem; the service authorization reference, from which
    # the other evaluator has its keys, leaves it out.
    "the other evaluator knows no EnclosingOperation of ConditionCheckItem": lambda case:
        case["action"].endswith(":ConditionCheckItem") and "dynamodb:EnclosingOperation" in case["context"],
    # No key of AWS's reference is binary; the other evaluator compares what is binary by its name only.
    "the other evaluator compares no texts as binary": lambda case: any(
        "Binary" in operator for operator, _, _ in conditions(case)),
}


def known_difference(case):
    """Why the evaluator of others decides a case otherwise than the guide; "" if it should not."""
    for reason, applies in KNOWN.items():
        if applies(case):
            return reason
    return ""


def installed(folder):
    if not (folder / "node_modules").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), EVALUATOR], check=True)
    return folder


class Run:
    def __init__(self, options):
        self.cases = Cases(options.seed)
        self.stator = stator()
        script = HERE / "policies_oracle.mjs"
        self.others = Lines([shutil.which("node") or "node", str(script), str(installed(options.evaluator))])
        self.server = Server(options.url) if options.url else None
        self.counts = collections.Counter()
        self.differences = 0

    def chunk(self, size):
        cases = [self.cases.next() for _ in range(size)]
        with concurrent.futures.ThreadPoolExecutor(2) as beside:
            theirs = beside.submit(self.others.ask, [json.dumps(case) for case in cases])
            ours = beside.submit(self.stator.ask, [line(case) for case in cases])
            guides = [policy_model.decide(case) for case in cases]
            for case, mine, their, guide in zip(cases, ours.result(), theirs.result(), guides):
                self.compare(case, mine, their, guide)

    def compare(self, case, mine, their, guide):
        self.counts[mine] += 1
        if mine != guide:
            self.differ("guide", mine, guide, case)
        if mine != their:
            reason = known_difference(case)
            self.counts[reason or "other evaluator"] += 1
            if not reason:
                self.differ("other evaluator", mine, their, case)
        if self.server and Server.can_say(case):
            self.counts["asked by HTTP"] += 1
            said = self.server.decide(case)
            if said != mine:
                self.differ("server", mine, said, case)

    def differ(self, who, mine, other, case):
        self.differences += 1
        if self.differences <= TOLD_MAX:
            print(f"DIFFERENT: Stator {mine}, {who} {other}: {json.dumps(case)}")

    def close(self):
        self.stator.close()
        self.others.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--url", help="a server with --auth off that is asked, too")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--evaluator", type=pathlib.Path, help="the folder for the other evaluator; by default one for temporary files",
        default=pathlib.Path(tempfile.gettempdir()) / "stator-policy-evaluator")
    options = parser.parse_args()
    run = Run(options)
    for start in range(0, options.cases, CHUNK):
        run.chunk(min(CHUNK, options.cases - start))
    run.close()
    print(f"{options.cases} cases, seed {options.seed}: {run.differences} differences; {dict(run.counts)}")
    return 1 if run.differences else 0


if __name__ == "__main__":
    sys.exit(main())
