package stator.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.database.table.Namespace;
import stator.expression.ParseCache;
import stator.operation.partiql.Parser;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.shape.DynamoDbShapes;
import stator.protocol.RequestReader;
import stator.protocol.Struct;

/** What operations say of themselves, and that nobody else says it for them. */
class OperationFactsTest {
    private static final Path SOURCES = Path.of("src/main/java");

    /** Requests that are kept are read again under the name of their operation. */
    private static final List<String> KEPT_REQUESTS =
            List.of("ExportRequest.java", "BulkRequest.java", "RequestReader.java");

    private static List<Operation> all() {
        List<Operation> all = new ArrayList<>(Registry.ofDynamoDb());
        all.addAll(Registry.ofStreams());
        return all;
    }

    @Test
    void noClassKnowsTheNameOfAnotherOperation() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            String text = Files.readString(file);
            String name = file.getFileName().toString();
            for (Operation operation : all()) {
                boolean itsOwn = name.equals(operation.name() + ".java");
                if (!itsOwn && !KEPT_REQUESTS.contains(name) && names(text, operation.name())) {
                    found.add(
                            name + " names " + operation.name() + ": make it a fact of Operation");
                }
            }
        }
        assertEquals(List.of(), found);
    }

    private static boolean names(String text, String operation) {
        return text.contains('"' + operation + '"');
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    GetItem; {"TableName":"T","Key":{"a":{"S":"1"}}}; [T]; [table/T]
                    GetItem; {"TableName":"arn:aws:dynamodb:eu-west-1:111122223333:table/T","Key":{"a":{"S":"1"}}}; [T]; [table/T]
                    Query; {"TableName":"T","IndexName":"ind","KeyConditionExpression":"a = :a"}; [T]; [table/T/index/ind]
                    Scan; {"TableName":"Tab"}; [Tab]; [table/Tab]
                    BatchGetItem; {"RequestItems":{"Tab1":{"Keys":[{"a":{"S":"1"}}]},"Tab2":{"Keys":[{"a":{"S":"1"}}]}}}; [Tab1, Tab2]; [table/Tab1, table/Tab2]
                    TransactWriteItems; {"TransactItems":[{"Put":{"TableName":"Tab1","Item":{"a":{"S":"1"}}}},{"ConditionCheck":{"TableName":"Tab2","Key":{"a":{"S":"1"}},"ConditionExpression":"a = :a"}}]}; [Tab1, Tab2]; [table/Tab1, table/Tab2]
                    ExecuteStatement; {"Statement":"SELECT * FROM \\"T\\".\\"ind\\" WHERE a = 'FROM x'"}; [T]; [table/T/index/ind]
                    ExecuteStatement; {"Statement":"INSERT INTO \\"T\\" VALUE {'a':'UPDATE Other'}"}; [T]; [table/T]
                    ExecuteStatement; {"Statement":"FROM"}; []; []
                    BatchExecuteStatement; {"Statements":[{"Statement":"SELECT * FROM Tab1 WHERE a=1"},{"Statement":"DELETE FROM Tab2 WHERE a=1"}]}; [Tab1, Tab2]; [table/Tab1, table/Tab2]
                    DescribeBackup; {"BackupArn":"arn:aws:dynamodb:eu-west-1:111122223333:table/T/backup/01489602797149-73d8d5bc"}; [T]; [table/T/backup/01489602797149-73d8d5bc]
                    DescribeStream; {"StreamArn":"arn:aws:dynamodb:eu-west-1:111122223333:table/T/stream/2026-01-01T00:00:00.000"}; [T]; [table/T/stream/2026-01-01T00:00:00.000]
                    ListTables; {}; []; []
                    """)
    void namesItsResources(String name, String request, String tables, String arns) {
        Operation operation =
                all().stream().filter(known -> known.name().equals(name)).findFirst().orElseThrow();
        Struct read =
                new RequestReader(DynamoDbShapes.load()).read(operation, request.getBytes(UTF_8));
        ParseCache<String, Parser.Parsed> statements = new ParseCache<>(8, String::length);
        assertEquals(tables, NamedResources.tables(operation, read, statements).toString());
        Namespace namespace = new Namespace("111122223333", "eu-west-1");
        String prefix = "arn:aws:dynamodb:eu-west-1:111122223333:";
        assertEquals(
                arns,
                NamedResources.arns(operation, read, statements, namespace).stream()
                        .map(arn -> arn.substring(prefix.length()))
                        .toList()
                        .toString());
    }
}
