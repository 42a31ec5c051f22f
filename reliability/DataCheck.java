import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import stator.database.Database;
import stator.database.DatabaseCheck;
import stator.database.settings.DatabaseSettings;
import stator.model.Item;
import stator.storage.Store;
import stator.storage.rocksdb.RocksSettings;
import stator.storage.rocksdb.RocksStore;

/**
 * Has the tables of a data directory, which no server uses, check themselves, and prints what is wrong: DataCheck DIRECTORY
 * [KIND…]. Of the kinds of documents that are named there must be none.
 */
final class DataCheck {
    private static final int LOOKS = 40;
    private static final long PAUSE_MILLIS = 250;

    private DataCheck() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (Store store = RocksStore.open(Path.of(arguments[0]), RocksSettings.DEFAULT);
                Database database = Database.open(store, DatabaseSettings.DEFAULT, Clock.systemUTC(), new Random())) {
            problems(database, List.of(arguments).subList(1, arguments.length)).forEach(System.out::println);
        }
    }

    /** The database goes on with what it had to do, beside the first looks. */
    private static List<String> problems(Database database, List<String> kinds) throws InterruptedException {
        List<String> problems = List.of("nothing was looked at");
        for (int i = 0; i < LOOKS && !problems.isEmpty(); i++) {
            problems = new ArrayList<>(DatabaseCheck.problems(database));
            for (String kind : kinds) {
                for (Item left : database.documents().all(kind)) {
                    problems.add("left: " + kind + " " + left);
                }
            }
            Thread.sleep(problems.isEmpty() ? 0 : PAUSE_MILLIS);
        }
        return problems;
    }
}
