package stator.s3.form;

import java.io.InputStream;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import stator.door.Request;
import stator.s3.request.S3Exception;

/**
 * A form as the request that it stands for: its key is in the address, what its fields say of the
 * object are the headers, and its file is the body. It may also be the error that the form came to
 * before anybody could say what it stands for.
 *
 * @param fields all of the form, by their names in small letters
 */
record FormRequest(
        Request form,
        String uri,
        Map<String, String> headers,
        Map<String, String> fields,
        InputStream file,
        PostPolicy.Lengths lengths,
        Optional<S3Exception> error)
        implements Request {
    /** What is still said by the request that carried the form. */
    private static final Set<String> OUTER =
            Set.of("host", "origin", "user-agent", "referer", "access-control-request-method");

    /** What came of a form that cannot be taken. */
    static FormRequest failed(Request form, S3Exception error) {
        return new FormRequest(
                form,
                form.uri(),
                Map.of(),
                Map.of(),
                InputStream.nullInputStream(),
                PostPolicy.Lengths.ANY,
                Optional.of(error));
    }

    @Override
    public String method() {
        return form.method();
    }

    @Override
    public boolean isSecure() {
        return form.isSecure();
    }

    @Override
    public Optional<String> header(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return OUTER.contains(small) ? form.header(name) : Optional.ofNullable(headers.get(small));
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> receiver) {
        headers.forEach(receiver);
    }

    @Override
    public InetAddress source() {
        return form.source();
    }

    @Override
    public String id() {
        return form.id();
    }

    @Override
    public boolean isStreamed() {
        return true;
    }

    @Override
    public InputStream stream() {
        return file;
    }

    @Override
    public int bodyLength() {
        return 0;
    }

    @Override
    public byte[] body() {
        throw new IllegalStateException("The file is read as it comes.");
    }

    @Override
    public byte[] content() {
        throw new IllegalStateException("The file is read as it comes.");
    }

    @Override
    public boolean tryReserve(long bytes) {
        return form.tryReserve(bytes);
    }

    @Override
    public Optional<Object> note() {
        return form.note();
    }

    @Override
    public void keep(Object note) {
        form.keep(note);
    }
}
