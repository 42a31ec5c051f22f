package stator.operation;

import java.util.List;
import stator.operation.backup.CreateBackup;
import stator.operation.backup.DeleteBackup;
import stator.operation.backup.DescribeBackup;
import stator.operation.backup.DescribeContinuousBackups;
import stator.operation.backup.ListBackups;
import stator.operation.backup.RestoreTableFromBackup;
import stator.operation.backup.RestoreTableToPointInTime;
import stator.operation.backup.UpdateContinuousBackups;
import stator.operation.global.CreateGlobalTable;
import stator.operation.global.DescribeGlobalTable;
import stator.operation.global.DescribeGlobalTableSettings;
import stator.operation.global.DescribeTableReplicaAutoScaling;
import stator.operation.global.ListGlobalTables;
import stator.operation.global.UpdateGlobalTable;
import stator.operation.global.UpdateGlobalTableSettings;
import stator.operation.global.UpdateTableReplicaAutoScaling;
import stator.operation.insight.DescribeContributorInsights;
import stator.operation.insight.ListContributorInsights;
import stator.operation.insight.UpdateContributorInsights;
import stator.operation.item.BatchGetItem;
import stator.operation.item.BatchWriteItem;
import stator.operation.item.DeleteItem;
import stator.operation.item.GetItem;
import stator.operation.item.PutItem;
import stator.operation.item.Query;
import stator.operation.item.Scan;
import stator.operation.item.SearchVectors;
import stator.operation.item.UpdateItem;
import stator.operation.policy.DeleteResourcePolicy;
import stator.operation.policy.GetResourcePolicy;
import stator.operation.policy.PutResourcePolicy;
import stator.operation.request.Operation;
import stator.operation.statement.BatchExecuteStatement;
import stator.operation.statement.ExecuteStatement;
import stator.operation.statement.ExecuteTransaction;
import stator.operation.stream.DescribeKinesisStreamingDestination;
import stator.operation.stream.DescribeStream;
import stator.operation.stream.DisableKinesisStreamingDestination;
import stator.operation.stream.EnableKinesisStreamingDestination;
import stator.operation.stream.GetRecords;
import stator.operation.stream.GetShardIterator;
import stator.operation.stream.ListStreams;
import stator.operation.stream.UpdateKinesisStreamingDestination;
import stator.operation.table.CreateTable;
import stator.operation.table.DeleteTable;
import stator.operation.table.DescribeEndpoints;
import stator.operation.table.DescribeLimits;
import stator.operation.table.DescribeTable;
import stator.operation.table.DescribeTimeToLive;
import stator.operation.table.ListTables;
import stator.operation.table.ListTagsOfResource;
import stator.operation.table.TagResource;
import stator.operation.table.UntagResource;
import stator.operation.table.UpdateTable;
import stator.operation.table.UpdateTimeToLive;
import stator.operation.transaction.TransactGetItems;
import stator.operation.transaction.TransactWriteItems;
import stator.operation.transfer.CancelBulkOperation;
import stator.operation.transfer.DescribeBulkOperation;
import stator.operation.transfer.DescribeExport;
import stator.operation.transfer.DescribeImport;
import stator.operation.transfer.ExportTableToPointInTime;
import stator.operation.transfer.ImportTable;
import stator.operation.transfer.ListBulkOperations;
import stator.operation.transfer.ListExports;
import stator.operation.transfer.ListImports;
import stator.operation.transfer.StartBulkPutItems;

/** All operations there are. To add one is a class of its own and a line here. */
@SuppressWarnings("exports") // Operations are seen inside this module only.
public final class Registry {
    private Registry() {}

    /** Every operation of DynamoDB that is answered. The others are unknown operations. */
    public static List<Operation> ofDynamoDb() {
        return List.of(
                new BatchExecuteStatement(),
                new BatchGetItem(),
                new BatchWriteItem(),
                new CancelBulkOperation(),
                new CreateBackup(),
                new CreateGlobalTable(),
                new CreateTable(),
                new DeleteBackup(),
                new DeleteItem(),
                new DeleteResourcePolicy(),
                new DeleteTable(),
                new DescribeBackup(),
                new DescribeBulkOperation(),
                new DescribeContinuousBackups(),
                new DescribeContributorInsights(),
                new DescribeEndpoints(),
                new DescribeGlobalTable(),
                new DescribeGlobalTableSettings(),
                new DescribeExport(),
                new DescribeImport(),
                new DescribeKinesisStreamingDestination(),
                new DescribeLimits(),
                new DescribeTable(),
                new DescribeTableReplicaAutoScaling(),
                new DescribeTimeToLive(),
                new DisableKinesisStreamingDestination(),
                new EnableKinesisStreamingDestination(),
                new ExecuteStatement(),
                new ExecuteTransaction(),
                new ExportTableToPointInTime(),
                new GetItem(),
                new GetResourcePolicy(),
                new ImportTable(),
                new ListBackups(),
                new ListBulkOperations(),
                new ListContributorInsights(),
                new ListGlobalTables(),
                new ListExports(),
                new ListImports(),
                new ListTables(),
                new ListTagsOfResource(),
                new PutItem(),
                new PutResourcePolicy(),
                new Query(),
                new RestoreTableFromBackup(),
                new RestoreTableToPointInTime(),
                new Scan(),
                new SearchVectors(),
                new StartBulkPutItems(),
                new TagResource(),
                new TransactGetItems(),
                new TransactWriteItems(),
                new UntagResource(),
                new UpdateContinuousBackups(),
                new UpdateContributorInsights(),
                new UpdateGlobalTable(),
                new UpdateGlobalTableSettings(),
                new UpdateItem(),
                new UpdateKinesisStreamingDestination(),
                new UpdateTable(),
                new UpdateTableReplicaAutoScaling(),
                new UpdateTimeToLive());
    }

    /** Every operation of DynamoDB Streams that is answered. */
    public static List<Operation> ofStreams() {
        return List.of(
                new DescribeStream(), new GetRecords(), new GetShardIterator(), new ListStreams());
    }
}
