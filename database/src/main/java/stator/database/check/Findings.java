package stator.database.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stator.database.table.TableReport.Finding;

/** What is wrong with a table: the first findings of each place, and how many more there are. */
public final class Findings {
    private static final int KEY_CHARACTERS_MAX = 300;

    private final int ofEachPlace;
    private final Map<String, Integer> counts = new HashMap<>();
    private final List<Finding> found = new ArrayList<>();
    private long others;

    /**
     * Nothing yet.
     *
     * @param ofEachPlace how many to keep
     */
    public Findings(int ofEachPlace) {
        if (ofEachPlace < 1) {
            throw new IllegalArgumentException("No findings are wanted: " + ofEachPlace);
        }
        this.ofEachPlace = ofEachPlace;
    }

    /**
     * Something is wrong.
     *
     * @param key of the item; empty if it is about no single one
     */
    public void add(String place, String key, String text) {
        if (counts.merge(place, 1, Integer::sum) > ofEachPlace) {
            others++;
            return;
        }
        String shown =
                key.length() > KEY_CHARACTERS_MAX
                        ? key.substring(0, KEY_CHARACTERS_MAX) + "…"
                        : key;
        found.add(new Finding(place, shown, text));
    }

    /** The first ones of each place. */
    public List<Finding> found() {
        return found;
    }

    /** How many there were beside these. */
    public long others() {
        return others;
    }
}
