import { ApiError, call, type Namespace } from "../../api/client.ts";
import type { Item } from "../../api/types.ts";

export interface Shard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
  readonly SequenceNumberRange: {
    readonly StartingSequenceNumber: string;
    readonly EndingSequenceNumber?: string;
  };
}

export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly userIdentity?: { readonly principalId: string };
  readonly dynamodb: {
    readonly Keys: Item;
    readonly OldImage?: Item;
    readonly NewImage?: Item;
    readonly SequenceNumber: string;
    readonly ApproximateCreationDateTime: number;
  };
}

interface Listener {
  records(found: StreamRecord[]): void;
  failed(error: Error | undefined): void;
}

const POLL_MILLIS = 500;
const SHARDS_MILLIS = 3000;

/** Follows all shards of a stream, children after their parents, until it is ended. */
export class Tail {
  private readonly iterators = new Map<string, string>();
  private readonly known = new Set<string>();
  private paused = false;
  private ended = false;
  /** What arrived when somebody had just paused. */
  private held: StreamRecord[] = [];
  private first = true;
  private lastShards = 0;
  private readonly namespace: Namespace;
  private readonly arn: string;
  private readonly from: "LATEST" | "TRIM_HORIZON";
  private readonly listener: Listener;

  constructor(namespace: Namespace, arn: string, from: "LATEST" | "TRIM_HORIZON", listener: Listener) {
    this.namespace = namespace;
    this.arn = arn;
    this.from = from;
    this.listener = listener;
    this.follow();
  }

  pause(paused: boolean): void {
    this.paused = paused;
  }

  end(): void {
    this.ended = true;
  }

  private async follow(): Promise<void> {
    while (!this.ended) {
      if (!this.paused && !document.hidden) {
        try {
          await this.round();
          this.listener.failed(undefined);
        } catch (failure) {
          this.listener.failed(failure as Error);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
    }
  }

  private async round(): Promise<void> {
    if (Date.now() - this.lastShards > SHARDS_MILLIS) {
      await this.findShards();
      this.lastShards = Date.now();
    }
    const found: StreamRecord[] = [];
    for (const [shard, iterator] of this.iterators) {
      found.push(...(await this.read(shard, iterator)));
    }
    found.sort((a, b) => order(a.dynamodb.SequenceNumber, b.dynamodb.SequenceNumber));
    this.held.push(...found);
    if (this.held.length > 0 && !this.ended && !this.paused) {
      const records = this.held;
      this.held = [];
      this.listener.records(records);
    }
  }

  private async findShards(): Promise<void> {
    const answer = await this.ask<{ StreamDescription: { Shards: Shard[] } }>("DescribeStream", {
      StreamArn: this.arn,
    });
    for (const shard of answer.StreamDescription.Shards) {
      if (!this.known.has(shard.ShardId)) {
        this.known.add(shard.ShardId);
        // What opened later has nothing that was there before: it is read from its start.
        const ShardIteratorType = this.first ? this.from : "TRIM_HORIZON";
        const input = { StreamArn: this.arn, ShardId: shard.ShardId, ShardIteratorType };
        const iterator = (await this.ask<{ ShardIterator: string }>("GetShardIterator", input)).ShardIterator;
        this.iterators.set(shard.ShardId, iterator);
      }
    }
    this.first = false;
  }

  private async read(shard: string, iterator: string): Promise<StreamRecord[]> {
    try {
      const answer = await this.ask<{ Records: StreamRecord[]; NextShardIterator?: string }>("GetRecords", {
        ShardIterator: iterator,
      });
      if (answer.NextShardIterator) {
        this.iterators.set(shard, answer.NextShardIterator);
      } else {
        this.iterators.delete(shard);
      }
      return answer.Records;
    } catch (failure) {
      if (failure instanceof ApiError && failure.type === "ExpiredIteratorException") {
        this.known.delete(shard);
        this.iterators.delete(shard);
        return [];
      }
      throw failure;
    }
  }

  private ask<T>(operation: string, input: Record<string, unknown>): Promise<T> {
    return call<T>(this.namespace, operation, input, { quiet: true });
  }
}

function order(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
