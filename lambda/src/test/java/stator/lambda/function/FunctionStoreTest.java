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
import stator.lambda.document.TestStore;

class FunctionStoreTest {
    private static final Namespace NAMESPACE = new Namespace("000000000000", "us-east-1");
    private static final String CONCURRENCY = "concurrency";

    private final TestStore store = new TestStore();
    private final Database database =
            Database.open(
                    store.store(), DatabaseSettings.DEFAULT, Clock.systemUTC(), new Random(1));
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

    /** Whether all is there that {@link #made} makes; some of it may not be. */
    private boolean isWhole(FunctionReference function) {
        boolean isThere = functions.exists(function);
        assertEquals(isThere, functions.versions(function).size() == 1);
        assertEquals(isThere, functions.setting(function, CONCURRENCY).isPresent());
        return isThere;
    }

    @Test
    void aFunctionGoesAsAWholeWhereverAKillComes() {
        FunctionReference stays = made("stays");
        FunctionReference goes = made("goes");
        for (int commits = 0; isWhole(goes); commits++) {
            killAfter(commits, () -> functions.delete(goes));
        }
        assertTrue(isWhole(stays));
    }

    @Test
    void anAliasAndAVersionGoWithTheirSettingsWhereverAKillComes() {
        FunctionReference function = made("f");
        functions.putAlias(function, "a", Document.of("FunctionVersion", "1"));
        for (String qualifier : List.of("a", "1")) {
            FunctionReference qualified = function.qualified(qualifier);
            functions.putSetting(qualified, CONCURRENCY, Document.of("Reserved", 3));
            for (int commits = 0; functions.isThere(qualified); commits++) {
                assertTrue(functions.setting(qualified, CONCURRENCY).isPresent());
                killAfter(
                        commits,
                        () -> {
                            if (qualified.isVersion()) {
                                functions.deleteVersion(qualified);
                            } else {
                                functions.deleteAlias(function, qualifier);
                            }
                        });
            }
            assertEquals(Optional.empty(), functions.setting(qualified, CONCURRENCY));
        }
        assertTrue(functions.setting(function, CONCURRENCY).isPresent());
    }

    private void killAfter(int commits, Runnable change) {
        store.killAfter(commits);
        try {
            change.run();
        } catch (TestStore.Killed e) {
            // As it was meant.
        } finally {
            store.revive();
        }
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

    @Test
    void whatIsKnownOfAFunctionIsReadWithoutThatOfOthers() {
        made("a");
        FunctionReference function = made("b");
        made("bb");
        int before = store.shown();
        assertEquals(1, functions.versions(function).size());
        assertEquals(1, functions.settings(function, CONCURRENCY).size());
        assertEquals(2, store.shown() - before);
    }
}
