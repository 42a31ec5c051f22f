package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.database.settings.DatabaseSettings;
import stator.storage.Capabilities;
import stator.storage.Capabilities.AtomicScope;
import stator.storage.Store;
import stator.storage.memory.MemoryStore;

/** An engine says what it can do, and is believed. */
class CapabilitiesTest {
    /** A store in memory that says other things of itself. */
    private static Store saying(Capabilities capabilities) {
        Store store = new MemoryStore();
        return (Store)
                Proxy.newProxyInstance(
                        Store.class.getClassLoader(),
                        new Class<?>[] {Store.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("capabilities")) {
                                return capabilities;
                            }
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static Database open(Store store) {
        return Database.open(store, DatabaseSettings.DEFAULT, Clock.systemUTC(), new Random(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysWhetherItsStoreBlocks(boolean blocking) {
        try (Database database =
                open(saying(new Capabilities(AtomicScope.GLOBAL, false, blocking)))) {
            assertEquals(blocking, database.blocking());
        }
    }
}
