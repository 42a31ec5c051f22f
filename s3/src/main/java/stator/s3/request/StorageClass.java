package stator.s3.request;

import java.util.List;

/** The storage classes of objects, by their names; an object without one is in STANDARD. */
public final class StorageClass {
    /** Among the attributes of an object. */
    public static final String ATTRIBUTE = "storage-class";

    public static final String STANDARD = "STANDARD";

    public static final List<String> ALL =
            List.of(
                    STANDARD,
                    "REDUCED_REDUNDANCY",
                    "STANDARD_IA",
                    "ONEZONE_IA",
                    "INTELLIGENT_TIERING",
                    "GLACIER",
                    "DEEP_ARCHIVE",
                    "GLACIER_IR");

    /** The ones that rules move objects to, each after those that it can be moved from. */
    private static final List<String> WATERFALL =
            List.of(
                    "STANDARD_IA",
                    "INTELLIGENT_TIERING",
                    "ONEZONE_IA",
                    "GLACIER_IR",
                    "GLACIER",
                    "DEEP_ARCHIVE");

    private static final List<String> ARCHIVES = List.of("GLACIER", "DEEP_ARCHIVE");

    private StorageClass() {}

    /** Whether objects are not read there before they were restored. */
    public static boolean isArchive(String name) {
        return ARCHIVES.contains(name);
    }

    /** Whether rules move objects there at all. */
    public static boolean isTarget(String name) {
        return WATERFALL.contains(name);
    }

    /** Whether a rule moves an object from one to the other. */
    public static boolean isBelow(String name, String other) {
        return WATERFALL.indexOf(name) > WATERFALL.indexOf(other);
    }
}
