/** An attribute's value as the API has it. Numbers stay text, so that all 38 digits do. */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] }
  | { L: AttributeValue[] }
  | { M: Item };

export type Item = { [name: string]: AttributeValue };
export type TypeName = "S" | "N" | "B" | "BOOL" | "NULL" | "SS" | "NS" | "BS" | "L" | "M";
export type KeyType = "S" | "N" | "B";

export interface KeyElement {
  AttributeName: string;
  KeyType: "HASH" | "RANGE";
}

export interface Projection {
  ProjectionType: "ALL" | "KEYS_ONLY" | "INCLUDE";
  NonKeyAttributes?: string[];
}

export interface Throughput {
  ReadCapacityUnits: number;
  WriteCapacityUnits: number;
}

export interface OnDemandThroughput {
  MaxReadRequestUnits?: number;
  MaxWriteRequestUnits?: number;
}

export interface IndexDescription {
  IndexName: string;
  KeySchema: KeyElement[];
  Projection: Projection;
  IndexStatus?: string;
  Backfilling?: boolean;
  ItemCount?: number;
  IndexSizeBytes?: number;
  ProvisionedThroughput?: Throughput;
  OnDemandThroughput?: OnDemandThroughput;
}

export interface VectorIndexDescription {
  IndexName: string;
  VectorAttribute: { AttributeName: string };
  Dimensions: number;
  DistanceFunction: "COSINE" | "EUCLIDEAN" | "DOT_PRODUCT";
  Projection: Projection;
  SearchSchema?: { AttributeName: string; SearchSchemaElementType: "HASH" | "INLINE_FILTER" }[];
  IndexStatus?: string;
  ItemCount?: number;
}

export interface Replica {
  RegionName: string;
  ReplicaStatus?: string;
}

export interface TableDescription {
  TableName: string;
  TableStatus: string;
  TableArn: string;
  TableId: string;
  CreationDateTime: number;
  KeySchema: KeyElement[];
  AttributeDefinitions: { AttributeName: string; AttributeType: KeyType }[];
  ItemCount: number;
  TableSizeBytes: number;
  ProvisionedThroughput: Throughput;
  OnDemandThroughput?: OnDemandThroughput;
  WarmThroughput?: { ReadUnitsPerSecond: number; WriteUnitsPerSecond: number };
  BillingModeSummary?: { BillingMode: string };
  TableClassSummary?: { TableClass: string };
  GlobalSecondaryIndexes?: IndexDescription[];
  LocalSecondaryIndexes?: IndexDescription[];
  VectorIndexes?: VectorIndexDescription[];
  StreamSpecification?: { StreamEnabled: boolean; StreamViewType?: string };
  LatestStreamArn?: string;
  LatestStreamLabel?: string;
  DeletionProtectionEnabled?: boolean;
  SSEDescription?: { Status: string; SSEType?: string; KMSMasterKeyArn?: string };
  Replicas?: Replica[];
  MultiRegionConsistency?: string;
}

export interface ConsumedCapacity {
  CapacityUnits?: number;
  ReadCapacityUnits?: number;
  WriteCapacityUnits?: number;
  VectorSearchRequestBytes?: number;
}
