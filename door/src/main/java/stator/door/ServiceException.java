package stator.door;

/** A service's answer that is an error; the {@link ErrorForm} of the service writes it. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * @param status of HTTP
     * @param code the error's name in the service's model
     */
    public ServiceException(int status, String code, String message) {
        super(message, null, false, false);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("no status of an error: " + status);
        }
        this.status = status;
        this.code = code;
    }

    /** Something went wrong that is no fault of the caller. */
    static ServiceException internal(String code) {
        return new ServiceException(500, code, "Internal server error");
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
