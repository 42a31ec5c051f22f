import { type Block, parseHcl, Unknown, type Value } from "./hcl.ts";
import type { Later } from "./tableForm.ts";

type Input = Record<string, unknown>;

/** What a document says of one table. */
export interface DescribedTable {
  readonly input: Input;
  /** Calls once it is there. */
  readonly later: readonly Later[];
  readonly notes: readonly string[];
}

const TABLE = "aws_dynamodb_table";

/** Whether a text is Terraform's rather than JSON. */
export function isTerraform(text: string): boolean {
  return /^\s*(?:#|\/\/|\/\*|(?:resource|variable|locals|module|terraform|provider|data|output)\b)/.test(
    text,
  );
}

/** The tables of a configuration. What it leaves to Terraform (functions, other resources) is a note. */
export function readTerraform(text: string): DescribedTable[] {
  return parseHcl(text)
    .filter((block) => block.type === "resource" && block.labels[0] === TABLE)
    .map((block) => new Reader(block).table());
}

/** The same of Terraform's JSON form. */
export function readTerraformJson(resources: Readonly<Record<string, Input>>): DescribedTable[] {
  return Object.entries(resources[TABLE] ?? {}).map(([label, body]) =>
    new Reader(blockOf(TABLE, [TABLE, label], (Array.isArray(body) ? body[0] : body) as Input)).table(),
  );
}

/** In JSON a block is an object, or a list of them. */
function blockOf(type: string, labels: readonly string[], body: Input): Block {
  const isBlock = (name: string, value: unknown) =>
    name !== "tags" && [value].flat().every((one) => typeof one === "object" && one !== null);
  const entries = Object.entries(body);
  return {
    type,
    labels,
    attributes: new Map(
      entries.filter(([name, value]) => !isBlock(name, value)).map(([name, value]) => [name, value as Value]),
    ),
    blocks: entries
      .filter(([name, value]) => isBlock(name, value))
      .flatMap(([name, value]) => [value].flat().map((one) => blockOf(name, [], one as Input))),
  };
}

class Reader {
  private readonly block: Block;
  private readonly notes: string[] = [];

  constructor(block: Block) {
    this.block = block;
  }

  table(): DescribedTable {
    const { block } = this;
    const label = block.labels[1] ?? "table";
    const TableName = this.text(block, "name") || label;
    for (const one of [...block.blocks.filter((inner) => inner.type === "dynamic")]) {
      this.notes.push(`dynamic "${one.labels[0]}"`);
    }
    for (const name of ["count", "for_each"]) {
      if (block.attributes.has(name)) this.notes.push(name);
    }
    const provisioned = this.text(block, "billing_mode") !== "PAY_PER_REQUEST";
    const input: Input = {
      TableName,
      AttributeDefinitions: this.inner("attribute").map((one) => ({
        AttributeName: this.text(one, "name"),
        AttributeType: this.text(one, "type"),
      })),
      KeySchema: this.keys(block),
      BillingMode: provisioned ? "PROVISIONED" : "PAY_PER_REQUEST",
      ...this.capacity(block, provisioned),
      ...this.indexes("global_secondary_index", "GlobalSecondaryIndexes", provisioned),
      ...this.indexes("local_secondary_index", "LocalSecondaryIndexes", false),
      ...this.settings(),
    };
    return { input, later: this.later(TableName), notes: this.notes };
  }

  private settings(): Input {
    const { block } = this;
    const view = this.text(block, "stream_view_type");
    const encryption = this.inner("server_side_encryption")[0];
    const key = encryption && this.text(encryption, "kms_key_arn");
    const tags = block.attributes.get("tags");
    const tableClass = this.text(block, "table_class");
    return {
      ...(this.flag(block, "stream_enabled") && {
        StreamSpecification: { StreamEnabled: true, StreamViewType: view || "NEW_AND_OLD_IMAGES" },
      }),
      ...(encryption &&
        this.flag(encryption, "enabled") && {
          SSESpecification: { Enabled: true, SSEType: "KMS", ...(key && { KMSMasterKeyId: key }) },
        }),
      ...(tableClass && { TableClass: tableClass }),
      ...(this.flag(block, "deletion_protection_enabled") && { DeletionProtectionEnabled: true }),
      ...(this.isObject(tags, "tags") && {
        Tags: Object.entries(tags).map(([Key, value]) => ({ Key, Value: String(value) })),
      }),
    };
  }

  private later(TableName: string): Later[] {
    const ttl = this.inner("ttl")[0];
    const recovery = this.inner("point_in_time_recovery")[0];
    const replicas = this.inner("replica").map((one) => ({
      Create: { RegionName: this.text(one, "region_name") },
    }));
    const days = recovery && this.number(recovery, "recovery_period_in_days");
    const attribute = ttl && this.text(ttl, "attribute_name");
    return [
      ...(ttl && attribute && ttl.attributes.get("enabled") !== false
        ? [
            [
              "UpdateTimeToLive",
              { TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: attribute } },
            ] as const,
          ]
        : []),
      ...(recovery && this.flag(recovery, "enabled")
        ? [
            [
              "UpdateContinuousBackups",
              {
                TableName,
                PointInTimeRecoverySpecification: {
                  PointInTimeRecoveryEnabled: true,
                  ...(days && { RecoveryPeriodInDays: days }),
                },
              },
            ] as const,
          ]
        : []),
      ...(replicas.length > 0 ? [["UpdateTable", { TableName, ReplicaUpdates: replicas }] as const] : []),
    ];
  }

  private indexes(type: string, member: string, provisioned: boolean): Input {
    const found = this.inner(type).map((one) => {
      const included = one.attributes.get("non_key_attributes");
      const local = type === "local_secondary_index";
      return {
        IndexName: this.text(one, "name"),
        KeySchema: local
          ? [...this.keys(this.block).slice(0, 1), ...this.keys(one).filter((key) => key.KeyType === "RANGE")]
          : this.keys(one),
        Projection: {
          ProjectionType: this.text(one, "projection_type") || "ALL",
          ...(Array.isArray(included) && included.length > 0 && { NonKeyAttributes: included.map(String) }),
        },
        ...(!local && this.capacity(one, provisioned)),
      };
    });
    return found.length > 0 ? { [member]: found } : {};
  }

  /** In blocks of their own since keys may have several attributes, in two attributes before. */
  private keys(block: Block): { AttributeName: string; KeyType: string }[] {
    const several = block.blocks.filter((one) => one.type === "key_schema");
    if (several.length > 0) {
      return several.map((one) => ({
        AttributeName: this.text(one, "attribute_name"),
        KeyType: this.text(one, "key_type"),
      }));
    }
    const key = (name: string, KeyType: string) => {
      const AttributeName = this.text(block, name);
      return AttributeName ? [{ AttributeName, KeyType }] : [];
    };
    return [...key("hash_key", "HASH"), ...key("range_key", "RANGE")];
  }

  private capacity(block: Block, provisioned: boolean): Input {
    const pair = (of: Block | undefined, member: string, pairs: readonly (readonly [string, string])[]) => {
      const found = pairs.flatMap(([name, to]) => {
        const value = of && this.number(of, name);
        return value ? [[to, value]] : [];
      });
      return found.length > 0 ? { [member]: Object.fromEntries(found) } : {};
    };
    const of = (type: string) => block.blocks.find((one) => one.type === type);
    return {
      ...(provisioned &&
        pair(block, "ProvisionedThroughput", [
          ["read_capacity", "ReadCapacityUnits"],
          ["write_capacity", "WriteCapacityUnits"],
        ])),
      ...pair(of("on_demand_throughput"), "OnDemandThroughput", [
        ["max_read_request_units", "MaxReadRequestUnits"],
        ["max_write_request_units", "MaxWriteRequestUnits"],
      ]),
      ...pair(of("warm_throughput"), "WarmThroughput", [
        ["read_units_per_second", "ReadUnitsPerSecond"],
        ["write_units_per_second", "WriteUnitsPerSecond"],
      ]),
    };
  }

  // Values.

  private inner(type: string): Block[] {
    return this.block.blocks.filter((one) => one.type === type);
  }

  private value(block: Block, name: string): Value | undefined {
    const value = block.attributes.get(name);
    if (value instanceof Unknown) {
      this.notes.push(`${name} = ${value.words}`);
      return undefined;
    }
    return value;
  }

  private text(block: Block, name: string): string {
    const value = this.value(block, name);
    return value === undefined || value === null ? "" : String(value);
  }

  private number(block: Block, name: string): number {
    return Number(this.value(block, name) ?? 0) || 0;
  }

  private flag(block: Block, name: string): boolean {
    return String(this.value(block, name)) === "true";
  }

  private isObject(value: Value | undefined, name: string): value is { [name: string]: Value } {
    if (value instanceof Unknown) this.notes.push(`${name} = ${value.words}`);
    return (
      typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown)
    );
  }
}
