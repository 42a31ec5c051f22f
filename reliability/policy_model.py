"""Decides cases (policy_cases.py) as the IAM User Guide says it, written from that guide alone: the second evaluator.

Chapters: "Policy evaluation logic" (with "for requests within a single account" and "across accounts"), "Permissions boundaries",
"Policies and permissions: session policies", and of the elements' reference "Principal", "NotPrincipal", "Resource", "Condition
operators", "Single-valued vs. multivalued context keys", "Variables and tags".
"""

import base64
import binascii
import datetime
import decimal
import functools
import ipaddress
import re

ALLOWED, IMPLICIT, EXPLICIT = "allowed", "implicitDeny", "explicitDeny"
VARIABLE = re.compile(r"\$\{([^}]*)\}")


def listed(value):
    return value if isinstance(value, list) else [value]


# Texts with wildcards and variables. A pattern is a tuple of pieces: a text that stands for itself, or one of these.
ANY, ONE = object(), object()


def pieces(text, context, variables, wild):
    """The pieces of a policy's text for a request; None if a variable has no value."""
    result, position = [], 0
    for found in VARIABLE.finditer(text) if variables else ():
        result += plain(text[position:found.start()], wild)
        value = variable(found.group(1), context)
        if value is None:
            return None
        result.append(value)
        position = found.end()
    return result + plain(text[position:], wild)


def plain(text, wild):
    if not wild:
        return [text]
    return [{"*": ANY, "?": ONE}.get(part, part) for part in re.split(r"([*?])", text)]


def variable(text, context):
    if text in ("*", "?", "$"):
        return text
    key, _, default = text.partition(",")
    value = context.get(key.strip().lower())
    if value is not None and len(value) == 1:
        return value[0]
    default = default.strip()
    return default[1:-1] if len(default) > 1 and default[0] == default[-1] == "'" else None


def regex(parts):
    return "".join(".*" if one is ANY else "." if one is ONE else re.escape(one) for one in parts)


@functools.lru_cache(100_000)
def compiled(text, flags):
    return re.compile(text, flags | re.DOTALL)


def fits(parts, text, flags=0):
    return compiled(regex(parts), flags).fullmatch(text) is not None


def fits_arn(parts, arn):
    """Each of the six parts of an ARN for itself: a wildcard does not reach over a colon, but within the last part."""
    if parts in ([ANY], ["", ANY, ""]):
        return True
    segments = [[]]
    for one in parts:
        if one is ANY or one is ONE:
            segments[-1].append(one)
            continue
        first, *more = one.split(":")
        segments[-1].append(first)
        for other in more:
            if len(segments) < 6:
                segments.append([other])
            else:
                segments[-1].append(":" + other)
    actual = arn.split(":", 5)
    return len(segments) == len(actual) == 6 and all(fits(one, text) for one, text in zip(segments, actual))


# Conditions.


def number(text):
    try:
        return decimal.Decimal(text)
    except decimal.InvalidOperation:
        return None


def date(text):
    if re.fullmatch(r"\d+", text):
        return datetime.datetime.fromtimestamp(int(text), datetime.timezone.utc)
    try:
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None


def ordered(kind, operator, actual, expected):
    one, other = kind(actual), kind(expected)
    if one is None or other is None:
        return False
    return {"Equals": one == other, "LessThan": one < other, "LessThanEquals": one <= other, "GreaterThan": one > other,
            "GreaterThanEquals": one >= other}[operator]


def in_range(actual, expected):
    try:
        return ipaddress.ip_address(actual) in ipaddress.ip_network(expected, strict=False)
    except ValueError:
        return False


def same_bytes(actual, expected):
    try:
        return base64.b64decode(actual, validate=True) == base64.b64decode(expected, validate=True)
    except binascii.Error:
        return False


def compare(operator, actual, expected, context, variables):
    """One value of the request with one of the policy, by an operator without Not."""
    wild = operator in ("StringLike", "ArnLike", "ArnEquals")
    parts = pieces(expected, context, variables, wild)
    if parts is None:
        return None
    if operator == "StringLike":
        return fits(parts, actual)
    if operator in ("ArnLike", "ArnEquals"):
        return fits_arn(parts, actual)
    text = "".join(parts)
    if operator == "StringEquals":
        return actual == text
    if operator in ("StringEqualsIgnoreCase", "Bool"):
        return actual.lower() == text.lower()
    if operator == "BinaryEquals":
        return same_bytes(actual, text)
    if operator == "IpAddress":
        return in_range(actual, text)
    kind, order = re.fullmatch("(Numeric|Date)(.*)", operator).groups()
    return ordered(number if kind == "Numeric" else date, order, actual, text)


def holds(operator, key, values, context, variables):
    quantifier, _, name = operator.rpartition(":")
    if_exists = name.endswith("IfExists")
    name = name.removesuffix("IfExists")
    actual = context.get(key.lower(), [])
    expected = [str(one) for one in listed(values)]
    if name == "Null":
        return any((one.lower() == "true") == (not actual) for one in expected)
    negated = "Not" in name
    name = name.replace("Not", "", 1)
    if not actual:
        if if_exists:
            return True
        return {"": negated, "ForAllValues": True, "ForAnyValue": False}[quantifier]
    compared = [[compare(name, one, other, context, variables) for other in expected] for one in actual]
    # "If AWS cannot resolve a variable this might cause the entire statement to be invalid": no condition with one holds, unless
    # another of its values does.
    if negated and any(None in one for one in compared):
        return False
    hits = [any(one) for one in compared]
    if quantifier == "ForAllValues":
        return all(hit != negated for hit in hits)
    if quantifier == "ForAnyValue":
        return any(hit != negated for hit in hits)
    return any(hits) != negated


# Statements.


def about(statement, case, context, variables):
    """Whether a statement is about the action and the resource, and its conditions hold."""
    actions = statement.get("Action", statement.get("NotAction"))
    named = any(fits(plain(one, True), case["action"], re.IGNORECASE) for one in listed(actions))
    if named != ("Action" in statement):
        return False
    resources = statement.get("Resource", statement.get("NotResource"))
    patterns = [pieces(one, context, variables, True) for one in listed(resources)]
    if None in patterns and "NotResource" in statement:
        return False
    named = any(parts is not None and fits_arn(parts, case["resource"]) for parts in patterns)
    if named != ("Resource" in statement):
        return False
    return all(
        holds(operator, key, values, context, variables)
        for operator, compared in statement.get("Condition", {}).items() for key, values in compared.items())


# How a policy of a resource names a caller: directly, by the role or user whose session it is, by its account.
DIRECT, ORIGIN, BY_ACCOUNT = 3, 2, 1


def naming(principal, case):
    if principal == "*" or "*" in listed(principal.get("AWS", [])):
        return DIRECT
    names = listed(principal.get("AWS", []))
    if case["principal"] in names:
        return DIRECT
    if case["origin"] and case["origin"] in names:
        return ORIGIN
    account = case["account"]
    return BY_ACCOUNT if account in names or f"arn:aws:iam::{account}:root" in names else 0


def named_by(statement, case):
    if "Principal" in statement:
        return naming(statement["Principal"], case)
    if statement["Effect"] == "Deny" and case["boundary"]:
        return DIRECT  # "will always deny any IAM principal that has a permissions boundary policy attached"
    return 0 if naming(statement["NotPrincipal"], case) else DIRECT


def statements(policies):
    for policy in policies:
        for statement in listed(policy["Statement"]):
            yield statement, policy["Version"] == "2012-10-17"


def decide(case):
    context = {key.lower(): listed(value) for key, value in case["context"].items()}

    def matching(policies, effect):
        return (one for one, variables in statements(policies)
                if one["Effect"] == effect and about(one, case, context, variables))

    def allows(policies):
        return any(True for _ in matching(policies, "Allow"))

    at_resource = [case["resourcePolicy"]] if case["resourcePolicy"] else []
    if any(any(True for _ in matching(case[kind], "Deny")) for kind in ("identity", "boundary", "session")):
        return EXPLICIT
    if any(named_by(one, case) for one in matching(at_resource, "Deny")):
        return EXPLICIT
    named = max((named_by(one, case) for one in matching(at_resource, "Allow")), default=0)
    limits = [case[kind] for kind in ("boundary", "session") if case[kind]]
    within = all(allows(limit) for limit in limits)
    is_root = case["principal"] == f"arn:aws:iam::{case['account']}:root"
    own = (is_root or allows(case["identity"])) and within
    if case["owner"] != case["account"]:
        return ALLOWED if own and named else IMPLICIT
    return ALLOWED if own or named == DIRECT or named == ORIGIN and within else IMPLICIT
