package stator.operation.archive;

import java.io.IOException;
import stator.model.Item;

/** Takes what a file of items holds. */
interface ItemSink {
    /** An item. */
    void add(Item item) throws IOException;

    /** A record that is no item, and why. */
    void refuse(String why) throws IOException;
}
