"""Mistakes in requests: each turns a valid body into one that is most likely refused."""

import copy

EXPRESSIONS = [
    "ConditionExpression", "UpdateExpression", "FilterExpression", "ProjectionExpression",
    "KeyConditionExpression",
]  # fmt: skip


def mistaken(values, body):
    """A copy of the body with one mistake."""
    body = copy.deepcopy(body)
    if not body:
        return body
    target = values.pick([part for part in _parts(body) if part])
    for mistake in values.random.sample(MISTAKES, len(MISTAKES)):
        if mistake(values, target, body):
            return body
    return body


def _parts(body):
    """The structures of a request that have members worth spoiling."""
    parts = [body]
    for action in body.get("TransactItems", []):
        parts.extend(action.values())
    requested = body.get("RequestItems", {})
    parts.extend(part for part in requested.values() if isinstance(part, dict))
    for writes in requested.values():
        if isinstance(writes, list):
            parts.extend(content for write in writes for content in write.values())
    parts.extend(body.get("Statements", []) + body.get("TransactStatements", []))
    return parts


def _other_table(values, part, body):
    if "TableName" not in part or "KeySchema" in part:
        return False
    part["TableName"] = values.pick(["nowhere", "x", "", "bad name", "arn:aws:dynamodb:x"])
    return True


def _no_member(values, part, body):
    part.pop(values.pick(list(part)))
    return True


def _null_member(values, part, body):
    part[values.pick(list(part))] = None
    return True


def _broken_expression(values, part, body):
    present = [name for name in EXPRESSIONS if name in part]
    if not present:
        return False
    name = values.pick(present)
    words = part[name].split(" ")
    at = values.random.randrange(len(words))
    draw = values.random.randrange(7)
    if draw == 0:
        del words[at]
    elif draw == 1:
        words.insert(at, words[at])
    elif draw == 2:
        extra = ["AND", "(", ")", ",", "SET", "=", "+", "%", "size(", ":v0", "1"]
        words.insert(at, values.pick(extra))
    elif draw == 3:
        words[at] = values.pick([":nowhere", "#nowhere", "status", "Name", "a..b", "l[x]", "l[-1]"])
    elif draw == 4:
        words = [""]
    elif draw == 5:
        words = [" ".join(words).replace("attribute_exists", "attribute_is").replace("=", "==")]
    else:
        words[at] = values.pick(["foo(n)", "size(n, n)", "attribute_exists(:v0)", "begins_with(n)"])
    part[name] = " ".join(words)
    return True


def _unused_value(values, part, body):
    if not any(name in part for name in EXPRESSIONS):
        return False
    part.setdefault("ExpressionAttributeValues", {})[":unused"] = {"S": "x"}
    return True


def _unused_name(values, part, body):
    part.setdefault("ExpressionAttributeNames", {})["#unused"] = "x"
    return True


def _bad_placeholder(values, part, body):
    if values.chance(50):
        part.setdefault("ExpressionAttributeNames", {})[values.pick(["n", "#", "#a-b", ""])] = "n"
    else:
        name = values.pick(["v", ":", ":a-b", ""])
        part.setdefault("ExpressionAttributeValues", {})[name] = {"S": "x"}
    return True


def _empty_placeholders(values, part, body):
    part[values.pick(["ExpressionAttributeNames", "ExpressionAttributeValues"])] = {}
    return True


def _invalid_value(values, part, body):
    maps = [part[name] for name in ("Item", "Key", "ExpressionAttributeValues") if part.get(name)]
    if maps:
        holder = values.pick(maps)
        holder[values.pick(list(holder))] = values.invalid()
        return True
    if part.get("Parameters"):
        part["Parameters"][0] = values.invalid()
        return True
    return False


def _other_key(values, part, body):
    for name in ("Key", "Item"):
        if part.get(name) and "pk" in part[name]:
            draw = values.random.randrange(5)
            if draw == 0:
                part[name].pop("pk")
            elif draw == 1:
                part[name]["pk"] = values.any()
            elif draw == 2 and name == "Key":
                part[name]["extra"] = {"S": "x"}
            elif draw == 3:
                part[name]["pk"] = values.pick([{"S": ""}, {"B": ""}, {"S": "k" * 2049}])
            elif "sk" in part[name]:
                part[name]["sk"] = values.any()
            return True
    return False


def _wrong_enumeration(values, part, body):
    name = values.pick(
        ["ReturnValues", "ReturnConsumedCapacity", "Select", "ReturnItemCollectionMetrics"]
    )
    part[name] = values.pick(["BOGUS", "ALL_NEW", "UPDATED_NEW", "TOTAL", "SIZE", "COUNT"])
    return True


def _wrong_number(values, part, body):
    name = values.pick(["Limit", "Segment", "TotalSegments"])
    part[name] = values.pick([0, -1, 1, 5, 1000001])
    return True


def _wrong_type(values, part, body):
    name = values.pick(list(part))
    part[name] = values.pick([1, "text", True, [], {}, ["x"], {"S": "x"}, 1.5])
    return True


def _both_styles(values, part, body):
    name = values.pick(["Expected", "AttributeUpdates", "AttributesToGet", "ScanFilter", "QueryFilter"])
    part[name] = ["n"] if name == "AttributesToGet" else {"n": {"Value": {"N": "1"}}}
    if name.endswith("Filter"):
        part[name] = {"n": {"ComparisonOperator": "EQ", "AttributeValueList": [{"N": "1"}]}}
    return True


def _wrong_index(values, part, body):
    part["IndexName"] = values.pick(["nowhere", "x", "gall", ""])
    return True


def _start_key(values, part, body):
    part["ExclusiveStartKey"] = values.pick(
        [
            {},
            {"pk": {"S": "p"}},
            {"pk": {"N": "1"}},
            {"pk": {"S": "p"}, "sk": {"N": "1"}},
            {"x": {"S": "y"}},
        ]
    )
    return True


MISTAKES = [
    _other_table, _no_member, _null_member, _broken_expression, _broken_expression, _broken_expression,
    _unused_value, _unused_name, _bad_placeholder, _empty_placeholders, _invalid_value, _invalid_value,
    _other_key, _other_key, _wrong_enumeration, _wrong_number, _wrong_type, _both_styles, _wrong_index,
    _start_key,
]  # fmt: skip
