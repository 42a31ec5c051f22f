package stator.bucket.key;

/** A folder has more in it than can be read and sorted for each page of a list. */
public final class LargeFolderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LargeFolderException() {
        super("", null, false, false);
    }
}
