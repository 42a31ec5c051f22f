package stator.tool.client;

/** The service refused a call. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String type;

    /**
     * @param type the name of the error, such as {@code ValidationException}
     */
    ServiceException(String type, String message) {
        super(message);
        this.type = type;
    }

    public String type() {
        return type;
    }

    boolean isValidation() {
        return type.equals("ValidationException");
    }

    /** There is nothing at the path that was asked for. */
    boolean isUnknownPath() {
        return type.equals("HTTP status 404") || type.equals("UnknownOperationException");
    }

    boolean isNotFound() {
        return type.equals("ResourceNotFoundException") || type.equals("TableNotFoundException");
    }
}
