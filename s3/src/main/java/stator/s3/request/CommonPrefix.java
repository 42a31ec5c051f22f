package stator.s3.request;

import java.util.Optional;

/** What keys in a list have in common. */
public final class CommonPrefix {
    private CommonPrefix() {}

    /** What a key has in common with others, if there is a delimiter in it after the prefix. */
    public static Optional<String> of(String key, String prefix, String delimiter) {
        if (delimiter.isEmpty() || !key.startsWith(prefix)) {
            return Optional.empty();
        }
        int at = key.indexOf(delimiter, prefix.length());
        return at < 0 ? Optional.empty() : Optional.of(key.substring(0, at + delimiter.length()));
    }
}
