"""The tables of a differential run, and random requests that create, change and drop others."""

from values import PARTITIONS, SORTS


class Table:
    """A fixed table: its description, its key and the keys of its indexes."""

    def __init__(self, name, key, local=None, globals_=None):
        self.name = name
        self.key = key
        self.local = local or {}
        self.globals = globals_ or {}

    @property
    def indexes(self):
        return {**self.local, **self.globals}

    def reads(self):
        """The key that a read by an index, or by none, goes by: [(name, type, is partition)]."""
        return [(None, self.key)] + [(name, index[0]) for name, index in self.indexes.items()]

    def random_key(self, values):
        """The key of an item."""
        return {
            name: values.pick((PARTITIONS if is_partition else SORTS)[kind])
            for name, kind, is_partition in self.key
        }

    def creation(self):
        """The body of CreateTable."""
        attributes = {name: kind for _, key in self.reads() for name, kind, _ in key}
        body = {
            "TableName": self.name,
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [
                {"AttributeName": name, "AttributeType": kind} for name, kind in attributes.items()
            ],
            "KeySchema": key_schema(self.key),
        }
        for member, indexes in (
            ("LocalSecondaryIndexes", self.local),
            ("GlobalSecondaryIndexes", self.globals),
        ):
            if indexes:
                body[member] = [
                    {"IndexName": name, "KeySchema": key_schema(key), "Projection": projection}
                    for name, (key, projection) in indexes.items()
                ]
        return body


def key_schema(key):
    return [
        {"AttributeName": name, "KeyType": "HASH" if is_partition else "RANGE"}
        for name, _, is_partition in key
    ]


ALL = {"ProjectionType": "ALL"}
KEYS_ONLY = {"ProjectionType": "KEYS_ONLY"}

HASH = Table("hash", [("pk", "S", True)])
PAIR = Table(
    "pair",
    [("pk", "S", True), ("sk", "N", False)],
    local={
        "lall": ([("pk", "S", True), ("ls", "S", False)], ALL),
        "lkeys": ([("pk", "S", True), ("ls", "S", False)], KEYS_ONLY),
    },
    globals_={
        "gall": ([("gp", "S", True), ("gs", "N", False)], ALL),
        "ginc": (
            [("gp", "S", True)],
            {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["n", "m", "s"]},
        ),
        "gkeys": ([("gs", "N", True), ("sk", "N", False)], KEYS_ONLY),
    },
)
BINARY = Table("binary", [("pk", "B", True), ("sk", "S", False)])
MULTI = Table(
    "multi",
    [("pk", "S", True)],
    globals_={
        "several": (
            [("a1", "S", True), ("a2", "N", True), ("r1", "S", False), ("r2", "N", False)],
            ALL,
        )
    },
)

# Items of up to 400 KB; only requests at the limits go there.
LARGE = Table(
    "large",
    [("pk", "S", True), ("sk", "N", False)],
    globals_={"byg": ([("g", "S", True)], ALL)},
)

ORDINARY = [HASH, PAIR, BINARY, MULTI]
TABLES = ORDINARY + [LARGE]

# The sort attributes of indexes: entries may share a key, but the order of these values is promised.
SORTED_BY = {
    index: name
    for table in TABLES
    for index, (key, _) in table.indexes.items()
    for name, _, is_partition in key
    if not is_partition and len(key) == 2
}

SCRATCH = ["scratch-1", "scratch-2"]


def create_scratch(values):
    """CreateTable for a table that comes and goes; about a third are not valid."""
    pick, chance = values.pick, values.chance
    attributes = {"pk": pick("SNB")}
    key = [("pk", "", True)]
    if chance(60):
        attributes["sk"] = pick("SNB")
        key.append(("sk", "", False))
    body = {"TableName": pick(SCRATCH), "KeySchema": key_schema(key)}
    if chance(50):
        body["BillingMode"] = "PAY_PER_REQUEST"
    else:
        body["ProvisionedThroughput"] = throughput(values)
    if chance(40) and len(key) == 2:
        attributes["ls"] = pick("SNB")
        body["LocalSecondaryIndexes"] = [
            {
                "IndexName": "local",
                "KeySchema": key_schema([("pk", "", True), ("ls", "", False)]),
                "Projection": projection(values),
            }
        ]
    if chance(50):
        attributes["gp"] = pick("SNB")
        body["GlobalSecondaryIndexes"] = [global_index(values, "global", body)]
    if chance(10):
        body["Tags"] = [{"Key": "k", "Value": "v"}]
    if chance(5):
        body["DeletionProtectionEnabled"] = False
    body["AttributeDefinitions"] = [
        {"AttributeName": name, "AttributeType": kind} for name, kind in attributes.items()
    ]
    if chance(35):
        pick(CREATION_MISTAKES)(values, body)
    return "CreateTable", body


def throughput(values):
    return {"ReadCapacityUnits": values.pick([1, 2, 5]), "WriteCapacityUnits": values.pick([1, 3, 5])}


def projection(values):
    return values.pick(
        [ALL, ALL, KEYS_ONLY, {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["n", "s"]}]
    )


def global_index(values, name, creation):
    index = {
        "IndexName": name,
        "KeySchema": key_schema([("gp", "", True)]),
        "Projection": projection(values),
    }
    if creation.get("BillingMode") != "PAY_PER_REQUEST":
        index["ProvisionedThroughput"] = throughput(values)
    return index


def _without(member):
    return lambda values, body: body.pop(member, None)


def _with(member, content):
    return lambda values, body: body.__setitem__(member, content)


def _in_index(member, content):
    def mistake(values, body):
        for kind in ("LocalSecondaryIndexes", "GlobalSecondaryIndexes"):
            for index in body.get(kind, []):
                index[member] = content

    return mistake


def _unused_attribute(values, body):
    body["AttributeDefinitions"].append({"AttributeName": "unused", "AttributeType": "S"})


def _twice(member):
    def mistake(values, body):
        if body.get(member):
            body[member] = body[member] * 2

    return mistake


CREATION_MISTAKES = [
    _without("KeySchema"),
    _without("AttributeDefinitions"),
    _without("ProvisionedThroughput"),
    _without("TableName"),
    _with("TableName", "x"),
    _with("TableName", "bad name!"),
    _with("BillingMode", "FREE"),
    _with("KeySchema", []),
    _with("KeySchema", [{"AttributeName": "pk", "KeyType": "RANGE"}]),
    _with("KeySchema", [{"AttributeName": "nowhere", "KeyType": "HASH"}]),
    _with("ProvisionedThroughput", {"ReadCapacityUnits": 0, "WriteCapacityUnits": 1}),
    _with("ProvisionedThroughput", {"ReadCapacityUnits": 1}),
    _with("AttributeDefinitions", [{"AttributeName": "pk", "AttributeType": "SS"}]),
    _with("GlobalSecondaryIndexes", []),
    _with("LocalSecondaryIndexes", []),
    _in_index("Projection", {}),
    _in_index("Projection", {"ProjectionType": "SOME"}),
    _in_index("Projection", {"ProjectionType": "ALL", "NonKeyAttributes": ["n"]}),
    _in_index("Projection", {"ProjectionType": "INCLUDE"}),
    _in_index("IndexName", "i"),
    _in_index("KeySchema", [{"AttributeName": "nowhere", "KeyType": "HASH"}]),
    _unused_attribute,
    _twice("AttributeDefinitions"),
    _twice("GlobalSecondaryIndexes"),
    _twice("LocalSecondaryIndexes"),
    _twice("KeySchema"),
]


def change_scratch(values):
    """UpdateTable of a table that comes and goes."""
    pick = values.pick
    body = {"TableName": pick(SCRATCH)}
    create = {"Create": global_index(values, "added", {})}
    if values.chance(40):
        create["Create"].pop("ProvisionedThroughput")
    changes = [
        {"ProvisionedThroughput": throughput(values)},
        {"ProvisionedThroughput": {"ReadCapacityUnits": 0, "WriteCapacityUnits": 1}},
        {"BillingMode": "PAY_PER_REQUEST"},
        {"BillingMode": "PROVISIONED", "ProvisionedThroughput": throughput(values)},
        {"BillingMode": "PROVISIONED"},
        {"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": pick(["global", "added"])}}]},
        {
            "GlobalSecondaryIndexUpdates": [
                {"Update": {"IndexName": "global", "ProvisionedThroughput": throughput(values)}}
            ]
        },
        {
            "AttributeDefinitions": [{"AttributeName": "gp", "AttributeType": pick("SNB")}],
            "GlobalSecondaryIndexUpdates": [create],
        },
        {"GlobalSecondaryIndexUpdates": [create]},
        {"GlobalSecondaryIndexUpdates": []},
        {"GlobalSecondaryIndexUpdates": [{}]},
        {"DeletionProtectionEnabled": False},
        {},
    ]
    body.update(pick(changes))
    return "UpdateTable", body


def other_table_request(values):
    """The operations that describe, list, tag and delete tables."""
    name = {"TableName": values.pick(SCRATCH + ["nowhere", "x"])}
    draw = values.random.randrange(10)
    if draw < 4:
        return "DescribeTable", name
    if draw < 7:
        return "DeleteTable", name
    if draw < 9:
        body = {}
        if values.chance(50):
            body["Limit"] = values.pick([1, 2, 100, 0, 101])
        if values.chance(50):
            body["ExclusiveStartTableName"] = values.pick(["hash", "a", "zzz", "x!"])
        return "ListTables", body
    if values.chance(50):
        return "DescribeTimeToLive", name
    specification = {"AttributeName": values.pick(["ttl", "pk", ""]), "Enabled": values.chance(60)}
    return "UpdateTimeToLive", {**name, "TimeToLiveSpecification": specification}


def table_request(values):
    draw = values.random.randrange(10)
    if draw < 4:
        return create_scratch(values)
    if draw < 7:
        return change_scratch(values)
    return other_table_request(values)
