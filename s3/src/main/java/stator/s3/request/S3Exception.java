package stator.s3.request;

import java.util.LinkedHashMap;
import java.util.Map;

/** An error of Amazon S3, which is answered as XML. */
public final class S3Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> details = new LinkedHashMap<>();
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /**
     * @param status of HTTP
     * @param code the error's name
     */
    public S3Exception(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** This error with one more element, such as the key that it is about. */
    public S3Exception with(String element, String text) {
        details.put(element, text);
        return this;
    }

    /** This error with one more header. */
    public S3Exception withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** The headers that the answer has. */
    public Map<String, String> headers() {
        return headers;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** The elements beside code and message. */
    public Map<String, String> details() {
        return details;
    }
}
