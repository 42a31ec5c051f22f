import type { Item, TableDescription } from "../api/types.ts";

/** What functions are called with, by whatever calls them; with what is known of a table where there is one. */
export type SampleEvent = "empty" | "stream" | "bucket" | "http" | "schedule";

export function sampleEvent(kind: SampleEvent, region: string, table?: TableDescription): unknown {
  switch (kind) {
    case "empty":
      return {};
    case "stream":
      return { Records: [streamRecord(region, table)] };
    case "bucket":
      return {
        Records: [
          {
            eventVersion: "2.1",
            eventSource: "aws:s3",
            awsRegion: region,
            eventTime: "2026-11-29T12:00:00.000Z",
            eventName: "ObjectCreated:Put",
            s3: {
              s3SchemaVersion: "1.0",
              bucket: { name: "photos", arn: "arn:aws:s3:::photos" },
              object: { key: "a/b.png", size: 1024, eTag: "d41d8cd98f00b204e9800998ecf8427e" },
            },
          },
        ],
      };
    case "http":
      return {
        version: "2.0",
        routeKey: "GET /orders/{id}",
        rawPath: "/orders/7",
        rawQueryString: "full=yes",
        headers: { accept: "application/json" },
        queryStringParameters: { full: "yes" },
        pathParameters: { id: "7" },
        requestContext: { http: { method: "GET", path: "/orders/7", sourceIp: "127.0.0.1" } },
        isBase64Encoded: false,
      };
    case "schedule":
      return {
        version: "0",
        "detail-type": "Scheduled Event",
        source: "aws.events",
        time: "2026-11-29T12:00:00Z",
        region,
        resources: [],
        detail: {},
      };
  }
}

function streamRecord(region: string, table?: TableDescription): unknown {
  const types = new Map(table?.AttributeDefinitions.map((one) => [one.AttributeName, one.AttributeType]));
  const Keys = Object.fromEntries(
    (table?.KeySchema ?? [{ AttributeName: "pk" }]).map(({ AttributeName: name }) => {
      const type = types.get(name) ?? "S";
      return [name, { [type]: type === "N" ? "1" : type === "B" ? "AAEC" : `example-${name}` }];
    }),
  ) as Item;
  const name = table?.TableName ?? "Orders";
  return {
    eventID: "1",
    eventName: "MODIFY",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    eventSourceARN:
      table?.LatestStreamArn ??
      `arn:aws:dynamodb:${region}:000000000000:table/${name}/stream/2026-11-29T12:00:00.000`,
    dynamodb: {
      ApproximateCreationDateTime: 1795953600,
      Keys,
      OldImage: { ...Keys, state: { S: "new" } },
      NewImage: { ...Keys, state: { S: "paid" } },
      SequenceNumber: "100000000000000000001",
      SizeBytes: 59,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
  };
}
