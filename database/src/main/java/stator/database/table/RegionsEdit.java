package stator.database.table;

import java.util.Map;

/** What becomes of the tables of one name, by region. Pure: it may be called again. */
@FunctionalInterface
public interface RegionsEdit {
    /**
     * Says which tables there are to be.
     *
     * @param before the tables that there are
     * @return those that there are to be: others are deleted at once, new ones are created
     */
    Map<String, TableDescription> apply(Map<String, TableDescription> before);
}
