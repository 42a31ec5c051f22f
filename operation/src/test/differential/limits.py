"""Random requests at the limits: sizes, lengths, depths, counts and numbers, each one below, at and above."""

from schemas import HASH, PAIR

ITEM_BYTES_MAX = 409_600
EXPRESSION_BYTES_MAX = 4096
LEVELS_MAX = 32
OPERATORS_MAX = 300
OPERANDS_OF_IN_MAX = 100
DIGIT_BYTES = 2

# Sizes around those at which a unit of capacity, an item or a page is full.
SIZES = [10, 1000, 1024, 4000, 4096, 8192, 100_000, 300_000]

LONG_NUMBERS = [
    "9.9999999999999999999999999999999999999E+125", "-9.9999999999999999999999999999999999999E+125",
    "1E-130", "-1E-130", "1E125", "12345678901234567890123456789012345678", "0.1", "1e37", "-1e37",
    "0.00000000000000000000000000000000000001", "99999999999999999999999999999999999999",
]  # fmt: skip
NUMBER_TEXTS = LONG_NUMBERS + [
    "-0", "+5", "1.", ".5", "1e2", "1E+2", "00", "0.10", "1e126", "9.99e125", "1e-131", "0e130",
    "123456789012345678901234567890123456789", "0.123456789012345678901234567890123456789",
    "1234567890123456789012345678901234567800", "1 ", " 1", "1_0", "0x1", "1e", "e1", "--1", "Infinity", "NaN", "1,5",
]  # fmt: skip


def around(values, limit):
    return limit + values.pick([-1, 0, 0, 1])


def nested(values, levels, innermost=None):
    """A value of so many levels: lists and maps in each other."""
    value = innermost or {"S": "x"}
    for _ in range(levels - 1):
        value = {"L": [value]} if values.chance(50) else {"M": {"x": value}}
    return value


class Limits:
    """Makes (operation, body) of requests at a limit."""

    def __init__(self, values):
        self.values = values
        self.makers = [
            (4, self.large_put), (4, self.large_update), (3, self.large_read), (1, self.large_delete),
            (3, self.numbers), (3, self.arithmetic), (3, self.depth), (2, self.deeper),
            (2, self.long_condition), (2, self.long_projection), (2, self.operators), (2, self.operands_of_in),
            (2, self.long_key), (2, self.long_index_key), (1, self.long_placeholder), (1, self.long_attribute),
            (2, self.many_writes), (2, self.many_reads), (2, self.many_actions), (1, self.many_statements),
        ]  # fmt: skip

    def request(self):
        weights = [weight for weight, _ in self.makers]
        return self.values.random.choices([maker for _, maker in self.makers], weights)[0]()

    def capacity(self):
        return {"ReturnConsumedCapacity": self.values.pick(["TOTAL", "INDEXES"])}

    # Large items

    def large_key(self):
        return {"pk": {"S": "p"}, "sk": {"N": self.values.pick("12345")}}

    def size(self):
        if self.values.chance(30):
            return around(self.values, ITEM_BYTES_MAX)
        return around(self.values, self.values.pick(SIZES))

    def filling(self, size, key):
        """A text that makes an item of the key and an attribute t so large."""
        key_bytes = len("pk") + len(key["pk"]["S"]) + len("sk") + DIGIT_BYTES
        return {"S": "x" * max(0, size - key_bytes - len("t"))}

    def large_put(self):
        key = self.large_key()
        item = {**key, "t": self.filling(self.size(), key)}
        return "PutItem", {"TableName": "large", "Item": item, **self.capacity()}

    def large_update(self):
        key = self.large_key()
        added = self.values.pick(["", ", g = :g", ", n = :n"])
        body = {
            "TableName": "large",
            "Key": key,
            "UpdateExpression": "SET t = :t" + added,
            "ExpressionAttributeValues": {":t": self.filling(self.size(), key)},
            **self.capacity(),
        }
        if added:
            value = {":g": {"S": self.values.pick("ab")}, ":n": {"N": "1"}}
            body["ExpressionAttributeValues"][added[-2:]] = value[added[-2:]]
        return "UpdateItem", body

    def large_read(self):
        body = {"TableName": "large", **self.capacity()}
        if self.values.chance(50):
            body["ConsistentRead"] = True
        if self.values.chance(20):
            return "Scan", body
        body["KeyConditionExpression"] = "pk = :p"
        body["ExpressionAttributeValues"] = {":p": {"S": "p"}}
        body["ScanIndexForward"] = self.values.chance(50)
        if self.values.chance(40):
            body["ProjectionExpression"] = "sk"
        elif self.values.chance(30):
            body["FilterExpression"] = "attribute_exists(g)"
        elif self.values.chance(30):
            body["Select"] = "COUNT"
        return "Query", body

    def large_delete(self):
        body = {"TableName": "large", "Key": self.large_key(), **self.capacity()}
        return "DeleteItem", body

    # Numbers

    def numbers(self):
        number = {"N": self.values.pick(NUMBER_TEXTS)}
        value = self.values.pick([number, {"NS": [number["N"], "7"]}, {"L": [number]}, {"M": {"x": number}}])
        key = {"pk": {"S": "p"}}
        return self.values.pick(
            [
                ("PutItem", {"TableName": "hash", "Item": {**key, "n": value}}),
                ("PutItem", {"TableName": "pair", "Item": {**key, "sk": number}}),
                ("GetItem", {"TableName": "pair", "Key": {**key, "sk": number}}),
                (
                    "UpdateItem",
                    {
                        "TableName": "hash",
                        "Key": key,
                        "UpdateExpression": "SET n = :n",
                        "ExpressionAttributeValues": {":n": value},
                        "ReturnValues": "UPDATED_NEW",
                    },
                ),
                (
                    "Scan",
                    {
                        "TableName": "hash",
                        "FilterExpression": "n = :n OR n2 > :n" if value == number else "n = :n",
                        "ExpressionAttributeValues": {":n": value},
                    },
                ),
                (
                    "Query",
                    {
                        "TableName": "pair",
                        "KeyConditionExpression": "pk = :p AND sk >= :n",
                        "ExpressionAttributeValues": {":p": {"S": "p"}, ":n": number},
                    },
                ),
                (
                    "UpdateItem",
                    {
                        "TableName": "hash",
                        "Key": key,
                        "AttributeUpdates": {"n": {"Action": "PUT", "Value": value}},
                    },
                ),
            ]
        )

    def arithmetic(self):
        """Sums that are too large, too small or too long."""
        one, other = (self.values.pick(LONG_NUMBERS) for _ in range(2))
        clause = self.values.pick(
            ["SET n = :a + :b", "SET n = :a - :b", "SET n = if_not_exists(none, :a) + :b",
             "SET n = n + :a, n2 = :b", "ADD n :a, n2 :b", "ADD ns :s SET n = :a, n2 = n - :b"]
        )  # fmt: skip
        placed = {":a": {"N": one}, ":b": {"N": other}, ":s": {"NS": [one]}}
        body = {
            "TableName": "hash",
            "Key": {"pk": {"S": self.values.pick("pq")}},
            "UpdateExpression": clause,
            "ExpressionAttributeValues": {name: part for name, part in placed.items() if name in clause},
            "ReturnValues": self.values.pick(["ALL_NEW", "UPDATED_NEW", "UPDATED_OLD"]),
        }
        return "UpdateItem", body

    # Depth

    def depth(self):
        """A value that is as deep as a value may be, or deeper."""
        value = nested(self.values, LEVELS_MAX + self.values.pick([-1, 0, 1, 2]))
        key = {"pk": {"S": "p"}}
        return self.values.pick(
            [
                ("PutItem", {"TableName": "hash", "Item": {**key, "l": value}}),
                ("BatchWriteItem", {"RequestItems": {"hash": [{"PutRequest": {"Item": {**key, "l": value}}}]}}),
                (
                    "UpdateItem",
                    {
                        "TableName": "hash",
                        "Key": key,
                        "UpdateExpression": "SET l = :v",
                        "ExpressionAttributeValues": {":v": value},
                    },
                ),
                (
                    "Scan",
                    {
                        "TableName": "hash",
                        "FilterExpression": "l = :v",
                        "ExpressionAttributeValues": {":v": value},
                    },
                ),
                ("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": "hash", "Item": {**key, "l": value}}}]}),
                (
                    "ExecuteStatement",
                    {"Statement": "UPDATE \"hash\" SET l = ? WHERE pk = 'p'", "Parameters": [value]},
                ),
            ]
        )

    def deeper(self):
        """An update that puts a value into another."""
        value = nested(self.values, LEVELS_MAX - self.values.pick([0, 1, 2, 3]))
        body = {
            "TableName": "hash",
            "Key": {"pk": {"S": self.values.pick("pq")}},
            "UpdateExpression": self.values.pick(
                ["SET m = :m", "SET m.x = :v", "SET l[0] = :v", "SET l = list_append(l, :l)", "SET m.x.y = :v"]
            ),
            "ReturnValues": "UPDATED_NEW",
        }
        placed = {":m": {"M": {"x": {"M": {}}}}, ":v": value, ":l": {"L": [value]}}
        body["ExpressionAttributeValues"] = {
            name: part for name, part in placed.items() if name in body["UpdateExpression"]
        }
        return "UpdateItem", body

    # Expressions

    def conditional(self, condition, placed):
        """A request with a condition or filter."""
        body = {"TableName": "hash", "ExpressionAttributeValues": placed}
        if self.values.chance(40):
            return "Scan", {**body, "FilterExpression": condition}
        operation = self.values.pick(["PutItem", "DeleteItem", "UpdateItem"])
        body["ConditionExpression"] = condition
        body["Item" if operation == "PutItem" else "Key"] = {"pk": {"S": "p"}}
        return operation, body

    def long_condition(self):
        condition = "n = :v OR n2 = :v"
        spaces = around(self.values, EXPRESSION_BYTES_MAX) - len(condition)
        return self.conditional(condition.replace(" OR", " " * spaces + " OR"), {":v": {"N": "1"}})

    def long_projection(self):
        count = self.values.pick([5, 300, 400, 500])
        names = [f"attribute{number}" for number in range(count)]
        body = {"TableName": "hash", "ProjectionExpression": ", ".join(names)}
        if self.values.chance(50):
            return "Scan", body
        return "GetItem", {**body, "Key": {"pk": {"S": "p"}}}

    def operators(self):
        """As many operators as an expression may have, or more."""
        count = around(self.values, OPERATORS_MAX) // 2
        kind = self.values.pick(["=", "NOT", "exists"])
        if kind == "=":
            return self.conditional(" OR ".join(["a=:v"] * (count + self.values.pick([0, 1]))), {":v": {"N": "1"}})
        if kind == "NOT":
            return self.conditional("NOT " * (2 * count) + "a=:v", {":v": {"N": "1"}})
        part = "attribute_exists(a)"
        parts = [part] * min(2 * count, 160)
        return self.conditional(" AND ".join(parts) + " AND a=:v", {":v": {"N": "1"}})

    def operands_of_in(self):
        count = around(self.values, OPERANDS_OF_IN_MAX)
        placed = {f":v{number}": {"N": str(number)} for number in range(count)}
        return self.conditional(f"n IN ({', '.join(placed)})", placed)

    def long_placeholder(self):
        name = "#" + "n" * (around(self.values, 255) - 1)
        body = {
            "TableName": "hash",
            "Key": {"pk": {"S": "p"}},
            "ProjectionExpression": name,
            "ExpressionAttributeNames": {name: "n"},
        }
        return "GetItem", body

    # Lengths

    def long_key(self):
        partition = {"S": "k" * around(self.values, 2048)}
        sort = {"S": "k" * around(self.values, 1024)}
        key = self.values.pick(
            [("hash", {"pk": partition}), ("binary", {"pk": {"B": "AA=="}, "sk": sort}),
             ("pair", {"pk": partition, "sk": {"N": "1"}})]
        )  # fmt: skip
        table, names = key
        get = {"TableName": table, "Key": names}
        put = {"TableName": table, "Item": names}
        return self.values.pick(
            [
                ("GetItem", get),
                ("DeleteItem", get),
                ("BatchGetItem", {"RequestItems": {table: {"Keys": [names]}}}),
                ("TransactGetItems", {"TransactItems": [{"Get": get}]}),
                ("TransactWriteItems", {"TransactItems": [{"Put": put}, {"Delete": {**get, "Key": {**names}}}][:1]}),
                ("BatchWriteItem", {"RequestItems": {table: [{"DeleteRequest": {"Key": names}}]}}),
                ("PutItem", {**put, "ConditionExpression": "attribute_exists(nothing)"}),
            ]
        )

    def long_index_key(self):
        name, limit = self.values.pick([("gp", 2048), ("ls", 1024)])
        value = {"S": "k" * around(self.values, limit)}
        key = PAIR.random_key(self.values)
        return self.values.pick(
            [
                ("PutItem", {"TableName": "pair", "Item": {**key, name: value}, **self.capacity()}),
                (
                    "UpdateItem",
                    {
                        "TableName": "pair",
                        "Key": key,
                        "UpdateExpression": f"SET {name} = :v",
                        "ExpressionAttributeValues": {":v": value},
                        **self.capacity(),
                    },
                ),
                ("BatchWriteItem", {"RequestItems": {"pair": [{"PutRequest": {"Item": {**key, name: value}}}]}}),
                (
                    "TransactWriteItems",
                    {"TransactItems": [{"Put": {"TableName": "pair", "Item": {**key, name: value}}}]},
                ),
            ]
        )

    def long_attribute(self):
        name = "a" * around(self.values, 65_535)
        return "PutItem", {"TableName": "hash", "Item": {"pk": {"S": "p"}, name: {"S": "x"}}}

    # Counts

    def keys(self, count):
        return [{"pk": {"S": f"k{number}"}} for number in range(count)]

    def many_writes(self):
        writes = [{"DeleteRequest": {"Key": key}} for key in self.keys(around(self.values, 25))]
        return "BatchWriteItem", {"RequestItems": {HASH.name: writes}, **self.capacity()}

    def many_reads(self):
        count = around(self.values, 100)
        if self.values.chance(50):
            return "BatchGetItem", {"RequestItems": {HASH.name: {"Keys": self.keys(count)}}, **self.capacity()}
        gets = [{"Get": {"TableName": HASH.name, "Key": key}} for key in self.keys(count)]
        return "TransactGetItems", {"TransactItems": gets, **self.capacity()}

    def many_actions(self):
        actions = [
            {"Delete": {"TableName": HASH.name, "Key": key}} for key in self.keys(around(self.values, 100))
        ]
        return "TransactWriteItems", {"TransactItems": actions, **self.capacity()}

    def many_statements(self):
        operation, member, limit = self.values.pick(
            [("BatchExecuteStatement", "Statements", 25), ("ExecuteTransaction", "TransactStatements", 100)]
        )
        statements = [
            {"Statement": f"SELECT * FROM \"hash\" WHERE pk = 'k{number}'"}
            for number in range(around(self.values, limit))
        ]
        return operation, {member: statements, **self.capacity()}

