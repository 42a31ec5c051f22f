"""What a storm asks of logs, metrics, alarms and scaling."""

import time

ALARM = {
    "Namespace": "n", "MetricName": "m1", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
    "ComparisonOperator": "GreaterThanThreshold", "Statistic": "Sum",
}
SCALING = {
    "TargetValue": 50,
    "PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"},
}


def operations(c):
    logs, metrics, scaling = c.logs, c.metrics, c.scaling

    def stream():
        return {"logGroupName": c.group(), "logStreamName": c.pick("s1", "s2")}

    def target():
        return {
            "ServiceNamespace": "dynamodb",
            "ResourceId": "table/" + c.table(),
            "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
        }

    def function_group():
        return "/aws/lambda/" + c.function()

    return [
        lambda: logs.delete_log_group(logGroupName=function_group()),
        lambda: logs.filter_log_events(logGroupName=function_group()),
        lambda: logs.create_log_group(logGroupName=c.group()),
        lambda: logs.delete_log_group(logGroupName=c.group()),
        lambda: logs.create_log_stream(**stream()),
        lambda: logs.delete_log_stream(**stream()),
        lambda: logs.put_log_events(
            **stream(), logEvents=[{"timestamp": int(time.time() * 1000), "message": "hello"}]),
        lambda: logs.get_log_events(**stream()),
        lambda: logs.filter_log_events(logGroupName=c.group()),
        lambda: logs.describe_log_groups(),
        lambda: logs.describe_log_streams(logGroupName=c.group()),
        lambda: logs.put_retention_policy(logGroupName=c.group(), retentionInDays=1),
        lambda: metrics.put_metric_data(
            Namespace="n", MetricData=[{"MetricName": "m%d" % c.number(5), "Value": 1}]),
        lambda: metrics.list_metrics(),
        lambda: metrics.get_metric_statistics(
            Namespace=c.pick("n", "AWS/DynamoDB", "AWS/Lambda"), MetricName=c.pick("m1", "Invocations"), Period=60,
            StartTime=time.time() - 600, EndTime=time.time(), Statistics=["Sum"]),
        lambda: metrics.put_metric_alarm(AlarmName="a%d" % c.number(3), **ALARM),
        lambda: metrics.delete_alarms(AlarmNames=["a%d" % c.number(3)]),
        lambda: metrics.set_alarm_state(AlarmName="a%d" % c.number(3), StateValue="ALARM", StateReason="storm"),
        lambda: metrics.describe_alarms(),
        lambda: metrics.describe_alarm_history(),
        lambda: scaling.register_scalable_target(**target(), MinCapacity=1, MaxCapacity=9),
        lambda: scaling.deregister_scalable_target(**target()),
        lambda: scaling.describe_scalable_targets(ServiceNamespace="dynamodb"),
        lambda: scaling.put_scaling_policy(
            **target(), PolicyName="p", PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration=SCALING),
        lambda: scaling.delete_scaling_policy(**target(), PolicyName="p"),
        lambda: scaling.put_scheduled_action(
            **target(), ScheduledActionName="s", Schedule="rate(1 minute)", ScalableTargetAction={"MinCapacity": 2}),
        lambda: scaling.delete_scheduled_action(**target(), ScheduledActionName="s"),
        lambda: scaling.describe_scaling_activities(ServiceNamespace="dynamodb"),
    ]


def first(c, i):
    """12 callers, 3 groups of logs, one metric."""
    already = (c.logs.exceptions.ResourceAlreadyExistsException, c.logs.exceptions.OperationAbortedException)

    def make():
        try:
            c.logs.create_log_group(logGroupName="first%d" % (i % 3))
        except already:
            pass

    return [
        make,
        lambda: c.metrics.put_metric_data(Namespace="first", MetricData=[{"MetricName": "m", "Value": 1}]),
        lambda: c.metrics.list_metrics(),
        lambda: c.scaling.describe_scalable_targets(ServiceNamespace="dynamodb"),
    ]
