"""Logs, metrics and auto scaling through boto3, metrics in every protocol that this boto3 can speak.

Run by the conformance tests with STATOR_ENDPOINT set; to run by hand:
    STATOR_ENDPOINT=http://localhost:8000 python3 monitoring_test.py
"""

import datetime
import os
import time
import unittest
import uuid

import boto3
import botocore.loaders
from botocore.exceptions import ClientError

ENDPOINT = os.environ["STATOR_ENDPOINT"]


def client(service, session=None):
    return (session or boto3.session.Session()).client(
        service,
        endpoint_url=ENDPOINT,
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def cloudwatch_clients():
    """A client of CloudWatch for each of its protocols that is known here."""
    metadata = botocore.loaders.Loader().load_service_model("cloudwatch", "service-2")["metadata"]
    for protocol in metadata.get("protocols", [metadata["protocol"]]):
        session = boto3.session.Session()
        loader = session._session.get_component("data_loader")
        model = loader.load_service_model("cloudwatch", "service-2")
        changed = dict(model, metadata=dict(model["metadata"], protocol=protocol, protocols=[protocol]))
        original = loader.load_service_model

        def load(service, kind, api_version=None, original=original, changed=changed):
            return changed if kind == "service-2" else original(service, kind, api_version)

        loader.load_service_model = load
        yield protocol, client("cloudwatch", session)


class Metrics(unittest.TestCase):
    def setUp(self):
        self.table = "metrics-" + uuid.uuid4().hex
        self.dynamodb = client("dynamodb")
        self.dynamodb.create_table(
            TableName=self.table,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        )
        for i in range(5):
            self.dynamodb.put_item(TableName=self.table, Item={"id": {"S": str(i)}})
        now = datetime.datetime.now(datetime.timezone.utc)
        self.times = {"StartTime": now - datetime.timedelta(hours=1), "EndTime": now + datetime.timedelta(minutes=5)}

    def test_every_protocol_says_the_same(self):
        for protocol, cloudwatch in cloudwatch_clients():
            with self.subTest(protocol):
                self.tables(cloudwatch)
                self.own(cloudwatch)
                self.alarms(cloudwatch)
                self.errors(cloudwatch)

    def tables(self, cloudwatch):
        dimensions = [{"Name": "TableName", "Value": self.table}]
        listed = cloudwatch.list_metrics(Namespace="AWS/DynamoDB", Dimensions=dimensions)["Metrics"]
        self.assertIn("ConsumedWriteCapacityUnits", {metric["MetricName"] for metric in listed})
        points = cloudwatch.get_metric_statistics(
            Namespace="AWS/DynamoDB",
            MetricName="ConsumedWriteCapacityUnits",
            Dimensions=dimensions,
            Period=60,
            Statistics=["Sum", "SampleCount", "Maximum"],
            **self.times,
        )["Datapoints"]
        self.assertEqual(5, sum(point["Sum"] for point in points))
        self.assertEqual(5, sum(point["SampleCount"] for point in points))
        self.assertIsInstance(points[0]["Timestamp"], datetime.datetime)
        self.assertEqual("Count", points[0]["Unit"])

    def own(self, cloudwatch):
        namespace = "App/" + uuid.uuid4().hex
        metric = {"MetricName": "size", "Dimensions": [{"Name": "page", "Value": "<home> & more"}]}
        cloudwatch.put_metric_data(
            Namespace=namespace,
            MetricData=[
                dict(metric, Value=1.5, Unit="Bytes"),
                dict(metric, Values=[2.0, 4.0], Counts=[2.0, 1.0], Timestamp=self.times["EndTime"] - datetime.timedelta(minutes=5)),
            ],
        )
        query = {"Metric": dict(metric, Namespace=namespace), "Period": 60, "Stat": "Sum"}
        results = cloudwatch.get_metric_data(
            MetricDataQueries=[
                {"Id": "m", "MetricStat": query, "ReturnData": False},
                {"Id": "twice", "Expression": "m * 2"},
            ],
            ScanBy="TimestampAscending",
            **self.times,
        )["MetricDataResults"]
        self.assertEqual(["twice"], [result["Id"] for result in results])
        self.assertEqual(19.0, sum(results[0]["Values"]))
        self.assertEqual(len(results[0]["Values"]), len(results[0]["Timestamps"]))

    def alarms(self, cloudwatch):
        name = "alarm-" + uuid.uuid4().hex
        cloudwatch.put_metric_alarm(
            AlarmName=name,
            Namespace="App",
            MetricName="none",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1.0,
            ComparisonOperator="GreaterThanThreshold",
            TreatMissingData="ignore",
            AlarmActions=["arn:aws:sns:eu-west-1:000000000000:topic"],
        )
        cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="a test")
        (alarm,) = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
        self.assertEqual(("ALARM", "a test", 1.0), (alarm["StateValue"], alarm["StateReason"], alarm["Threshold"]))
        self.assertEqual(["arn:aws:sns:eu-west-1:000000000000:topic"], alarm["AlarmActions"])
        cloudwatch.delete_alarms(AlarmNames=[name])
        self.assertEqual([], cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"])

    def errors(self, cloudwatch):
        now = self.times["StartTime"]
        with self.assertRaises(ClientError) as refused:
            cloudwatch.get_metric_statistics(
                Namespace="App", MetricName="m", Period=60, Statistics=["Sum"], StartTime=now, EndTime=now
            )
        error = refused.exception.response["Error"]
        self.assertEqual("InvalidParameterValue", error["Code"].replace("Exception", ""))
        self.assertEqual("The parameter StartTime must be less than the parameter EndTime.", error["Message"])


class Logs(unittest.TestCase):
    def setUp(self):
        self.logs = client("logs")
        self.group = "group-" + uuid.uuid4().hex
        self.logs.create_log_group(logGroupName=self.group)
        self.start = int(time.time() * 1000) - 60_000
        for stream in ("a", "b", "c"):
            self.logs.create_log_stream(logGroupName=self.group, logStreamName=stream)
            self.logs.put_log_events(
                logGroupName=self.group,
                logStreamName=stream,
                logEvents=[{"timestamp": self.start + i, "message": f"{stream} {i}"} for i in range(100)],
            )

    def test_pages_of_a_filter_are_in_the_order_of_time_and_complete(self):
        pages = self.logs.get_paginator("filter_log_events").paginate(
            logGroupName=self.group, PaginationConfig={"PageSize": 17}
        )
        events = [event for page in pages for event in page["events"]]
        self.assertEqual(300, len({event["eventId"] for event in events}))
        self.assertEqual(sorted(event["timestamp"] for event in events), [event["timestamp"] for event in events])

    def test_tokens_lead_to_the_end_and_back(self):
        request = {"logGroupName": self.group, "logStreamName": "b", "limit": 30, "startFromHead": True}
        forward, page = [], self.logs.get_log_events(**request)
        while page["events"]:
            forward += page["events"]
            page = self.logs.get_log_events(nextToken=page["nextForwardToken"], **request)
        self.assertEqual([f"b {i}" for i in range(100)], [event["message"] for event in forward])
        again = self.logs.get_log_events(nextToken=page["nextForwardToken"], **request)
        self.assertEqual(page["nextForwardToken"], again["nextForwardToken"])
        page = self.logs.get_log_events(nextToken=page["nextBackwardToken"], **request)
        self.assertEqual([f"b {i}" for i in range(70, 100)], [event["message"] for event in page["events"]])

    def test_an_event_that_comes_later_is_behind_the_token_of_an_empty_page(self):
        self.logs.create_log_stream(logGroupName=self.group, logStreamName="late")
        request = {"logGroupName": self.group, "logStreamName": "late", "startFromHead": True}
        token = self.logs.get_log_events(**request)["nextForwardToken"]
        self.logs.put_log_events(
            logGroupName=self.group, logStreamName="late", logEvents=[{"timestamp": self.start, "message": "there"}]
        )
        (event,) = self.logs.get_log_events(nextToken=token, **request)["events"]
        self.assertEqual("there", event["message"])


class AutoScaling(unittest.TestCase):
    def test_an_index_is_brought_into_its_bounds(self):
        dynamodb, scaling = client("dynamodb"), client("application-autoscaling")
        table = "scaling-" + uuid.uuid4().hex
        units = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
        dynamodb.create_table(
            TableName=table,
            ProvisionedThroughput=units,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[
                {"AttributeName": "id", "AttributeType": "S"},
                {"AttributeName": "year", "AttributeType": "N"},
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "by-year",
                    "KeySchema": [{"AttributeName": "year", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                    "ProvisionedThroughput": units,
                }
            ],
        )
        dimension = {
            "ServiceNamespace": "dynamodb",
            "ResourceId": f"table/{table}/index/by-year",
            "ScalableDimension": "dynamodb:index:ReadCapacityUnits",
        }
        scaling.register_scalable_target(MinCapacity=12, MaxCapacity=20, **dimension)
        (index,) = dynamodb.describe_table(TableName=table)["Table"]["GlobalSecondaryIndexes"]
        self.assertEqual(12, index["ProvisionedThroughput"]["ReadCapacityUnits"])
        self.assertEqual(5, index["ProvisionedThroughput"]["WriteCapacityUnits"])
        (activity,) = scaling.describe_scaling_activities(
            ServiceNamespace="dynamodb", ResourceId=dimension["ResourceId"]
        )["ScalingActivities"]
        self.assertEqual("minimum capacity was set to 12", activity["Cause"])
        with self.assertRaises(scaling.exceptions.ValidationException):
            scaling.put_scaling_policy(PolicyName="steps", PolicyType="StepScaling", **dimension)
        scaling.deregister_scalable_target(**dimension)
        with self.assertRaises(scaling.exceptions.ObjectNotFoundException):
            scaling.deregister_scalable_target(**dimension)


if __name__ == "__main__":
    unittest.main()
