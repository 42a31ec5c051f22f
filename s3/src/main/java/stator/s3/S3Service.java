package stator.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import stator.bucket.NoRoomException;
import stator.bucket.NoSuchBucketException;
import stator.bucket.object.ObjectStore;
import stator.door.Access;
import stator.door.AuthenticationException;
import stator.door.ErrorForm;
import stator.door.FormAuthenticator;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.door.XmlText;
import stator.identity.Principal;
import stator.s3.cors.Cors;
import stator.s3.form.Forms;
import stator.s3.lifecycle.Days;
import stator.s3.lifecycle.Housekeeping;
import stator.s3.notification.Notifications;
import stator.s3.request.Address;
import stator.s3.request.AnonymousAccess;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.PresignedTime;
import stator.s3.request.S3Context;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.target.NotificationTargets;

/** Amazon S3 as a service: finds the operation of a request, and writes errors as XML. */
public final class S3Service implements Service {
    /** In signatures, metrics and logs. */
    public static final String NAME = "s3";

    private static final Logger LOG = System.getLogger(S3Service.class.getName());

    private final S3Context context;
    private final S3Operations operations = new S3Operations();
    private final Housekeeping housekeeping;

    private final Forms forms;

    private S3Service(S3Context context, Housekeeping housekeeping, FormAuthenticator signers) {
        this.context = context;
        this.housekeeping = housekeeping;
        forms = new Forms(context, signers);
    }

    /**
     * Opens the service, which looks after the buckets from now on.
     *
     * @param store the buckets, which exports and imports have, too
     * @param targets where notifications go
     * @param day how long one is to the rules by which objects expire
     * @param forms who signed the forms of web pages
     */
    public static S3Service open(
            ObjectStore store,
            NotificationTargets targets,
            Duration day,
            FormAuthenticator forms,
            Clock clock) {
        Notifications notifications = new Notifications(targets);
        Housekeeping housekeeping =
                Housekeeping.start(
                        store,
                        new Days(day),
                        clock,
                        (bucket, event, object) ->
                                notifications.expired(store, clock, bucket, event, object));
        return new S3Service(new S3Context(store, clock, notifications, day), housekeeping, forms);
    }

    /** By what its requests are recognised. */
    public static Nameplate nameplate(Supplier<Service> opener) {
        return Nameplate.of(
                        NAME,
                        Marks.none()
                                .path((method, path) -> path.length() > 1)
                                .host(host -> !Address.bucketOf(host).isEmpty()),
                        new ErrorForm.RestXml(),
                        opener)
                .streams()
                .audited(call -> new AuditedRequests().of(call))
                .admitsPages();
    }

    @Override
    public List<Access> accesses(Request request, Principal principal) {
        try {
            S3Request asked = new S3Request(request, principal, context);
            return operations.find(asked).accesses(asked);
        } catch (S3Exception e) {
            return List.of(); // told when it is answered
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who signed a form stands in it. */
    @Override
    public Optional<Recognised> recognise(Request request) {
        return forms.recognise(request);
    }

    /** Whoever does not say who it is may do what the policy of the bucket lets everybody do. */
    @Override
    public Reply refuse(Request request, AuthenticationException refusal) {
        if (isPreflight(request)) {
            return answer(request, Principal.unknown(request.source()));
        }
        boolean anonymous =
                refusal.failure() == AuthenticationException.Failure.MISSING
                        && request.header("authorization").isEmpty();
        Principal nobody = Principal.unknown(request.source());
        if (anonymous && AnonymousAccess.isAllowed(accesses(request, nobody))) {
            return answer(request, nobody);
        }
        throw refusal;
    }

    private static boolean isPreflight(Request request) {
        return request.method().equals("OPTIONS");
    }

    /** What a browser asks beforehand is answered with what the bucket says of the page. */
    @Override
    public boolean admits(Request request) {
        try {
            S3Request asked = new S3Request(request, Principal.unknown(request.source()), context);
            return Cors.isPreflight(asked) || Cors.admits(asked);
        } catch (S3Exception e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Reply answer(Request request, Principal principal) {
        String name = "";
        Reply reply;
        S3Request asked = null;
        try {
            asked = new S3Request(request, principal, context);
            PresignedTime.requireCurrent(asked);
            Operation operation = operations.find(asked);
            name = forms.isRefused(asked) ? "" : operation.name();
            reply = execute(operation, asked);
        } catch (S3Exception e) {
            reply = error(e, request);
        }
        reply = asked == null ? reply : readable(reply, asked);
        String id = request.id().substring(0, Math.min(16, request.id().length()));
        Reply told =
                reply.withHeader("x-amz-request-id", id)
                        .withHeader("x-amz-id-2", S3Request.hostId(request));
        return name.isEmpty() ? told : told.ended(name, reply.error());
    }

    private static Reply readable(Reply reply, S3Request request) {
        try {
            return Cors.readable(reply, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reply execute(Operation operation, S3Request request) {
        try {
            return operation.execution().execute(request);
        } catch (NoSuchBucketException e) {
            throw Errors.noSuchBucket(request.bucketName());
        } catch (NoRoomException e) {
            throw new S3Exception(503, "SlowDown", e.getMessage());
        } catch (IOException e) {
            if (request.isBucketGone()) {
                throw Errors.noSuchBucket(request.bucketName());
            }
            LOG.log(Level.ERROR, operation.name() + " failed.", e);
            throw new S3Exception(
                    500, "InternalError", "We encountered an internal error. Please try again.");
        }
    }

    private static Reply error(S3Exception error, Request request) {
        boolean bodyless = request.method().equals("HEAD") || error.status() == 304;
        Reply reply =
                bodyless
                        ? Reply.empty(error.status())
                        : Reply.of(error.status(), "application/xml", document(error, request));
        for (Map.Entry<String, String> header : error.headers().entrySet()) {
            reply = reply.withHeader(header.getKey(), header.getValue());
        }
        return reply.withError(error.code());
    }

    private static String document(S3Exception error, Request request) {
        StringBuilder xml =
                new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
        append(xml, "Code", error.code());
        append(xml, "Message", error.getMessage());
        error.details().forEach((name, text) -> append(xml, name, text));
        append(xml, "RequestId", request.id().substring(0, Math.min(16, request.id().length())));
        append(xml, "HostId", S3Request.hostId(request));
        return xml.append("</Error>").toString();
    }

    private static void append(StringBuilder xml, String name, String text) {
        xml.append('<').append(name).append('>');
        xml.append(XmlText.escaped(text));
        xml.append("</").append(name).append('>');
    }

    @Override
    public void close() {
        housekeeping.close();
    }
}
