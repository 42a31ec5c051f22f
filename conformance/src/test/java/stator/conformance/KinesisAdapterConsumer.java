package stator.conformance;

import com.amazonaws.services.dynamodbv2.streamsadapter.AmazonDynamoDBStreamsAdapterClient;
import com.amazonaws.services.dynamodbv2.streamsadapter.StreamsSchedulerFactory;
import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import com.amazonaws.services.dynamodbv2.streamsadapter.polling.DynamoDBStreamsPollingConfig;
import com.amazonaws.services.dynamodbv2.streamsadapter.processor.DynamoDBStreamsShardRecordProcessor;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.KinesisClientLibRetryableException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.retrieval.RetrievalConfig;

/**
 * The DynamoDB Streams Kinesis Adapter with the Kinesis Client Library, as AWS's guide puts them
 * together: it keeps its leases and checkpoints in tables of the same server. Its intervals are
 * short, and it sends no metrics.
 */
final class KinesisAdapterConsumer implements AutoCloseable {
    private static final Region REGION = Region.US_EAST_1;

    private static final String APPLICATION = "conformance";
    private static final Pattern SHARD = Pattern.compile("\"ShardId\":\"([^\"]+)\"");

    /** Both say much: the adapter about every shard, and its HTTP client about its end. */
    private static final List<Logger> LOGS =
            List.of(
                    Logger.getLogger("com.amazonaws.services.dynamodbv2"),
                    Logger.getLogger("io.netty"));

    private final ObservedChanges seen = new ObservedChanges();
    private final DynamoDbStreamsClient streams;
    private final DynamoDbAsyncClient tables;
    private final Scheduler scheduler;
    private final Thread thread;

    /** A consumer that begins at once. */
    KinesisAdapterConsumer(String endpoint, String streamArn)
            throws IOException, InterruptedException {
        leaseFirstShard(endpoint, streamArn);
        LOGS.forEach(log -> log.setLevel(Level.OFF));
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        streams =
                DynamoDbStreamsClient.builder()
                        .endpointOverride(URI.create(endpoint))
                        .region(REGION)
                        .credentialsProvider(credentials)
                        .build();
        tables =
                DynamoDbAsyncClient.builder()
                        .endpointOverride(URI.create(endpoint))
                        .region(REGION)
                        .credentialsProvider(credentials)
                        .build();
        scheduler = scheduler(streamArn);
        thread = Thread.ofPlatform().name("kinesis-client-library").start(scheduler);
    }

    ObservedChanges seen() {
        return seen;
    }

    /**
     * What another worker would have done: as long as there is no lease, each waits up to half a
     * minute for others to add one.
     */
    private static void leaseFirstShard(String endpoint, String streamArn)
            throws IOException, InterruptedException {
        WireClient client = new WireClient(endpoint);
        String stream =
                client.callStreams(
                        "DescribeStream", "{\"StreamArn\": \"%s\"}".formatted(streamArn));
        Matcher shard = SHARD.matcher(stream);
        if (!shard.find()) {
            throw new AssertionError("There is no shard: " + stream);
        }
        client.createTable(APPLICATION, "leaseKey");
        client.call(
                "PutItem",
                """
                {"TableName": "%s", "Item": {"leaseKey": {"S": "%s"}, "leaseCounter": {"N": "0"},
                 "checkpoint": {"S": "TRIM_HORIZON"}, "checkpointSubSequenceNumber": {"N": "0"},
                 "ownerSwitchesSinceCheckpoint": {"N": "0"}}}\
                """
                        .formatted(APPLICATION, shard.group(1)));
    }

    private Scheduler scheduler(String streamArn) {
        AmazonDynamoDBStreamsAdapterClient adapter =
                new AmazonDynamoDBStreamsAdapterClient(streams, REGION);
        ConfigsBuilder configs =
                new ConfigsBuilder(
                        StreamsSchedulerFactory.createSingleStreamTracker(
                                streamArn,
                                InitialPositionInStreamExtended.newInitialPosition(
                                        InitialPositionInStream.TRIM_HORIZON)),
                        APPLICATION,
                        adapter,
                        tables,
                        noCloudWatch(),
                        "worker",
                        () -> new Processor(seen));
        DynamoDBStreamsPollingConfig polling = new DynamoDBStreamsPollingConfig(streamArn, adapter);
        polling.idleTimeBetweenReadsInMillis(100);
        RetrievalConfig retrieval = configs.retrievalConfig().retrievalSpecificConfig(polling);
        LeaseManagementConfig leases =
                configs.leaseManagementConfig()
                        .leaseAssignmentIntervalMillis(1_500L)
                        .leasesRecoveryAuditorExecutionFrequencyMillis(1_000);
        leases.workerUtilizationAwareAssignmentConfig()
                .inMemoryWorkerMetricsCaptureFrequencyMillis(200)
                .workerMetricsReporterFreqInMillis(1_000);
        return StreamsSchedulerFactory.createScheduler(
                configs.checkpointConfig(),
                configs.coordinatorConfig()
                        .parentShardPollIntervalMillis(100)
                        .shardConsumerDispatchPollIntervalMillis(100)
                        .schedulerInitializationBackoffTimeMillis(100),
                leases,
                configs.lifecycleConfig(),
                configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
                configs.processorConfig(),
                retrieval,
                adapter);
    }

    /** The library wants a client for metrics, and must not use it. */
    private static CloudWatchAsyncClient noCloudWatch() {
        return (CloudWatchAsyncClient)
                Proxy.newProxyInstance(
                        CloudWatchAsyncClient.class.getClassLoader(),
                        new Class<?>[] {CloudWatchAsyncClient.class},
                        (proxy, method, arguments) -> {
                            throw new UnsupportedOperationException(method.toString());
                        });
    }

    /** Reads one shard: reports each record, then says how far it has come. */
    private static final class Processor implements DynamoDBStreamsShardRecordProcessor {
        private final ObservedChanges seen;
        private String shard = "";

        Processor(ObservedChanges seen) {
            this.seen = seen;
        }

        @Override
        public void initialize(InitializationInput input) {
            shard = input.shardId();
        }

        @Override
        public void processRecords(DynamoDBStreamsProcessRecordsInput input) {
            input.records().forEach(record -> report(record.getRecord()));
            if (!input.records().isEmpty()) {
                checkpoint(input.checkpointer()::checkpoint);
            }
        }

        private void report(Record record) {
            seen.saw(
                    shard,
                    record.eventID(),
                    record.dynamodb().keys().get("id").s(),
                    number(record.dynamodb().oldImage()),
                    number(record.dynamodb().newImage()));
        }

        private static int number(Map<String, AttributeValue> item) {
            return item.containsKey("n") ? Integer.parseInt(item.get("n").n()) : 0;
        }

        @Override
        public void shardEnded(ShardEndedInput input) {
            checkpoint(input.checkpointer()::checkpoint);
        }

        @Override
        public void shutdownRequested(ShutdownRequestedInput input) {
            checkpoint(input.checkpointer()::checkpoint);
        }

        @Override
        public void leaseLost(LeaseLostInput input) {
            // Whoever has the lease goes on from the last checkpoint.
        }

        private interface Checkpoint {
            void save() throws InvalidStateException, ShutdownException;
        }

        /** Again and again while the server is away. */
        private void checkpoint(Checkpoint checkpoint) {
            while (true) {
                try {
                    checkpoint.save();
                    return;
                } catch (KinesisClientLibRetryableException serverIsAway) {
                    pause();
                } catch (ShutdownException leaseLost) {
                    return;
                } catch (InvalidStateException e) {
                    seen.problem("A checkpoint failed: " + e);
                    return;
                }
            }
        }

        private static void pause() {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        scheduler.shutdown();
        try {
            if (!thread.join(Duration.ofSeconds(30))) {
                throw new IllegalStateException("The Kinesis Client Library does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tables.close();
            streams.close();
        }
    }
}
