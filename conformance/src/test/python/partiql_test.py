"""PartiQL through boto3: ExecuteStatement, BatchExecuteStatement and ExecuteTransaction."""

import os
import unittest

import boto3
from botocore.exceptions import ClientError

TABLE = "partiql"


def client():
    return boto3.client(
        "dynamodb",
        endpoint_url=os.environ["STATOR_ENDPOINT"],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


class PartiQL(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = client()
        cls.client.create_table(
            TableName=TABLE,
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "sk", "AttributeType": "N"},
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        cls.client.get_waiter("table_exists").wait(TableName=TABLE)

    def run_statement(self, statement, *parameters, **options):
        if parameters:
            options["Parameters"] = list(parameters)
        return self.client.execute_statement(Statement=statement, **options)

    def test_all_types_come_back_as_they_were_given(self):
        item = {
            "pk": {"S": "types"},
            "sk": {"N": "1"},
            "b": {"B": b"\x00\xff"},
            "ss": {"SS": ["a", "b"]},
            "ns": {"NS": ["1", "2.5"]},
            "bs": {"BS": [b"a", b"b"]},
            "m": {"M": {"x": {"L": [{"BOOL": True}, {"NULL": True}]}}},
        }
        names = list(item)
        members = ", ".join(f"'{name}': ?" for name in names)
        self.run_statement(
            f'INSERT INTO "{TABLE}" VALUE {{{members}}}', *[item[name] for name in names]
        )
        found = self.run_statement(f'SELECT * FROM "{TABLE}" WHERE pk = \'types\'')
        self.assertEqual([item], found["Items"])

    def test_a_second_insert_of_a_key_is_refused(self):
        statement = f"INSERT INTO \"{TABLE}\" VALUE {{'pk': 'twice', 'sk': 1}}"
        self.run_statement(statement)
        with self.assertRaises(self.client.exceptions.DuplicateItemException):
            self.run_statement(statement)

    def test_pages_are_walked_with_next_token(self):
        for number in range(25):
            self.run_statement(
                f'INSERT INTO "{TABLE}" VALUE {{\'pk\': ?, \'sk\': ?}}',
                {"S": "pages"},
                {"N": str(number)},
            )
        statement = f'SELECT sk FROM "{TABLE}" WHERE pk = ? ORDER BY sk DESC'
        seen, options = [], {}
        while True:
            page = self.run_statement(statement, {"S": "pages"}, Limit=10, **options)
            self.assertLessEqual(len(page["Items"]), 10)
            seen += [int(item["sk"]["N"]) for item in page["Items"]]
            if "NextToken" not in page:
                break
            options["NextToken"] = page["NextToken"]
        self.assertEqual(list(range(24, -1, -1)), seen)
        with self.assertRaises(ClientError) as refused:
            self.run_statement(statement, {"S": "other"}, **options)
        self.assertEqual(
            "NextToken does not match request", refused.exception.response["Error"]["Message"]
        )

    def test_a_batch_answers_each_statement(self):
        self.run_statement(f"INSERT INTO \"{TABLE}\" VALUE {{'pk': 'batch', 'sk': 1, 'n': 1}}")
        responses = self.client.batch_execute_statement(
            Statements=[
                {"Statement": f"SELECT n FROM \"{TABLE}\" WHERE pk = 'batch' AND sk = 1"},
                {"Statement": f"SELECT n FROM \"{TABLE}\" WHERE pk = 'batch'"},
            ]
        )["Responses"]
        self.assertEqual({"n": {"N": "1"}}, responses[0]["Item"])
        self.assertEqual("ValidationError", responses[1]["Error"]["Code"])


if __name__ == "__main__":
    unittest.main()
