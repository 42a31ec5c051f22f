import { isStreams, type Request, words } from "./code.ts";

/** Members that are lists or maps of attribute values, whole items included. */
const VALUES = new Set([
  "Key",
  "Item",
  "ExclusiveStartKey",
  "ExpressionAttributeValues",
  "SearchVector",
  "Parameters",
  "Keys",
]);

/** What the members of a type are called in the SDK, where that is not the member's name without its plural. */
const CLASSES: Record<string, string> = {
  AttributeDefinitions: "AttributeDefinition",
  KeySchema: "KeySchemaElement",
  GlobalSecondaryIndexes: "GlobalSecondaryIndex",
  LocalSecondaryIndexes: "LocalSecondaryIndex",
  VectorIndexes: "VectorIndex",
  GlobalSecondaryIndexUpdates: "GlobalSecondaryIndexUpdate",
  ReplicaUpdates: "ReplicationGroupUpdate",
  TransactItems: "TransactWriteItem",
  Tags: "Tag",
  Statements: "BatchStatementRequest",
  TransactStatements: "ParameterizedStatement",
  Create: "CreateGlobalSecondaryIndexAction",
  SearchSchema: "SearchSchemaElement",
  VectorAttribute: "VectorAttribute",
};

export function java({ operation, input, region, endpoint }: Request): string {
  const client = isStreams(operation) ? "DynamoDbStreamsClient" : "DynamoDbClient";
  const parts = Object.entries(input).map(
    ([name, value]) => `        .${lower(name)}(${javaMember(name, value, 3)})`,
  );
  return `${client} client = ${client}.builder()
        .region(Region.of(${quoted(region)}))
        .endpointOverride(URI.create(${quoted(endpoint)}))
        .build();

${operation}Response response = client.${lower(operation)}(${operation}Request.builder()
${parts.join("\n")}
        .build());
System.out.println(response);
`;
}

function javaMember(name: string, value: unknown, depth: number): string {
  if (VALUES.has(name) && typeof value === "object" && value !== null) {
    return Array.isArray(value)
      ? `List.of(${value.map((one) => (isValue(one) ? attributeValue(one, depth) : attributeMap(one, depth))).join(", ")})`
      : attributeMap(value, depth);
  }
  if (Array.isArray(value)) {
    const items = value.map((one) =>
      typeof one === "object" && one !== null ? built(classOf(name), one, depth) : scalar(one),
    );
    return `List.of(${items.join(", ")})`;
  }
  if (typeof value === "object" && value !== null) {
    return name === "ExpressionAttributeNames" ? stringMap(value) : built(classOf(name), value, depth);
  }
  return scalar(value);
}

function classOf(name: string): string {
  return CLASSES[name] ?? name;
}

function built(type: string, value: object, depth: number): string {
  const pad = "    ".repeat(depth);
  const members = Object.entries(value).map(
    ([name, one]) => `\n${pad}.${lower(name)}(${javaMember(name, one, depth + 1)})`,
  );
  return `${type}.builder()${members.join("")}\n${pad}.build()`;
}

function stringMap(value: object): string {
  return `Map.ofEntries(${Object.entries(value)
    .map(([name, one]) => `Map.entry(${quoted(name)}, ${scalar(one)})`)
    .join(", ")})`;
}

function attributeMap(value: unknown, depth: number): string {
  const pad = "    ".repeat(depth);
  const entries = Object.entries(value as object).map(
    ([name, one]) => `\n${pad}Map.entry(${quoted(name)}, ${attributeValue(one, depth + 1)})`,
  );
  return `Map.ofEntries(${entries.join(",")})`;
}

function isValue(value: unknown): boolean {
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  return names.length === 1 && /^(S|N|B|BOOL|NULL|SS|NS|BS|L|M)$/.test(names[0] as string);
}

function attributeValue(value: unknown, depth: number): string {
  const [type, content] = Object.entries(value as object)[0] as [string, unknown];
  const bytes = (text: unknown) =>
    `SdkBytes.fromByteArray(Base64.getDecoder().decode(${quoted(String(text))}))`;
  switch (type) {
    case "S":
      return `AttributeValue.fromS(${quoted(content as string)})`;
    case "N":
      return `AttributeValue.fromN(${quoted(content as string)})`;
    case "B":
      return `AttributeValue.fromB(${bytes(content)})`;
    case "BOOL":
      return `AttributeValue.fromBool(${content})`;
    case "NULL":
      return "AttributeValue.fromNul(true)";
    case "SS":
      return `AttributeValue.fromSs(List.of(${(content as string[]).map(quoted).join(", ")}))`;
    case "NS":
      return `AttributeValue.fromNs(List.of(${(content as string[]).map(quoted).join(", ")}))`;
    case "BS":
      return `AttributeValue.fromBs(List.of(${(content as string[]).map(bytes).join(", ")}))`;
    case "L":
      return `AttributeValue.fromL(List.of(${(content as unknown[]).map((one) => attributeValue(one, depth)).join(", ")}))`;
    default:
      return `AttributeValue.fromM(${attributeMap(content, depth)})`;
  }
}

function scalar(value: unknown): string {
  return typeof value === "string" ? quoted(value) : String(value);
}

function lower(name: string): string {
  return words(name, "_").replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
