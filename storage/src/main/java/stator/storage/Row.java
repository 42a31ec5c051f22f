package stator.storage;

/**
 * What is kept under a {@link RowKey}.
 *
 * @param version when the row was written: a hybrid logical clock reading that never goes back for
 *     a key
 * @param payload the bytes; must not change afterwards
 */
public record Row(long version, byte[] payload) {
    public Row {
        assert payload != null : "a row without a payload";
    }
}
