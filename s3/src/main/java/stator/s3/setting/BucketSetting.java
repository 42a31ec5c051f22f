package stator.s3.setting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.bucket.object.ObjectBucket;
import stator.door.Reply;
import stator.s3.body.Payload;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.XmlElement;
import stator.s3.request.XmlWriter;

/**
 * Something that is configured of a bucket by a document of its own, such as its tags: how the
 * document looks, what is answered where there is none, and what must be true of one.
 *
 * @param parameter of the query that asks for it; also under which it is kept
 * @param nouns what comes after Get, Put and Delete in the names of the operations; the last is
 *     empty if it cannot be deleted
 * @param actions the words of policies for the three
 * @param root the name of the document's element
 * @param ifNone what is answered where there is none
 * @param check what must be true of a document; gives the one that is kept
 * @param putStatus with which a put is answered
 * @param headers of answers to gets and puts
 */
record BucketSetting(
        String parameter,
        List<String> nouns,
        List<String> actions,
        String root,
        IfNone ifNone,
        Check check,
        int putStatus,
        Map<String, String> headers) {
    /** What is answered where nothing is configured. */
    @FunctionalInterface
    interface IfNone {
        /**
         * @throws S3Exception if that is an error
         */
        XmlWriter document(S3Request request) throws IOException;
    }

    /** Looks at a document. */
    @FunctionalInterface
    interface Check {
        /** Anything will do. */
        Check NONE = (request, document) -> document;

        /**
         * @return the document as it is kept
         * @throws S3Exception if it cannot be
         */
        XmlElement checked(S3Request request, XmlElement document) throws IOException;
    }

    BucketSetting {
        nouns = List.copyOf(nouns);
        actions = List.copyOf(actions);
        headers = Map.copyOf(headers);
    }

    /** One that is an error where it is not configured. */
    static IfNone error(String code, String message) {
        return request -> {
            throw new S3Exception(404, code, message).with("BucketName", request.bucketName());
        };
    }

    /** One that has an empty document where it is not configured. */
    static IfNone empty(String root) {
        return request -> new XmlWriter(root);
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        operations.add(operation("Get", "GET", 0, this::get));
        operations.add(operation("Put", "PUT", 1, this::put));
        if (!nouns.getLast().isEmpty()) {
            operations.add(operation("Delete", "DELETE", 2, this::delete));
        }
        return operations;
    }

    private Operation operation(
            String verb, String method, int index, Operation.Execution execution) {
        return new Operation(
                verb + nouns.get(index),
                "s3:" + actions.get(index),
                Level.BUCKET,
                method,
                List.of("?" + parameter),
                execution);
    }

    private Reply get(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        Optional<byte[]> kept = bucket.configuration(parameter);
        if (kept.isEmpty()) {
            return ifNone.document(request).reply();
        }
        XmlElement document = XmlElement.parse(kept.get(), root);
        XmlWriter xml = new XmlWriter(root);
        document.children().forEach(child -> write(xml, child));
        return told(xml.reply());
    }

    private Reply told(Reply reply) {
        Reply told = reply;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            told = told.withHeader(header.getKey(), header.getValue());
        }
        return told;
    }

    /** Writes an element as it came. */
    static void write(XmlWriter xml, XmlElement element) {
        if (element.children().isEmpty()) {
            xml.text(element.name(), element.text());
            return;
        }
        if (element.type().isEmpty()) {
            xml.begin(element.name());
        } else {
            xml.beginTyped(element.name(), element.type());
        }
        element.children().forEach(child -> write(xml, child));
        xml.end();
    }

    private Reply put(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        XmlElement sent = XmlElement.parse(Payload.of(request).document(), root);
        XmlElement document = check.checked(request, sent);
        XmlWriter xml = new XmlWriter(root);
        document.children().forEach(child -> write(xml, child));
        bucket.configure(parameter, xml.toString().getBytes(StandardCharsets.UTF_8));
        return told(Reply.empty(putStatus));
    }

    private Reply delete(S3Request request) throws IOException {
        request.bucket().unconfigure(parameter);
        return Reply.empty(204);
    }
}
