package stator.lambda.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Namespace;
import stator.lambda.document.Document;
import stator.lambda.document.Shelf;
import stator.storage.memory.MemoryStore;

class FunctionStoreTest {
    private static final Namespace NAMESPACE = new Namespace("000000000000", "us-east-1");
    private static final String CONCURRENCY = "concurrency";

    private final Database database =
            Database.open(
                    new MemoryStore(), DatabaseSettings.DEFAULT, Clock.systemUTC(), new Random(1));
    private final FunctionStore functions = new FunctionStore(database.documents());

    @AfterEach
    void close() {
        database.close();
    }

    private FunctionReference made(String name) {
        FunctionReference function = new FunctionReference(NAMESPACE, name, "");
        functions.putLatest(
                new FunctionVersion(function, Document.empty().with("CodeSha256", "code")));
        functions.publish(function, configuration -> configuration);
        functions.putSetting(function, CONCURRENCY, Document.empty().with("Reserved", 2));
        return function;
    }

    @Test
    void whatACrashLeavesOfAFunctionIsNotOfTheNextOne() {
        FunctionReference stays = made("stays");
        FunctionReference goes = made("goes");
        new Shelf(database.documents(), "lambda-function").remove(NAMESPACE, "goes");
        functions.finishDeletions();
        assertEquals(List.of(), functions.versions(goes));
        assertEquals(Optional.empty(), functions.setting(goes, CONCURRENCY));
        assertEquals(1, functions.versions(stays).size());
        assertTrue(functions.setting(stays, CONCURRENCY).isPresent());
    }

    @Test
    void whatIsGoneGetsNoSetting() {
        FunctionReference function = made("f");
        Document setting = Document.of("Reserved", 3);
        assertThrows(
                LambdaException.class,
                () -> functions.putSetting(function.qualified("a"), CONCURRENCY, setting));
        functions.delete(function);
        assertThrows(
                LambdaException.class, () -> functions.putSetting(function, CONCURRENCY, setting));
        assertEquals(Optional.empty(), functions.setting(function, CONCURRENCY));
    }
}
