"""A shop in a single table through boto3: users, addresses, orders, order items and products under overloaded keys.

Run by the conformance tests with STATOR_ENDPOINT set; to run by hand:
    STATOR_ENDPOINT=http://localhost:8000 python3 single_table_test.py

    entity        PK             SK              GSI1PK           GSI1SK          besides
    user          USER#<user>    PROFILE         EMAIL#<mail>     USER
    mail address  EMAIL#<mail>   UNIQUE                                           the guard of a user's mail address
    address       USER#<user>    ADDRESS#<kind>
    order         USER#<user>    ORDER#<order>   ORDER#<order>    ORDER           placedAt, and openSince until delivered
    order item    ORDER#<order>  PRODUCT#<id>    ORDER#<order>    ITEM#<line>
    product       PRODUCT#<id>   PRODUCT#<id>    CATEGORY#<name>  PRICE#<cents>   category and brand
"""

import os
import threading
import unittest
import uuid
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.config import Config

SESSION = boto3.session.Session(
    aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1"
)
OPTIONS = {
    "endpoint_url": os.environ["STATOR_ENDPOINT"],
    "config": Config(retries={"max_attempts": 0}, max_pool_connections=32),
}
RESOURCE = SESSION.resource("dynamodb", **OPTIONS)
# The client of a resource takes and gives Python's values, as the resource does, also in transactions.
CLIENT = RESOURCE.meta.client


def schema(*names):
    return [{"AttributeName": n, "KeyType": t} for n, t in zip(names, ("HASH", "RANGE"))]


def index(name, keys, projection="ALL", *attributes):
    more = {"NonKeyAttributes": list(attributes)} if attributes else {}
    return {"IndexName": name, "KeySchema": keys, "Projection": {"ProjectionType": projection} | more}


def create_shop():
    names = ("PK", "SK", "GSI1PK", "GSI1SK", "placedAt", "openSince", "category", "brand")
    table = RESOURCE.create_table(
        TableName="shop-" + uuid.uuid4().hex,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=schema("PK", "SK"),
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in names]
        + [{"AttributeName": "cents", "AttributeType": "N"}],
        LocalSecondaryIndexes=[index("byDate", schema("PK", "placedAt"), "INCLUDE", "status")],
        GlobalSecondaryIndexes=[
            index("GSI1", schema("GSI1PK", "GSI1SK")),
            index("inverted", schema("SK", "PK"), "KEYS_ONLY"),
            index("open", schema("openSince"), "INCLUDE", "total"),
            index(
                "byBrand",
                [{"AttributeName": n, "KeyType": "HASH"} for n in ("category", "brand")]
                + [{"AttributeName": "cents", "KeyType": "RANGE"}],
            ),
        ],
    )
    table.wait_until_exists()
    return table


def user_key(user):
    return {"PK": f"USER#{user}", "SK": "PROFILE"}


def address_key(user, kind="home"):
    return {"PK": f"USER#{user}", "SK": f"ADDRESS#{kind}"}


def order_key(user, order):
    return {"PK": f"USER#{user}", "SK": f"ORDER#{order}"}


def product_key(product):
    return {"PK": f"PRODUCT#{product}", "SK": f"PRODUCT#{product}"}


def product(name, category, brand, cents, stock):
    return product_key(name) | {
        "GSI1PK": f"CATEGORY#{category}",
        "GSI1SK": f"PRICE#{cents:08}",
        "EntityType": "Product",
        "category": category,
        "brand": brand,
        "cents": cents,
        "stock": stock,
    }


class Shop:
    """The accesses of the application, each as one request."""

    def __init__(self):
        self.table = create_shop()
        self.name = self.table.name

    def put(self, item, **more):
        return {"Put": {"TableName": self.name, "Item": item} | more}

    def sign_up(self, user, mail):
        """Two items guard two names: the user's and that of the mail address."""
        absent = {"ConditionExpression": "attribute_not_exists(PK)"}
        profile = {"GSI1PK": f"EMAIL#{mail}", "GSI1SK": "USER", "EntityType": "User", "email": mail}
        CLIENT.transact_write_items(
            TransactItems=[
                self.put(user_key(user) | profile | {"name": user.title()}, **absent),
                self.put({"PK": f"EMAIL#{mail}", "SK": "UNIQUE", "user": user}, **absent),
            ]
        )

    def move_in(self, user, kind, city):
        self.table.put_item(Item=address_key(user, kind) | {"EntityType": "Address", "city": city})

    def place(self, user, order, lines, placed_at="2026-11-21T10:00:00Z", **more):
        """Takes from the stock, writes the order with its items and counts it; all or nothing."""
        now = {
            "GSI1PK": f"ORDER#{order}",
            "GSI1SK": "ORDER",
            "EntityType": "Order",
            "placedAt": placed_at,
            "openSince": placed_at[:10],
            "status": "pending",
            "total": sum(lines.values()),
        }
        actions = [
            {"ConditionCheck": {"TableName": self.name, "Key": address_key(user), "ConditionExpression": "attribute_exists(PK)"}},
            self.put(order_key(user, order) | now, ConditionExpression="attribute_not_exists(PK)"),
            {
                "Update": {
                    "TableName": self.name,
                    "Key": user_key(user),
                    "UpdateExpression": "SET orderCount = if_not_exists(orderCount, :zero) + :one",
                    "ConditionExpression": "attribute_exists(PK)",
                    "ExpressionAttributeValues": {":zero": 0, ":one": 1},
                }
            },
        ]
        for line, (name, quantity) in enumerate(lines.items()):
            actions += self.take(order, line, name, quantity)
        return CLIENT.transact_write_items(TransactItems=actions, **more)

    def take(self, order, line, name, quantity):
        item = {
            "PK": f"ORDER#{order}",
            "SK": f"PRODUCT#{name}",
            "GSI1PK": f"ORDER#{order}",
            "GSI1SK": f"ITEM#{line}",
            "EntityType": "OrderItem",
            "quantity": quantity,
        }
        stock = {
            "TableName": self.name,
            "Key": product_key(name),
            "UpdateExpression": "SET stock = stock - :quantity",
            "ConditionExpression": "stock >= :quantity",
            "ExpressionAttributeValues": {":quantity": quantity},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        return [self.put(item), {"Update": stock}]

    def read(self, key):
        return self.table.get_item(Key=key, ConsistentRead=True).get("Item")

    def query(self, condition, **more):
        """All items of all pages."""
        items = []
        while True:
            page = self.table.query(KeyConditionExpression=condition, **more)
            items += page["Items"]
            if "LastEvaluatedKey" not in page:
                return items
            more["ExclusiveStartKey"] = page["LastEvaluatedKey"]


class ReadingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shop = shop = Shop()
        for user in ("ada", "bob"):
            shop.sign_up(user, f"{user}@example.com")
            shop.move_in(user, "home", "Quito")
            shop.move_in(user, "work", "Lima")
        with shop.table.batch_writer() as batch:
            for number in range(12):
                # Three products for each price, so index keys are equal.
                batch.put_item(Item=product(f"lamp{number:02}", "lamps", "lux", 1000 + number // 3, 50))
            batch.put_item(Item=product("shade", "lamps", "umbra", 500, 50))
        for number in range(1, 8):
            shop.place("ada", f"a{number}", {f"lamp{number:02}": number, "shade": 1}, f"2026-11-{30 - number}T10:00:00Z")
        shop.place("bob", "b1", {"shade": 2})

    def test_a_user_with_everything_around_it(self):
        profile = self.shop.read(user_key("ada"))
        self.assertEqual(("Ada", 7), (profile["name"], profile["orderCount"]))
        addresses = self.shop.query(Key("PK").eq("USER#ada") & Key("SK").begins_with("ADDRESS#"))
        self.assertEqual(["Quito", "Lima"], [a["city"] for a in addresses])
        collection = self.shop.query(Key("PK").eq("USER#ada"))
        self.assertEqual(["Address"] * 2 + ["Order"] * 7 + ["User"], [i["EntityType"] for i in collection])

    def test_a_user_by_mail_address(self):
        found = self.shop.query(Key("GSI1PK").eq("EMAIL#bob@example.com"), IndexName="GSI1")
        self.assertEqual(["USER#bob"], [i["PK"] for i in found])

    def test_orders_newest_first_by_page(self):
        orders = Key("PK").eq("USER#ada") & Key("SK").begins_with("ORDER#")
        first = self.shop.table.query(KeyConditionExpression=orders, ScanIndexForward=False, Limit=3)
        self.assertEqual(["ORDER#a7", "ORDER#a6", "ORDER#a5"], [i["SK"] for i in first["Items"]])
        self.assertEqual(order_key("ada", "a5"), first["LastEvaluatedKey"])
        forth = self.shop.query(orders, Limit=2)
        back = self.shop.query(orders, Limit=2, ScanIndexForward=False)
        self.assertEqual([f"ORDER#a{n}" for n in range(1, 8)], [i["SK"] for i in forth])
        self.assertEqual(forth[::-1], back)

    def test_a_page_can_be_turned_back(self):
        """The first key of a page, read backward, gives the page before it."""
        condition = Key("GSI1PK").eq("CATEGORY#lamps")
        keys = ("PK", "SK", "GSI1PK", "GSI1SK")
        one = self.shop.table.query(IndexName="GSI1", KeyConditionExpression=condition, Limit=4)
        two = self.shop.table.query(
            IndexName="GSI1", KeyConditionExpression=condition, Limit=4, ExclusiveStartKey=one["LastEvaluatedKey"]
        )
        self.assertEqual(set(keys), set(one["LastEvaluatedKey"]))
        first_of_two = {k: two["Items"][0][k] for k in keys}
        back = self.shop.table.query(
            IndexName="GSI1",
            KeyConditionExpression=condition,
            Limit=4,
            ScanIndexForward=False,
            ExclusiveStartKey=first_of_two,
        )
        self.assertEqual(one["Items"], back["Items"][::-1])

    def test_an_order_by_its_id_with_its_items(self):
        found = self.shop.query(Key("GSI1PK").eq("ORDER#a2"), IndexName="GSI1")
        self.assertEqual(["OrderItem", "OrderItem", "Order"], [i["EntityType"] for i in found])
        items = self.shop.query(Key("GSI1PK").eq("ORDER#a2") & Key("GSI1SK").begins_with("ITEM#"), IndexName="GSI1")
        self.assertEqual([2, 1], [i["quantity"] for i in items])

    def test_who_ordered_a_product(self):
        found = self.shop.query(Key("SK").eq("PRODUCT#shade") & Key("PK").begins_with("ORDER#"), IndexName="inverted")
        self.assertEqual([f"ORDER#a{n}" for n in range(1, 8)] + ["ORDER#b1"], [i["PK"] for i in found])
        self.assertEqual({"PK", "SK"}, set(found[0]))

    def test_products_by_price_also_where_prices_are_equal(self):
        condition = Key("GSI1PK").eq("CATEGORY#lamps")
        whole = self.shop.query(condition, IndexName="GSI1")
        self.assertEqual(sorted(i["cents"] for i in whole), [i["cents"] for i in whole])
        for limit in range(1, 14):
            for forward in (True, False):
                pages = self.shop.query(condition, IndexName="GSI1", Limit=limit, ScanIndexForward=forward)
                self.assertEqual(whole if forward else whole[::-1], pages, (limit, forward))
        cheap = self.shop.query(condition & Key("GSI1SK").lt("PRICE#00001001"), IndexName="GSI1")
        self.assertEqual(4, len(cheap))

    def test_products_of_a_brand_in_an_index_with_two_partition_keys(self):
        brand = Key("category").eq("lamps") & Key("brand").eq("lux")
        found = self.shop.query(brand & Key("cents").between(1001, 1002), IndexName="byBrand", Limit=4)
        self.assertEqual([1001] * 3 + [1002] * 3, [i["cents"] for i in found])

    def test_orders_by_day_in_a_local_index(self):
        days = Key("PK").eq("USER#ada") & Key("placedAt").between("2026-11-25", "2026-11-28~")
        found = self.shop.query(days, IndexName="byDate", ConsistentRead=True)
        self.assertEqual(["ORDER#a5", "ORDER#a4", "ORDER#a3", "ORDER#a2"], [i["SK"] for i in found])
        self.assertNotIn("total", found[0])
        # A local index fetches from the table what it does not hold.
        totals = self.shop.query(days, IndexName="byDate", ProjectionExpression="#t", ExpressionAttributeNames={"#t": "total"})
        self.assertEqual([{"total": Decimal(n + 1)} for n in (5, 4, 3, 2)], totals)

    def test_many_entities_at_once(self):
        keys = [user_key("ada"), address_key("ada"), order_key("ada", "a1"), product_key("shade"), user_key("nobody")]
        answer = CLIENT.batch_get_item(RequestItems={self.shop.name: {"Keys": keys, "ProjectionExpression": "EntityType"}})
        kinds = sorted(i["EntityType"] for i in answer["Responses"][self.shop.name])
        self.assertEqual(["Address", "Order", "Product", "User"], kinds)

    def test_scan_of_the_table_and_its_indexes(self):
        paginator = CLIENT.get_paginator("scan")
        everything = [i for p in paginator.paginate(TableName=self.shop.name, PaginationConfig={"PageSize": 7}) for i in p["Items"]]
        self.assertEqual(CLIENT.describe_table(TableName=self.shop.name)["Table"]["ItemCount"], len(everything))
        for name, attributes in (("GSI1", {"GSI1PK", "GSI1SK"}), ("open", {"openSince"}), ("byBrand", {"category", "brand"})):
            entries = paginator.paginate(TableName=self.shop.name, IndexName=name, PaginationConfig={"PageSize": 3})
            found = {(i["PK"], i["SK"]) for p in entries for i in p["Items"]}
            self.assertEqual({(i["PK"], i["SK"]) for i in everything if attributes <= set(i)}, found, name)


class WritingTest(unittest.TestCase):
    def setUp(self):
        self.shop = Shop()
        self.shop.sign_up("ada", "ada@example.com")
        self.shop.move_in("ada", "home", "Quito")
        with self.shop.table.batch_writer() as batch:
            batch.put_item(Item=product("lamp", "lamps", "lux", 1999, 5))
            batch.put_item(Item=product("bulb", "lamps", "lux", 99, 100))

    def cancelled(self, call):
        with self.assertRaises(CLIENT.exceptions.TransactionCanceledException) as raised:
            call()
        response = raised.exception.response
        codes = [reason["Code"] for reason in response["CancellationReasons"]]
        self.assertEqual(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [" + ", ".join(codes) + "]",
            response["Error"]["Message"],
        )
        return response["CancellationReasons"]

    def stock(self, name):
        return int(self.shop.read(product_key(name))["stock"])

    def test_an_order_changes_all_its_items(self):
        answer = self.shop.place("ada", "1", {"lamp": 2, "bulb": 4}, ReturnConsumedCapacity="INDEXES")
        capacity = answer["ConsumedCapacity"][0]
        # Two units for each of the seven actions, the check among them, and one for each entry of an index: GSI1 has user,
        # order, items and products, the inverted index has order and items, byBrand the products.
        self.assertEqual(14, capacity["Table"]["WriteCapacityUnits"])
        written = {n: i["WriteCapacityUnits"] for n, i in capacity["GlobalSecondaryIndexes"].items()}
        self.assertEqual({"GSI1": 6, "inverted": 3, "open": 1, "byBrand": 2}, written)
        self.assertEqual((3, 96), (self.stock("lamp"), self.stock("bulb")))
        self.assertEqual(1, self.shop.read(user_key("ada"))["orderCount"])

    def test_an_order_without_stock_is_cancelled_as_a_whole(self):
        reasons = self.cancelled(lambda: self.shop.place("ada", "1", {"bulb": 1, "lamp": 6}))
        self.assertEqual(["None"] * 6 + ["ConditionalCheckFailed"], [r["Code"] for r in reasons])
        self.assertEqual("The conditional request failed", reasons[6]["Message"])
        self.assertEqual({"N": "5"}, reasons[6]["Item"]["stock"])
        self.assertEqual((5, 100), (self.stock("lamp"), self.stock("bulb")))
        self.assertNotIn("orderCount", self.shop.read(user_key("ada")))
        self.assertEqual([], self.shop.query(Key("GSI1PK").eq("ORDER#1"), IndexName="GSI1"))

    def test_an_order_needs_an_address_and_a_new_number(self):
        self.shop.place("ada", "1", {"bulb": 1})
        self.assertEqual("ConditionalCheckFailed", self.cancelled(lambda: self.shop.place("ada", "1", {"bulb": 1}))[1]["Code"])
        reasons = self.cancelled(lambda: self.shop.place("eve", "2", {"bulb": 1}))
        self.assertEqual(["ConditionalCheckFailed", "None", "ConditionalCheckFailed", "None", "None"], [r["Code"] for r in reasons])

    def test_an_order_sent_again_counts_once(self):
        token = str(uuid.uuid4())
        for _ in range(3):
            self.shop.place("ada", "1", {"lamp": 2}, ClientRequestToken=token)
        self.assertEqual(3, self.stock("lamp"))
        with self.assertRaises(CLIENT.exceptions.IdempotentParameterMismatchException):
            self.shop.place("ada", "1", {"lamp": 1}, ClientRequestToken=token)

    def test_the_last_pieces_are_sold_once(self):
        """Twelve buyers for five lamps; whoever reads meanwhile sees stock and counter of one moment."""
        sold, refused, sums = [], [], set()

        def buy(number):
            try:
                self.shop.place("ada", f"n{number}", {"lamp": 1})
                sold.append(number)
            except CLIENT.exceptions.TransactionCanceledException as e:
                refused.append([r["Code"] for r in e.response["CancellationReasons"]][-1])

        threads = [threading.Thread(target=buy, args=(n,)) for n in range(12)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            sums.add(self.stock_and_orders())
        self.assertEqual(5, len(sold))
        self.assertEqual({"ConditionalCheckFailed"}, set(refused))
        self.assertEqual({5}, sums | {self.stock_and_orders()})
        self.assertEqual(0, self.stock("lamp"))

    def stock_and_orders(self):
        gets = [{"Get": {"TableName": self.shop.name, "Key": k}} for k in (product_key("lamp"), user_key("ada"))]
        lamp, user = [r["Item"] for r in CLIENT.transact_get_items(TransactItems=gets)["Responses"]]
        return int(lamp["stock"] + user.get("orderCount", 0))

    def test_reads_of_one_moment_across_entities(self):
        self.shop.place("ada", "1", {"lamp": 2})
        keys = [user_key("ada"), order_key("ada", "1"), {"PK": "ORDER#1", "SK": "PRODUCT#lamp"}, user_key("nobody")]
        gets = [{"Get": {"TableName": self.shop.name, "Key": k, "ProjectionExpression": "EntityType"}} for k in keys]
        answer = CLIENT.transact_get_items(TransactItems=gets, ReturnConsumedCapacity="TOTAL")
        kinds = [r.get("Item", {}).get("EntityType") for r in answer["Responses"]]
        self.assertEqual(["User", "Order", "OrderItem", None], kinds)
        self.assertEqual(8, answer["ConsumedCapacity"][0]["CapacityUnits"])

    def test_a_mail_address_belongs_to_one_user(self):
        reasons = self.cancelled(lambda: self.shop.sign_up("eve", "ada@example.com"))
        self.assertEqual(["None", "ConditionalCheckFailed"], [r["Code"] for r in reasons])
        self.assertIsNone(self.shop.read(user_key("eve")))

    def test_a_delivered_order_leaves_the_sparse_index(self):
        self.shop.place("ada", "1", {"bulb": 1})
        self.shop.place("ada", "2", {"bulb": 2})
        today = Key("openSince").eq("2026-11-21")
        self.assertEqual([1, 2], sorted(i["total"] for i in self.shop.query(today, IndexName="open")))
        self.shop.table.update_item(
            Key=order_key("ada", "1"),
            UpdateExpression="SET #s = :delivered REMOVE openSince",
            ConditionExpression=Attr("status").eq("pending"),
            ExpressionAttributeNames={"#s": "status"},
            ExpressionAttributeValues={":delivered": "delivered"},
        )
        self.assertEqual(
            [order_key("ada", "2") | {"openSince": "2026-11-21", "total": 2}], self.shop.query(today, IndexName="open")
        )

    def test_two_editors_and_a_version(self):
        """Optimistic locking: the second editor of the same version loses, reads again and wins."""

        def rename(name, version):
            return self.shop.table.update_item(
                Key=user_key("ada"),
                UpdateExpression="SET #n = :name, version = if_not_exists(version, :zero) + :one",
                ConditionExpression=Attr("version").eq(version) if version else Attr("version").not_exists(),
                ExpressionAttributeNames={"#n": "name"},
                ExpressionAttributeValues={":name": name, ":zero": 0, ":one": 1},
                ReturnValues="UPDATED_NEW",
            )["Attributes"]

        self.assertEqual({"name": "Ada L.", "version": 1}, rename("Ada L.", 0))
        with self.assertRaises(CLIENT.exceptions.ConditionalCheckFailedException):
            rename("Ada K.", 0)
        self.assertEqual({"name": "Ada K.", "version": 2}, rename("Ada K.", 1))

    def test_a_price_moves_a_product_in_its_indexes(self):
        self.shop.table.update_item(
            Key=product_key("bulb"),
            UpdateExpression="SET cents = :cents, GSI1SK = :price",
            ExpressionAttributeValues={":cents": 2999, ":price": "PRICE#00002999"},
        )
        for name, condition in (
            ("GSI1", Key("GSI1PK").eq("CATEGORY#lamps")),
            ("byBrand", Key("category").eq("lamps") & Key("brand").eq("lux")),
        ):
            found = self.shop.query(condition, IndexName=name)
            self.assertEqual([1999, 2999], [i["cents"] for i in found], name)

    def test_a_user_goes_with_everything(self):
        self.shop.place("ada", "1", {"lamp": 1})
        items = self.shop.query(Key("PK").eq("USER#ada"), ProjectionExpression="PK, SK")
        with self.shop.table.batch_writer() as batch:
            for key in items:
                batch.delete_item(Key=key)
        self.assertEqual([], self.shop.query(Key("PK").eq("USER#ada")))
        self.assertEqual([], self.shop.query(Key("PK").eq("USER#ada"), IndexName="byDate"))
        self.assertEqual([], self.shop.query(Key("GSI1PK").eq("EMAIL#ada@example.com"), IndexName="GSI1"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
