package stator.bucket.key;

import java.io.IOException;
import java.util.Optional;

/** Keys one after the other, in their order, as ordered texts. Belongs to one thread. */
public interface KeySource {
    /** The next key; empty at the end. */
    Optional<String> next() throws IOException;

    /** Passes over all keys that begin with a text. */
    void skip(String text);
}
