package stator.s3.request;

/** How keys stand in lists: as they are, or encoded, since XML cannot hold every key. */
public record ListEncoding(boolean isUrl) {
    /**
     * The one that a request asks for.
     *
     * @throws stator.s3.request.S3Exception InvalidArgument if there is no such one
     */
    public static ListEncoding of(S3Request request) {
        String type = request.parameter("encoding-type");
        if (!type.isEmpty() && !type.equals("url")) {
            throw Errors.invalidArgument(
                    "Invalid Encoding Method specified in Request", "encoding-type", type);
        }
        return new ListEncoding(!type.isEmpty());
    }

    public String of(String key) {
        return isUrl ? Address.encoded(key, "/*").replace("%20", "+") : key;
    }
}
