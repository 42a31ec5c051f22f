"""Random requests: the sequence that a seed stands for."""

import copy
import random

from expressions import Expressions
from limits import Limits
from mistakes import mistaken
from partiql import Statements
from schemas import BINARY, HASH, MULTI, PAIR, table_request
from values import ATTRIBUTES, SORTS, Values

# Tables that every peer has; keys of several attributes are known to one of them alone.
COMMON = [HASH, PAIR, PAIR, BINARY]

TOKENS_KEPT = 5


class Request:
    """An operation and its body; `pages` if all pages are to be read and compared as one.

    A scan with TotalSegments but no Segment stands for the scans of all segments.
    """

    def __init__(self, operation, body, pages=False):
        self.operation = operation
        self.body = body
        self.pages = pages

    @property
    def token(self):
        token = self.body.get("ClientRequestToken")
        return token if isinstance(token, str) else None


class Workload:
    """Requests without end, drawn from a seed."""

    def __init__(self, seed):
        self.values = Values(random.Random(seed))
        self.statements = Statements(self.values)
        self.limits = Limits(self.values)
        self.tokens = []
        self.makers = [
            (14, self.put), (18, self.update), (5, self.delete), (7, self.get),
            (14, self.query), (9, self.scan), (4, self.batch_get), (4, self.batch_write),
            (6, self.transact_write), (3, self.transact_get), (12, self.statement),
            (3, self.batch_statement), (3, self.transact_statement), (4, self.table),
            (6, self.limit),
        ]  # fmt: skip

    def next(self):
        weights = [weight for weight, _ in self.makers]
        maker = self.values.random.choices([maker for _, maker in self.makers], weights)[0]
        request = maker()
        if self.values.chance(12):
            return Request(request.operation, mistaken(self.values, request.body), request.pages)
        return request

    # Parts

    def one_table(self):
        return self.values.pick(COMMON if self.values.chance(93) else [MULTI])

    def item(self, table, most=6):
        item = table.random_key(self.values)
        names = self.values.random.sample(list(ATTRIBUTES), self.values.random.randrange(most))
        for name in names:
            item[name] = self.values.for_attribute(name)
        return item

    def consumed(self, body):
        if self.values.chance(25):
            body["ReturnConsumedCapacity"] = self.values.pick(["TOTAL", "INDEXES", "NONE"])

    def metrics(self, body):
        if self.values.chance(6):
            body["ReturnItemCollectionMetrics"] = "SIZE"

    def condition(self, body, expressions):
        if self.values.chance(40):
            body["ConditionExpression"] = expressions.condition()
            if self.values.chance(20):
                body["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        elif self.values.chance(12):
            body["Expected"] = self.expected()
            if self.values.chance(60 if len(body["Expected"]) > 1 else 3):
                body["ConditionalOperator"] = self.values.pick(["AND", "OR"])

    def expected(self):
        expected = {}
        for name in self.values.random.sample(list(ATTRIBUTES), self.values.pick([1, 1, 2])):
            expected[name] = self.values.pick(
                [
                    {"Value": self.values.for_attribute(name)},
                    {"Exists": False},
                    {"Exists": True, "Value": self.values.for_attribute(name)},
                    self.legacy_condition(name),
                ]
            )
        return expected

    def legacy_condition(self, name):
        operator = self.values.pick(
            ["EQ", "NE", "LT", "LE", "GT", "GE", "NULL", "NOT_NULL", "BEGINS_WITH", "BETWEEN",
             "IN", "CONTAINS", "NOT_CONTAINS"]
        )  # fmt: skip
        counts = {"NULL": 0, "NOT_NULL": 0, "BETWEEN": 2, "IN": self.values.pick([1, 2])}
        count = counts.get(operator, 1)
        if self.values.chance(4):
            count = self.values.random.randrange(4)
        condition = {"ComparisonOperator": operator}
        if count:
            condition["AttributeValueList"] = [
                self.legacy_operand(name, operator) for _ in range(count)
            ]
            if operator == "BETWEEN":
                condition["AttributeValueList"].sort(key=str)
        return condition

    def legacy_operand(self, name, operator):
        """A value that an operator takes, mostly: only EQ and NE take all."""
        kind = ATTRIBUTES[name]
        if self.values.chance(4):
            return self.values.any()
        if operator in ("EQ", "NE"):
            return self.values.of(kind)
        if operator == "BEGINS_WITH":
            return self.values.of(kind if kind in ("S", "B") else "S")
        return self.values.of(kind if kind in ("S", "N", "B") else "S")

    # Single items

    def put(self):
        table = self.one_table()
        body = {"TableName": table.name, "Item": self.item(table)}
        expressions = Expressions(self.values)
        self.condition(body, expressions)
        if self.values.chance(30):
            body["ReturnValues"] = self.values.pick(["ALL_OLD", "NONE"])
        self.consumed(body)
        self.metrics(body)
        expressions.add_to(body)
        return Request("PutItem", body)

    def update(self):
        table = self.one_table()
        body = {"TableName": table.name, "Key": table.random_key(self.values)}
        expressions = Expressions(self.values)
        if self.values.chance(12):
            body["AttributeUpdates"] = self.attribute_updates()
            if self.values.chance(30):
                body["Expected"] = self.expected()
        else:
            if self.values.chance(97):
                body["UpdateExpression"] = expressions.update()
            if self.values.chance(35):
                body["ConditionExpression"] = expressions.condition()
        if self.values.chance(60):
            body["ReturnValues"] = self.values.pick(
                ["NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"]
            )
        self.consumed(body)
        self.metrics(body)
        expressions.add_to(body)
        return Request("UpdateItem", body)

    def attribute_updates(self):
        updates = {}
        for name in self.values.random.sample(list(ATTRIBUTES), self.values.pick([1, 2, 3])):
            sets = ATTRIBUTES[name] in ("SS", "NS", "BS")
            actions = ["PUT", "PUT", "DELETE", None]
            if sets or ATTRIBUTES[name] == "N":
                actions.append("ADD")
            action = "ADD" if self.values.chance(2) else self.values.pick(actions)
            update = {"Action": action} if action else {}
            if action != "DELETE" or self.values.chance(60 if sets else 4):
                update["Value"] = self.values.of(ATTRIBUTES[name])
            updates[name] = update
        return updates

    def delete(self):
        table = self.one_table()
        body = {"TableName": table.name, "Key": table.random_key(self.values)}
        expressions = Expressions(self.values)
        self.condition(body, expressions)
        if self.values.chance(40):
            body["ReturnValues"] = self.values.pick(["ALL_OLD", "NONE"])
        self.consumed(body)
        self.metrics(body)
        expressions.add_to(body)
        return Request("DeleteItem", body)

    def get(self):
        table = self.one_table()
        body = {"TableName": table.name, "Key": table.random_key(self.values)}
        expressions = Expressions(self.values)
        self.projection(body, expressions)
        if self.values.chance(30):
            body["ConsistentRead"] = self.values.chance(50)
        self.consumed(body)
        expressions.add_to(body)
        return Request("GetItem", body)

    def projection(self, body, expressions, percent=40):
        if self.values.chance(percent):
            body["ProjectionExpression"] = expressions.projection()
        elif self.values.chance(8):
            body["AttributesToGet"] = self.values.random.sample(list(ATTRIBUTES), 2)

    # Queries and scans

    def query(self):
        table = self.one_table()
        index, key = self.values.pick(table.reads())
        body = {"TableName": table.name}
        if index:
            body["IndexName"] = index
        expressions = Expressions(self.values)
        known = table.random_key(self.values)
        if self.values.chance(12):
            body["KeyConditions"] = self.key_conditions(key, known)
            if self.values.chance(30):
                body["QueryFilter"] = {
                    name: self.legacy_condition(name)
                    for name in self.values.random.sample(list(ATTRIBUTES), 1)
                }
        else:
            body["KeyConditionExpression"] = expressions.key_condition(key, known)
            if self.values.chance(30):
                body["FilterExpression"] = expressions.condition()
        if self.values.chance(35):
            body["ScanIndexForward"] = self.values.chance(40)
        return self.read("Query", body, expressions, index)

    def key_conditions(self, key, known):
        conditions = {}
        for name, kind, is_partition in key:
            if is_partition:
                value = known.get(name) or self.values.for_attribute(name)
                conditions[name] = {"ComparisonOperator": "EQ", "AttributeValueList": [value]}
            elif self.values.chance(50):
                bounds = [self.values.pick(SORTS[kind]) for _ in range(2)]
                operator = self.values.pick(["EQ", "LT", "GE", "BETWEEN", "BEGINS_WITH", "NE"])
                conditions[name] = {
                    "ComparisonOperator": operator,
                    "AttributeValueList": bounds if operator == "BETWEEN" else bounds[:1],
                }
        return conditions

    def scan(self):
        table = self.one_table()
        index, _ = self.values.pick(table.reads())
        body = {"TableName": table.name}
        if index:
            body["IndexName"] = index
        expressions = Expressions(self.values)
        if self.values.chance(50):
            body["FilterExpression"] = expressions.condition()
        elif self.values.chance(15):
            body["ScanFilter"] = {
                name: self.legacy_condition(name)
                for name in self.values.random.sample(list(ATTRIBUTES), self.values.pick([1, 2]))
            }
            if self.values.chance(60 if len(body["ScanFilter"]) > 1 else 3):
                body["ConditionalOperator"] = self.values.pick(["AND", "OR"])
        request = self.read("Scan", body, expressions, index)
        if self.values.chance(10):
            request.body["TotalSegments"] = self.values.pick([1, 2, 3, 7])
        return request

    def read(self, operation, body, expressions, index):
        self.projection(body, expressions, percent=20)
        if self.values.chance(12):
            projects = "ProjectionExpression" in body or "AttributesToGet" in body
            fitting = ["SPECIFIC_ATTRIBUTES"] if projects else ["COUNT", "ALL_ATTRIBUTES"]
            every = ["COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES"]
            body["Select"] = self.values.pick(every if self.values.chance(15) else fitting)
        if self.values.chance(35):
            body["Limit"] = self.values.pick([1, 2, 3, 5, 100])
        if self.values.chance(20):
            body["ConsistentRead"] = self.values.chance(40)
        self.consumed(body)
        expressions.add_to(body)
        return Request(operation, body, pages=True)

    # Batches and transactions

    def several_tables(self):
        tables = COMMON if self.values.chance(90) else COMMON + [MULTI]
        return list(dict.fromkeys(self.values.random.sample(tables, self.values.pick([1, 1, 2]))))

    def keys(self, table, most):
        return [table.random_key(self.values) for _ in range(self.values.random.randrange(1, most))]

    def distinct(self, table, keys):
        """Mostly without repetition, which is refused."""
        if self.values.chance(5):
            return keys
        return list({str(key): key for key in keys}.values())

    def batch_get(self):
        requested = {}
        for table in self.several_tables():
            of_table = {"Keys": self.distinct(table, self.keys(table, 5))}
            expressions = Expressions(self.values)
            self.projection(of_table, expressions, percent=25)
            if self.values.chance(20):
                of_table["ConsistentRead"] = True
            expressions.add_to(of_table)
            requested[table.name] = of_table
        body = {"RequestItems": requested}
        self.consumed(body)
        return Request("BatchGetItem", body)

    def batch_write(self):
        requested = {}
        for table in self.several_tables():
            requested[table.name] = [
                {"PutRequest": {"Item": {**self.item(table), **key}}}
                if self.values.chance(65)
                else {"DeleteRequest": {"Key": key}}
                for key in self.distinct(table, self.keys(table, 5))
            ]
        body = {"RequestItems": requested}
        self.consumed(body)
        self.metrics(body)
        return Request("BatchWriteItem", body)

    def transact_write(self):
        actions = []
        for table in self.several_tables():
            for key in self.distinct(table, self.keys(table, 4)):
                actions.append(self.action(table, key))
        body = {"TransactItems": actions}
        self.consumed(body)
        self.metrics(body)
        return Request("TransactWriteItems", self.with_token(body))

    def with_token(self, body):
        """Sometimes a token, of which some are used again, for the same or for another transaction."""
        if not self.values.chance(25):
            return body
        if self.tokens and self.values.chance(50):
            token, first = self.values.pick(self.tokens)
            return copy.deepcopy(first) if self.values.chance(70) else {**body, "ClientRequestToken": token}
        body["ClientRequestToken"] = f"token-{self.values.random.randrange(10**9)}"
        self.tokens = (self.tokens + [(body["ClientRequestToken"], body)])[-TOKENS_KEPT:]
        return body

    def action(self, table, key):
        expressions = Expressions(self.values)
        kind = self.values.pick(["Put", "Update", "Update", "Delete", "ConditionCheck"])
        content = {"TableName": table.name}
        if kind == "Put":
            content["Item"] = {**self.item(table, 4), **key}
        else:
            content["Key"] = key
        if kind == "Update":
            content["UpdateExpression"] = expressions.update()
        if kind == "ConditionCheck" or self.values.chance(20):
            content["ConditionExpression"] = (
                "attribute_not_exists(nothing)"
                if self.values.chance(60)
                else expressions.condition()
            )
            if self.values.chance(30):
                content["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        expressions.add_to(content)
        return {kind: content}

    def transact_get(self):
        gets = []
        for table in self.several_tables():
            for key in self.distinct(table, self.keys(table, 4)):
                expressions = Expressions(self.values)
                content = {"TableName": table.name, "Key": key}
                if self.values.chance(30):
                    content["ProjectionExpression"] = expressions.projection()
                expressions.add_to(content)
                gets.append({"Get": content})
        body = {"TransactItems": gets}
        self.consumed(body)
        return Request("TransactGetItems", body)

    # PartiQL

    def statement(self):
        body = self.statements.request(self.statements.any())
        if self.values.chance(15):
            body["ConsistentRead"] = True
        if self.values.chance(15):
            body["Limit"] = self.values.pick([1, 2, 5])
        self.consumed(body)
        return Request("ExecuteStatement", body, pages=body["Statement"].lower().startswith("select"))

    def several_statements(self, reads):
        count = self.values.random.randrange(1, 4)
        make = (lambda: self.statements.select(single=True)) if reads else self.statements.write
        return [self.statements.request(make()) for _ in range(count)]

    def batch_statement(self):
        body = {"Statements": self.several_statements(self.values.chance(40))}
        self.consumed(body)
        return Request("BatchExecuteStatement", body)

    def transact_statement(self):
        statements = self.several_statements(self.values.chance(40))
        if self.values.chance(15):
            statements.append(self.statements.request(self.statements.exists()))
        body = {"TransactStatements": statements}
        self.consumed(body)
        return Request("ExecuteTransaction", body)

    def table(self):
        return Request(*table_request(self.values))

    def limit(self):
        operation, body = self.limits.request()
        return Request(operation, body, pages=operation in ("Query", "Scan"))
