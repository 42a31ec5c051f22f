"""Transactions through boto3: all actions, cancellation reasons, tokens, capacity, limits.

Run by the conformance tests with STATOR_ENDPOINT set; to run by hand:
    STATOR_ENDPOINT=http://localhost:8000 python3 transactions_test.py
"""

import os
import unittest
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

SESSION = boto3.session.Session(
    aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1"
)
CLIENT = SESSION.client(
    "dynamodb", endpoint_url=os.environ["STATOR_ENDPOINT"], config=Config(retries={"max_attempts": 0})
)


def fresh_table():
    """Creates a table with the key pk (S); returns its name."""
    name = "transactions-" + uuid.uuid4().hex
    CLIENT.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return name


def key(name):
    return {"pk": {"S": name}}


def put(table, name, **attributes):
    return {"Put": {"TableName": table, "Item": key(name) | attributes}}


def get(table, name):
    return CLIENT.get_item(TableName=table, Key=key(name), ConsistentRead=True).get("Item")


class TransactionsTest(unittest.TestCase):
    def setUp(self):
        self.orders = fresh_table()
        self.stock = fresh_table()
        CLIENT.put_item(TableName=self.stock, Item=key("apple") | {"n": {"N": "3"}})

    def order(self, name, amount, **more):
        """Takes from the stock and writes an order, both or neither."""
        return CLIENT.transact_write_items(
            TransactItems=[
                {
                    "Update": {
                        "TableName": self.stock,
                        "Key": key("apple"),
                        "UpdateExpression": "SET n = n - :n",
                        "ConditionExpression": "n >= :n",
                        "ExpressionAttributeValues": {":n": {"N": str(amount)}},
                        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                    }
                },
                put(self.orders, name, n={"N": str(amount)}),
            ],
            **more,
        )

    def test_an_order_takes_from_the_stock(self):
        self.order("first", 2)
        self.assertEqual("1", get(self.stock, "apple")["n"]["N"])
        self.assertEqual("2", get(self.orders, "first")["n"]["N"])

    def test_a_refused_order_changes_nothing(self):
        with self.assertRaises(CLIENT.exceptions.TransactionCanceledException) as raised:
            self.order("large", 4)
        response = raised.exception.response
        self.assertEqual(
            "Transaction cancelled, please refer cancellation reasons for specific reasons"
            " [ConditionalCheckFailed, None]",
            response["Error"]["Message"],
        )
        self.assertEqual(
            [
                {
                    "Code": "ConditionalCheckFailed",
                    "Message": "The conditional request failed",
                    "Item": key("apple") | {"n": {"N": "3"}},
                },
                {"Code": "None"},
            ],
            response["CancellationReasons"],
        )
        self.assertIsNone(get(self.orders, "large"))

    def test_a_token_applies_once(self):
        token = str(uuid.uuid4())
        first = self.order("once", 1, ClientRequestToken=token, ReturnConsumedCapacity="TOTAL")
        again = self.order("once", 1, ClientRequestToken=token, ReturnConsumedCapacity="TOTAL")
        self.assertEqual("2", get(self.stock, "apple")["n"]["N"])
        self.assertEqual([2.0, 2.0], [c["WriteCapacityUnits"] for c in first["ConsumedCapacity"]])
        self.assertEqual([2.0, 2.0], [c["ReadCapacityUnits"] for c in again["ConsumedCapacity"]])
        with self.assertRaises(CLIENT.exceptions.IdempotentParameterMismatchException):
            self.order("once", 2, ClientRequestToken=token)

    def test_reads_of_one_moment(self):
        self.order("read", 1)
        answer = CLIENT.transact_get_items(
            TransactItems=[
                {"Get": {"TableName": self.orders, "Key": key("read"), "ProjectionExpression": "n"}},
                {"Get": {"TableName": self.stock, "Key": key("apple")}},
                {"Get": {"TableName": self.stock, "Key": key("none")}},
            ],
            ReturnConsumedCapacity="TOTAL",
        )
        self.assertEqual({"n": {"N": "1"}}, answer["Responses"][0]["Item"])
        self.assertEqual("2", answer["Responses"][1]["Item"]["n"]["N"])
        self.assertNotIn("Item", answer["Responses"][2])
        self.assertEqual([2.0, 4.0], [c["ReadCapacityUnits"] for c in answer["ConsumedCapacity"]])

    def test_a_hundred_items_and_four_megabytes(self):
        CLIENT.transact_write_items(
            TransactItems=[put(self.orders, f"h{i}", n={"N": str(i)}) for i in range(100)]
        )
        self.assertEqual("99", get(self.orders, "h99")["n"]["N"])
        large = {"S": "x" * 350_000}
        CLIENT.transact_write_items(
            TransactItems=[put(self.orders, f"l{i}", v=large) for i in range(11)]
        )
        for count in (101, 12):
            with self.assertRaises(ClientError) as raised:
                CLIENT.transact_write_items(
                    TransactItems=[
                        put(self.orders, f"x{i}", **({"v": large} if count == 12 else {}))
                        for i in range(count)
                    ]
                )
            self.assertEqual("ValidationException", raised.exception.response["Error"]["Code"])
        self.assertIsNone(get(self.orders, "x0"))


if __name__ == "__main__":
    unittest.main()
