import { java } from "./java.ts";

/** One call in the words of a client. */
export type Language = "CLI" | "Python" | "JavaScript" | "Java";
export const LANGUAGES: readonly Language[] = ["CLI", "Python", "JavaScript", "Java"];

export interface Request {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly region: string;
  readonly endpoint: string;
}

export function codeFor(language: Language, request: Request): string {
  switch (language) {
    case "CLI":
      return cli(request);
    case "Python":
      return python(request);
    case "JavaScript":
      return javaScript(request);
    case "Java":
      return java(request);
  }
}

export function isStreams(operation: string): boolean {
  return ["ListStreams", "DescribeStream", "GetShardIterator", "GetRecords"].includes(operation);
}

/** "KeyConditionExpression" with something between its words. */
export function words(name: string, separator: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, `$1${separator}$2`)
    .replace(/([A-Z]+)([A-Z][a-z])/g, `$1${separator}$2`)
    .toLowerCase();
}

// CLI.

export function cli({ operation, input, region, endpoint }: Request): string {
  const parts = Object.entries(input).map(([name, value]) => `--${cliOption(name, value)}`);
  const service = isStreams(operation) ? "dynamodbstreams" : "dynamodb";
  return [
    `aws ${service} ${words(operation, "-")}`,
    ...parts,
    `--region ${region}`,
    `--endpoint-url ${endpoint}`,
  ].join(" \\\n    ");
}

function cliOption(name: string, value: unknown): string {
  const option = words(name, "-");
  if (typeof value === "boolean") {
    return value ? option : `no-${option}`;
  }
  if (typeof value === "string" || typeof value === "number") {
    return `${option} ${shellQuoted(String(value))}`;
  }
  return `${option} ${shellQuoted(JSON.stringify(value))}`;
}

export function shellQuoted(text: string): string {
  return /^[A-Za-z0-9_./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

// Python.

function python({ operation, input, region, endpoint }: Request): string {
  const parts = Object.entries(input).map(([name, value]) => `    ${name}=${pythonValue(value, 1)},\n`);
  const service = isStreams(operation) ? "dynamodbstreams" : "dynamodb";
  const code = parts.join("");
  return `${code.includes("base64.") ? "import base64\n" : ""}import boto3

client = boto3.client(${pythonString(service)}, region_name=${pythonString(region)}, endpoint_url=${pythonString(endpoint)})

response = client.${words(operation, "_")}(
${code})
print(response)
`;
}

function pythonValue(value: unknown, depth: number): string {
  if (value === null || value === undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return pythonString(value);
  const pad = "    ".repeat(depth + 1);
  const end = "    ".repeat(depth);
  if (Array.isArray(value)) {
    return value.length === 0
      ? "[]"
      : `[\n${value.map((one) => `${pad}${pythonValue(one, depth + 1)},\n`).join("")}${end}]`;
  }
  const members = Object.entries(value);
  const binary = members.length === 1 ? binaryOf(value as Record<string, unknown>) : undefined;
  if (binary !== undefined) {
    return typeof binary === "string"
      ? `{"B": base64.b64decode(${pythonString(binary)})}`
      : `{"BS": [${binary.map((one) => `base64.b64decode(${pythonString(one)})`).join(", ")}]}`;
  }
  const short = members.length === 1 && typeof members[0]?.[1] !== "object";
  if (short) {
    return `{${pythonString(members[0]?.[0] ?? "")}: ${pythonValue(members[0]?.[1], depth)}}`;
  }
  return members.length === 0
    ? "{}"
    : `{\n${members.map(([name, one]) => `${pad}${pythonString(name)}: ${pythonValue(one, depth + 1)},\n`).join("")}${end}}`;
}

/** The binary value or set that a map is, if it is one. */
export function binaryOf(map: Record<string, unknown>): string | string[] | undefined {
  if (typeof map.B === "string") return map.B;
  return Array.isArray(map.BS) ? (map.BS as string[]) : undefined;
}

function pythonString(text: string): string {
  return JSON.stringify(text).replace(/\\u([0-9a-f]{4})/g, "\\u$1");
}

// JavaScript.

function javaScript({ operation, input, region, endpoint }: Request): string {
  const [module, client] = isStreams(operation)
    ? ["@aws-sdk/client-dynamodb-streams", "DynamoDBStreamsClient"]
    : ["@aws-sdk/client-dynamodb", "DynamoDBClient"];
  return `import { ${client}, ${operation}Command } from "${module}";

const client = new ${client}({ region: ${JSON.stringify(region)}, endpoint: ${JSON.stringify(endpoint)} });

const response = await client.send(new ${operation}Command(${javaScriptValue(input, 0)}));
console.log(response);
`;
}

function javaScriptValue(value: unknown, depth: number): string {
  if (typeof value !== "object" || value === null) {
    return JSON.stringify(value) ?? "undefined";
  }
  const pad = "  ".repeat(depth + 1);
  const end = "  ".repeat(depth);
  if (Array.isArray(value)) {
    return value.length === 0
      ? "[]"
      : `[\n${value.map((one) => `${pad}${javaScriptValue(one, depth + 1)},\n`).join("")}${end}]`;
  }
  const members = Object.entries(value);
  const binary = members.length === 1 ? binaryOf(value as Record<string, unknown>) : undefined;
  if (binary !== undefined) {
    const bytes = (text: string) => `Buffer.from(${JSON.stringify(text)}, "base64")`;
    return typeof binary === "string"
      ? `{ B: ${bytes(binary)} }`
      : `{ BS: [${binary.map(bytes).join(", ")}] }`;
  }
  if (members.length === 1 && typeof members[0]?.[1] !== "object") {
    return `{ ${javaScriptName(members[0]?.[0] ?? "")}: ${javaScriptValue(members[0]?.[1], depth)} }`;
  }
  return members.length === 0
    ? "{}"
    : `{\n${members.map(([name, one]) => `${pad}${javaScriptName(name)}: ${javaScriptValue(one, depth + 1)},\n`).join("")}${end}}`;
}

function javaScriptName(name: string): string {
  // A member written as __proto__ would set the prototype.
  return name === "__proto__"
    ? '["__proto__"]'
    : /^[A-Za-z_$][\w$]*$/.test(name)
      ? name
      : JSON.stringify(name);
}
