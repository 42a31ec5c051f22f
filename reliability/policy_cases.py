"""Random policies and requests: what a seed gives, one case after the other.

A case is a dictionary:
    principal   ARN of who calls: a user, a session of a role, a federated user, the root of an account
    account     of the principal
    origin      of a session: the ARN of its role, or of the user that federated; else ""
    action, resource, owner (the account of the resource)
    context     what the request says: key → text, or list of texts for keys that have several values
    identity, boundary, session: lists of policies
    resourcePolicy   one policy or None
"""

import random

ACCOUNT = "123456789012"
OTHER_ACCOUNT = "210987654321"
TABLES = ["Scores", "Score", "Games"]
NAMES = ["alice", "bob"]
WORDS = ["a", "b", "A", "ab", "a*b", "", "alice", "1", "x?", "${aws:username}", "${aws:PrincipalTag/team}",
         "${aws:PrincipalTag/none, 'a'}", "a${*}b", "x${?}", "${$}", "team-${aws:PrincipalTag/team}*"]

# Actions and the resources that they are about, as the service authorization reference has them.
ACTIONS = {
    "GetItem": ["table"], "PutItem": ["table"], "UpdateItem": ["table"], "DeleteItem": ["table"],
    "ConditionCheckItem": ["table"], "BatchGetItem": ["table"], "BatchWriteItem": ["table"],
    "Query": ["table", "index"], "Scan": ["table", "index"], "PartiQLSelect": ["table", "index"],
    "PartiQLInsert": ["table"], "PartiQLUpdate": ["table"], "PartiQLDelete": ["table"],
    "DescribeTable": ["table"], "GetRecords": ["stream"], "DeleteBackup": ["backup"],
}
ITEMS = {"GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem", "BatchGetItem", "BatchWriteItem", "Query",
         "PartiQLSelect", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete"}
ALL = set(ACTIONS)

# Keys of DynamoDB: whether they have several values, which actions have them, and what a request may say.
OF_DYNAMODB = {
    "dynamodb:LeadingKeys": (True, ITEMS, [["a"], ["a", "b"], ["alice"], ["alice", "b"], ["a*b"]]),
    "dynamodb:Attributes": (True, ITEMS | {"Scan"}, [["a"], ["a", "ab"], ["A"], ["x?", "1"]]),
    "dynamodb:Select": (False, {"Query", "Scan", "GetItem", "BatchGetItem", "PartiQLSelect"},
                        ["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES"]),
    "dynamodb:ReturnValues": (False, {"PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"}, ["NONE", "ALL_OLD"]),
    "dynamodb:EnclosingOperation": (False, {"GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"},
                                    ["TransactWriteItems", "TransactGetItems"]),
    "dynamodb:FullTableScan": (False, {"PartiQLSelect"}, ["true", "false"]),
}
# Keys that every request may have.
GLOBAL = {
    "aws:SourceIp": (False, ALL, ["10.0.0.1", "192.168.3.4", "203.0.113.9", "2001:db8::1"]),
    "aws:CurrentTime": (False, ALL, ["2026-01-01T00:00:00Z", "2027-05-05T12:00:00Z"]),
    "aws:EpochTime": (False, ALL, ["1767225600", "1809518400"]),
    "aws:MultiFactorAuthAge": (False, ALL, ["10", "3600", "7.5", "-1"]),
    "aws:SecureTransport": (False, ALL, ["true", "false"]),
    "aws:RequestedRegion": (False, ALL, ["us-east-1", "eu-west-1"]),
    "aws:UserAgent": (False, ALL, ["a", "ab", "YWI=", "YQ=="]),
}
KEYS = {**OF_DYNAMODB, **GLOBAL}
TEXT_KEYS = list(OF_DYNAMODB)[:5] + ["aws:username", "aws:UserAgent", "aws:RequestedRegion", "aws:PrincipalTag/team",
                                     "aws:ResourceTag/team", "aws:userid", "aws:nothing"]
NUMBER = ["Numeric" + end for end in ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")]
# Operators, the keys that they are used with, and values of policies.
OPERATORS = [
    (["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"],
     TEXT_KEYS, WORDS + ["SPECIFIC_ATTRIBUTES", "COUNT", "NONE", "al*", "b?b", "*", "Transact*", "us-*", "TransactGetItems"]),
    (NUMBER, ["aws:MultiFactorAuthAge"], ["10", "7.5", "3600", "100", "-1", "10.0"]),
    ([one.replace("Numeric", "Date") for one in NUMBER], ["aws:CurrentTime", "aws:EpochTime"],
     ["2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "2027-05-05T12:00:00Z"]),
    (["BinaryEquals"], ["aws:UserAgent"], ["YWI=", "Ym90bzM=", "YQ=="]),
    (["Bool"], ["aws:SecureTransport", "dynamodb:FullTableScan"], ["true", "false"]),
    (["IpAddress", "NotIpAddress"], ["aws:SourceIp"],
     ["10.0.0.0/8", "10.0.0.1", "192.168.0.0/16", "203.0.113.0/24", "0.0.0.0/1", "2001:db8::/32"]),
    (["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"], ["aws:PrincipalArn"],
     [f"arn:aws:iam::{ACCOUNT}:user/alice", f"arn:aws:iam::{ACCOUNT}:user/*", "arn:aws:iam::*:user/b?b",
      f"arn:aws:iam::{ACCOUNT}:role/*", "arn:aws:sts::*:federated-user/${aws:PrincipalTag/team}",
      f"arn:aws:iam::{ACCOUNT}:*/${{aws:username}}"]),
]


class Cases:
    """Cases that a seed gives, one after the other."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def some(self, choices, most=3):
        return self.random.sample(choices, self.random.randint(1, min(most, len(choices))))

    def chance(self, share):
        return self.random.random() < share

    # Policies.

    def condition(self):
        operators, keys, values = self.random.choice(OPERATORS)
        operator = self.random.choice(operators)
        key = self.random.choice(keys)
        several = key in KEYS and KEYS[key][0]
        if several or self.chance(0.1):
            operator = self.random.choice(["ForAllValues:", "ForAnyValue:"]) + operator
        if self.chance(0.25):
            operator += "IfExists"
        values = self.some(values)
        return operator, self.spelled(key), values[0] if len(values) == 1 and self.chance(0.5) else values

    def spelled(self, key):
        """Keys are the same in letters of any size; what follows a slash is a tag's."""
        return key.lower() if self.chance(0.1) else key

    def conditions(self):
        result = {}
        for _ in range(self.random.choice([0, 0, 0, 1, 1, 2])):
            operator, key, values = self.condition()
            result.setdefault(operator, {})[key] = values
        if self.chance(0.1):
            result["Null"] = {self.random.choice(list(KEYS)): self.random.choice(["true", "false"])}
        return result

    def resource(self):
        part = self.random.choice(
            TABLES + ["*", "Score?", "S*", "${aws:username}", "Scores/index/*", "*/index/by?ame", "Scores/stream/*",
                      "${aws:PrincipalTag/team}*", "Games/backup/0*"])
        account = self.random.choice([ACCOUNT, ACCOUNT, "*", OTHER_ACCOUNT])
        return f"arn:aws:dynamodb:{self.random.choice(['us-east-1', '*', 'us-*'])}:{account}:table/{part}"

    def actions(self):
        names = ["dynamodb:" + one for one in ACTIONS]
        return self.some(names + ["dynamodb:*", "dynamodb:*", "dynamodb:Get*", "DynamoDB:getitem", "dynamodb:?uery",
                                  "dynamodb:*Item", "dynamodb:PartiQL*", "*"], 4)

    def statement(self, case=None):
        """A statement; of the policy of the resource of a case, if there is one."""
        statement = {"Effect": self.random.choice(["Allow"] * 4 + ["Deny"])}
        if self.chance(0.2):
            statement["Sid"] = "S" + str(self.random.randrange(10**9))
        actions = self.actions()
        actions = actions[0] if len(actions) == 1 and self.chance(0.5) else actions
        statement["NotAction" if self.chance(0.1) else "Action"] = actions
        resources = [self.resource() for _ in range(self.random.randint(1, 2))]
        if self.chance(0.35):
            resources = ["*"] if case is None else [case["resource"]]
        statement["NotResource" if case is None and self.chance(0.1) else "Resource"] = resources
        if case is not None:
            negated = statement["Effect"] == "Deny" and self.chance(0.3)
            statement["NotPrincipal" if negated else "Principal"] = self.principal(case, negated)
        conditions = self.conditions()
        if conditions:
            statement["Condition"] = conditions
        return statement

    def principal(self, case, negated):
        if not negated and self.chance(0.15):
            return "*"
        account = case["account"]
        choices = [case["principal"], f"arn:aws:iam::{account}:root", account, f"arn:aws:iam::{account}:user/alice",
                   f"arn:aws:iam::{account}:role/reader", f"arn:aws:iam::{OTHER_ACCOUNT}:root",
                   f"arn:aws:sts::{account}:assumed-role/reader/desk"]
        if case["origin"]:
            choices.append(case["origin"])
        result = {"AWS": self.some(choices, 2)}
        if not negated and self.chance(0.05):
            result = {"Service": "lambda.amazonaws.com"}
        elif self.chance(0.05):
            result["Service"] = ["lambda.amazonaws.com"]
        return result

    def policy(self, case=None):
        statements = [self.statement(case) for _ in range(self.random.randint(1, 3))]
        version = "2008-10-17" if case is not None and self.chance(0.1) else "2012-10-17"
        return {"Version": version, "Statement": statements[0] if len(statements) == 1 else statements}

    # Requests.

    def caller(self):
        name = self.random.choice(NAMES)
        kind = self.random.choice(["user"] * 4 + ["role"] * 3 + ["federated", "root"])
        user = f"arn:aws:iam::{ACCOUNT}:user/{name}"
        if kind == "user":
            return kind, user, "", {"aws:username": name, "aws:userid": "AIDAEXAMPLE", "aws:PrincipalArn": user}
        if kind == "role":
            role = f"arn:aws:iam::{ACCOUNT}:role/{self.random.choice(['reader', 'writer'])}"
            session = f"arn:aws:sts::{ACCOUNT}:assumed-role/{role.split('/')[1]}/{self.random.choice(['desk', name])}"
            return kind, session, role, {"aws:userid": "AROAEXAMPLE:" + session.split("/")[-1], "aws:PrincipalArn": role}
        if kind == "federated":
            arn = f"arn:aws:sts::{ACCOUNT}:federated-user/{name}"
            return kind, arn, user, {"aws:userid": f"{ACCOUNT}:{name}", "aws:PrincipalArn": arn}
        root = f"arn:aws:iam::{ACCOUNT}:root"
        return kind, root, "", {"aws:userid": ACCOUNT, "aws:PrincipalArn": root}

    def arn(self, action, owner):
        kind = self.random.choice(ACTIONS[action])
        more = {"table": "", "index": "/index/byName", "stream": "/stream/2026-01-01T00:00:00.000", "backup": "/backup/01"}
        table = self.random.choice(TABLES + NAMES)
        return f"arn:aws:dynamodb:us-east-1:{owner}:table/{table}{more[kind]}"

    def next(self):
        kind, principal, origin, context = self.caller()
        action = self.random.choice(list(ACTIONS))
        for key, (several, actions, values) in KEYS.items():
            if action in actions and self.chance(0.7):
                context[key] = self.random.choice(values)
        if self.chance(0.5):
            context["aws:PrincipalTag/team"] = self.random.choice(["a", "alice", "Score", "a*b"])
        if self.chance(0.3) and action not in ("DeleteBackup",):
            context["aws:ResourceTag/team"] = self.random.choice(["a", "alice"])
        owner = OTHER_ACCOUNT if self.chance(0.2) else ACCOUNT
        case = {
            "principal": principal, "account": ACCOUNT, "origin": origin, "action": "dynamodb:" + action,
            "resource": self.arn(action, owner), "owner": owner, "context": context,
        }
        bounded = kind in ("user", "role") and self.chance(0.25)
        limited = kind == "role" and self.chance(0.4) or kind == "federated"
        case["identity"] = [] if kind == "root" else [self.policy() for _ in range(self.random.randint(1, 2))]
        case["boundary"] = [self.policy()] if bounded else []
        case["session"] = [self.policy()] if limited else []
        case["resourcePolicy"] = self.policy(case) if self.chance(0.6 if owner == OTHER_ACCOUNT else 0.3) else None
        return case
