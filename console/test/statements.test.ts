import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoggedCall } from "../src/api/client.ts";
import type { Authorization, Principal } from "../src/api/iam.ts";
import type { ServerCall } from "../src/api/requests.ts";
import { mergedCalls } from "../src/model/calls.ts";
import { appliedTo, type CallFacts, documentOf, policyOf, statementText } from "../src/model/statements.ts";

const namespace = { account: "000000000000", region: "eu-west-1" };

const logged = (operation: string, input: Record<string, unknown>): CallFacts => ({
  namespace,
  service: "dynamodb",
  operation,
  resources: [],
  input,
});

test("a policy of calls allows their operations on their tables and indexes", () => {
  const policy = JSON.parse(
    policyOf([
      logged("GetItem", { TableName: "Orders" }),
      logged("Query", { TableName: "Orders", IndexName: "by-city" }),
      logged("TransactWriteItems", {
        TransactItems: [{ Put: { TableName: "Orders" } }, { Delete: { TableName: "Orders" } }],
      }),
      logged("BatchGetItem", { RequestItems: { People: {} } }),
      logged("ListTables", {}),
      logged("ExecuteStatement", { Statement: 'SELECT * FROM "Songs"."by-year" WHERE y = 1' }),
      logged("BatchExecuteStatement", { Statements: [{ Statement: "DELETE FROM Songs WHERE pk = 'a'" }] }),
      { namespace, service: "dynamodb", operation: "PutItem", resources: ["Long"], input: undefined },
      {
        namespace,
        service: "s3",
        operation: "GetObject",
        resources: ["/photos/a%20b.png"],
        input: undefined,
      },
      { namespace, service: "s3", operation: "ListObjectsV2", resources: ["/photos/"], input: undefined },
      {
        namespace,
        service: "lambda",
        operation: "Invoke",
        resources: ["/2015-03-31/functions/hello/invocations"],
        input: undefined,
      },
      { namespace, service: "iam", operation: "ListUsers", resources: [], input: undefined },
    ]),
  ) as { Statement: { Action: string[]; Resource: string[] }[] };
  const allowed = new Map(policy.Statement.flatMap((one) => one.Resource.map((arn) => [arn, one.Action])));
  const arn = "arn:aws:dynamodb:eu-west-1:000000000000:table";
  assert.deepEqual(allowed.get(`${arn}/Orders`), [
    "dynamodb:DeleteItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
  ]);
  assert.deepEqual(allowed.get(`${arn}/Orders/index/by-city`), ["dynamodb:Query"]);
  assert.deepEqual(allowed.get(`${arn}/People`), ["dynamodb:BatchGetItem"]);
  assert.deepEqual(allowed.get(`${arn}/Songs/index/by-year`), ["dynamodb:PartiQLSelect"]);
  assert.deepEqual(allowed.get(`${arn}/Songs`), ["dynamodb:PartiQLDelete"]);
  assert.deepEqual(allowed.get(`${arn}/Long`), ["dynamodb:PutItem"]);
  assert.deepEqual(allowed.get("arn:aws:s3:::photos/a b.png"), ["s3:GetObject"]);
  assert.deepEqual(allowed.get("arn:aws:s3:::photos"), ["s3:ListBucket"]);
  assert.deepEqual(allowed.get("arn:aws:lambda:eu-west-1:000000000000:function:hello"), [
    "lambda:InvokeFunction",
  ]);
  assert.deepEqual(allowed.get("*"), ["dynamodb:ListTables", "iam:ListUsers"]);
});

test("what applies to a user comes from itself, what is attached, and its groups", () => {
  const document = (Effect: string, Action: string) =>
    JSON.stringify({ Statement: { Effect, Action, Resource: "*" } });
  const who = (kind: Principal["kind"], name: string, more: Partial<Principal>): Principal => ({
    kind,
    name,
    arn: name,
    inline: [],
    attached: [],
    groups: [],
    trust: "",
    ...more,
  });
  const user = who("User", "ana", {
    inline: [{ name: "own", document: document("Deny", "dynamodb:DeleteTable") }],
    attached: [{ name: "Readers", arn: "arn" }],
    groups: ["team"],
  });
  const all: Authorization = {
    principals: [
      user,
      who("Group", "team", { inline: [{ name: "p", document: document("Allow", "s3:*") }] }),
    ],
    policies: [{ name: "Readers", arn: "arn", document: document("Allow", "dynamodb:Get*"), attachments: 1 }],
  };
  assert.deepEqual(
    appliedTo(user, all).map((one) => [one.from, one.effect, one.actions]),
    [
      ["ana / own", "Deny", "dynamodb:DeleteTable"],
      ["Readers", "Allow", "dynamodb:Get*"],
      ["team / p", "Allow", "s3:*"],
    ],
  );
});

test("the log has each call once, whoever made it", () => {
  const own = (id: number, requestId: string): LoggedCall => ({
    id,
    requestId,
    namespace,
    operation: "Query",
    input: { TableName: "Orders" },
    started: 1000 + id,
    millis: 1,
    units: 1,
    error: undefined,
    answer: "{}",
    characters: 0,
  });
  const server = (Sequence: number, more: Partial<ServerCall>): ServerCall => ({
    Sequence,
    Time: 1000 + Sequence,
    Millis: 1,
    RequestId: `R${Sequence}`,
    Service: "dynamodb",
    Operation: "PutItem",
    Tables: ["Orders"],
    Path: "/",
    Caller: "arn:aws:iam::000000000000:user/ana",
    AccessKeyId: "",
    Account: "000000000000",
    Region: "us-east-1",
    Source: "127.0.0.1",
    Client: "Boto3/1.26 md/Botocore",
    Status: 200,
    Error: "",
    ReadUnits: 0,
    WriteUnits: 2,
    RequestBytes: 2,
    AnswerBytes: 2,
    ...more,
  });
  const merged = mergedCalls(
    [own(1, "R1"), own(5, "")],
    [
      server(1, {}),
      server(2, { Body: '{"TableName":"Orders"}' }),
      server(3, { Service: "s3", Tables: [], Path: "/b/k", Status: 404, Client: "Mozilla/5.0 Firefox/1" }),
    ],
  );
  assert.deepEqual(
    merged.map((one) => [one.who, one.resources, one.units, one.error, one.input?.TableName]),
    [
      ["", ["Orders"], 1, "", "Orders"],
      ["ana · Firefox", ["/b/k"], 2, "HTTP 404", undefined],
      ["ana · Boto3/1.26", ["Orders"], 2, "", "Orders"],
      ["", ["Orders"], 2, "", "Orders"],
    ],
  );
});

test("a simulation's statement is found in its policy", () => {
  const document = '{\n "Statement": [\n  {"Sid": "A"},\n  {"Sid": "B", "c": {}} ]\n}';
  const statement = (line: number, from: number, to: number) => ({
    policy: "user_ana_own",
    type: "IAM Policy",
    start: { line, column: from },
    end: { line, column: to },
  });
  assert.equal(statementText(document, statement(3, 4, 15)), '{"Sid": "A"}');
  assert.equal(statementText(document, statement(4, 4, 24)), '{"Sid": "B", "c": {}}');
  const all: Authorization = {
    principals: [
      {
        kind: "User",
        name: "ana",
        arn: "a",
        inline: [{ name: "own", document }],
        attached: [],
        groups: [],
        trust: "",
      },
    ],
    policies: [{ name: "Readers", arn: "r", document: "{}", attachments: 0 }],
  };
  assert.equal(documentOf("user_ana_own", all, []), document);
  assert.equal(documentOf("Readers", all, []), "{}");
  assert.equal(documentOf("PolicyInputList.2", all, ["x", "y"]), "y");
  assert.equal(documentOf("gone", all, []), "");
});
