package stator.door;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stator.door.audit.AuditLog;
import stator.door.audit.AuditedCall;
import stator.door.log.CallDraft;
import stator.door.log.CallLog;
import stator.door.log.EndedCall;
import stator.door.metric.CallMetrics;
import stator.identity.Principal;

/**
 * The one door before all services. It finds the service that a request means, and around each,
 * once for all: pages of strangers are kept out, the caller is recognised, what it may do is looked
 * up, calls are counted and timed, and what goes wrong is told in the service's own form.
 *
 * <p>A service behind it knows neither credentials nor sockets, and this knows nothing of what a
 * service means. Thread-safe.
 */
public final class Door implements Handler, AutoCloseable {
    private static final Logger LOG = System.getLogger(Door.class.getName());

    private static final String REFRESH = "x-stator-refresh";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ACTION = "Action=";

    private static final byte[] NO_BODY = {};
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    private final Directory directory;
    private final BrowserGuard guard;
    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final CallMetrics metrics;
    private final SlowCalls slowCalls;
    private final CallLog log;
    private final AuditLog audit;

    /**
     * @param nameplates of the services; the first one gets what nobody else wants
     */
    public Door(
            List<Nameplate> nameplates,
            BrowserGuard guard,
            Authenticator authenticator,
            Authorizer authorizer,
            CallMetrics metrics,
            SlowCalls slowCalls,
            CallLog log,
            AuditLog audit) {
        directory = new Directory(nameplates);
        this.guard = guard;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.metrics = metrics;
        this.slowCalls = slowCalls;
        this.log = log;
        this.audit = audit;
    }

    // What can be said before the body has arrived.

    @Override
    public Optional<Reply> refusal(Request head) {
        return guard.hostRefusal(head)
                .or(() -> guard.pageRefusal(head).filter(reason -> !decidesItself(head)))
                .or(() -> formOfAStranger(head))
                .filter(reason -> isKeptOut(head))
                .map(reason -> {
                    ErrorForm form = directory.of(head).nameplate().form();
                    String code = form.denial(reason).code();
                    return form.reply(new ServiceException(403, code, reason), head);
                });
    }

    /** A service for pages gets all that was sent to a name that no stranger can own. */
    private boolean isKeptOut(Request head) {
        return !directory.of(head).nameplate().forPages() || guard.hostRefusal(head).isPresent();
    }

    /**
     * Whether the service that is meant may let in pages by rules of its own. It is asked when the
     * request is answered, since it may have to look its rules up.
     */
    private boolean decidesItself(Request head) {
        Optional<Office> found = directory.ofHead(head);
        return found.isPresent() && found.get().nameplate().pages() == Nameplate.Pages.ASKED;
    }

    /**
     * Any page can send a form to any server, and the query protocol is such forms. No page can add
     * the header of a signature to it.
     */
    private static Optional<String> formOfAStranger(Request head) {
        boolean ofAPage = head.header("origin").isPresent();
        return ofAPage
                        && head.method().equals("POST")
                        && head.mediaType().equals(FORM)
                        && head.header("authorization").isEmpty()
                ? Optional.of("Forms of web pages are not allowed.")
                : Optional.empty();
    }

    @Override
    public Reply overloaded(Request head) {
        ErrorForm form = directory.of(head).nameplate().form();
        return form.reply(form.overloaded(), head);
    }

    /**
     * Who asks twice about a request gets the same service without a second search. What another
     * door found out is of no use to this one.
     */
    private Office office(Request request) {
        if (request.note().orElse(null) instanceof Office found && found.isIn(directory)) {
            return found;
        }
        Office office = directory.of(request);
        request.keep(office);
        return office;
    }

    @Override
    public boolean streams(Request head) {
        Optional<Office> found = directory.ofHead(head);
        found.ifPresent(head::keep);
        return found.isPresent() && found.get().nameplate().streaming();
    }

    @Override
    public boolean mayBlock(Request request) {
        Office office = office(request);
        return !office.isOpen() || office.service().mayBlock(request);
    }

    // The whole request.

    @Override
    public Reply answer(Request request) {
        Office office = office(request);
        Nameplate nameplate = office.nameplate();
        long start = System.nanoTime();
        CallDraft draft = log.begin(start);
        Reply reply;
        try {
            reply =
                    !nameplate.forPages() && isPreflight(request)
                            ? preflight(request)
                            : pass(office, request, draft);
        } catch (ServiceException error) {
            reply = nameplate.form().reply(error, request);
        } catch (TakesLongException elsewhere) {
            throw elsewhere;
        } catch (RuntimeException | Error e) {
            // Everything: a StackOverflowError or OutOfMemoryError is that call's answer as well.
            LOG.log(Level.ERROR, "A request of " + nameplate.name() + " failed.", e);
            reply = nameplate.form().reply(nameplate.form().internal(), request);
        } finally {
            log.leave(draft);
        }
        long nanos = System.nanoTime() - start;
        if (!reply.operation().isEmpty()) {
            metrics.add(nameplate.name(), reply.operation(), reply.error(), nanos);
            slowCalls.note(nameplate.name(), reply, request, nanos);
        }
        if (log.keeps(draft) && nameplate.signed() && !isRefresh(request)) {
            log.add(draft, ended(nameplate, request, reply, nanos));
        }
        return nameplate.forPages() ? reply : readableByOrigin(reply, request);
    }

    /**
     * Whether a page only keeps itself up to date, which would bury the calls that somebody made.
     */
    private static boolean isRefresh(Request request) {
        return request.header(REFRESH).isPresent();
    }

    private EndedCall ended(Nameplate nameplate, Request request, Reply reply, long nanos) {
        return new EndedCall(
                nanos,
                request.id(),
                nameplate.name(),
                reply.operation().isEmpty() ? wanted(request) : reply.operation(),
                cut(request.path()),
                request.source(),
                cut(request.header("user-agent").orElse("")),
                reply.status(),
                reply.error(),
                request.bodyLength(),
                reply.length(),
                request.header("content-encoding").isPresent()
                        ? NO_BODY
                        : log.bodyOf(nameplate.name(), request.body()));
    }

    /** What a request asks for that was not executed. */
    private static String wanted(Request request) {
        String target = request.header("x-amz-target").orElse(request.method());
        return cut(target.substring(target.indexOf('.') + 1));
    }

    private static String cut(String text) {
        return text.length() <= CallLog.TEXT_LENGTH_MAX
                ? text
                : text.substring(0, CallLog.TEXT_LENGTH_MAX);
    }

    private Reply pass(Office office, Request request, CallDraft draft) {
        Nameplate nameplate = office.nameplate();
        requireAdmission(office, request);
        Authenticator.Admission admission;
        try {
            admission =
                    nameplate.signed()
                            ? authenticator.authenticate(request, nameplate.name())
                            : Authenticator.Admission.of(Principal.unknown(request.source()));
        } catch (AuthenticationException refusal) {
            Optional<Service.Recognised> recognised =
                    refusal.failure() == AuthenticationException.Failure.MISSING
                            ? office.service().recognise(request)
                            : Optional.empty();
            return recognised.isPresent()
                    ? pass(office, recognised.get().request(), recognised.get().admission(), draft)
                    : refuse(office, request, refusal);
        }
        return pass(office, request, admission, draft);
    }

    private Reply pass(
            Office office, Request request, Authenticator.Admission admission, CallDraft draft) {
        Nameplate nameplate = office.nameplate();
        Principal principal = admission.principal();
        draft.recognised(principal);
        try {
            Reply reply = answer(office, request, principal, admission.warning());
            audit(nameplate, principal, request, reply);
            return reply;
        } catch (ServiceException error) {
            if (audit.isOn()) {
                Reply told = nameplate.form().reply(error, request);
                audit(
                        nameplate,
                        principal,
                        request,
                        told.ended(asked(office, request, principal), error.code()));
            }
            throw error;
        }
    }

    private Reply answer(Office office, Request request, Principal principal, String warned) {
        Service service = office.service();
        String warning = warned;
        List<Access> accesses = service.accesses(request, principal);
        if (!accesses.isEmpty()) {
            Authorizer.Verdict verdict = authorizer.judge(request, principal, accesses);
            if (verdict.isDenied()) {
                throw office.nameplate().form().denial(verdict.message());
            }
            warning = warning.isEmpty() ? verdict.message() : warning;
        }
        return service.answer(request, principal).withWarning(warning);
    }

    /** What {@link #refusal} has left to the service. */
    private void requireAdmission(Office office, Request request) {
        if (office.nameplate().pages() == Nameplate.Pages.ASKED) {
            guard.pageRefusal(request)
                    .filter(reason -> !office.service().admits(request))
                    .ifPresent(reason -> {
                        throw office.nameplate().form().denial(reason);
                    });
        }
    }

    /**
     * What a request that was refused asks for, as far as its protocol says it; else the action
     * that it needs, else its method.
     */
    private static String asked(Office office, Request request, Principal principal) {
        Optional<String> target = request.header("x-amz-target");
        if (target.isPresent()) {
            return target.get().substring(target.get().lastIndexOf('.') + 1);
        }
        boolean isForm = request.mediaType().equals(FORM);
        byte[] form = isForm ? request.body() : request.query().getBytes(StandardCharsets.UTF_8);
        return Stream.of(new String(form, StandardCharsets.UTF_8).split("&"))
                .filter(parameter -> parameter.startsWith(ACTION))
                .map(parameter -> parameter.substring(ACTION.length()))
                .findFirst()
                .or(() -> action(office.service(), request, principal))
                .orElse(request.method());
    }

    private static Optional<String> action(Service service, Request request, Principal principal) {
        try {
            return service.accesses(request, principal).stream()
                    .map(Access::action)
                    .map(action -> action.substring(action.indexOf(':') + 1))
                    .findFirst();
        } catch (ServiceException none) {
            return Optional.empty();
        }
    }

    private void audit(Nameplate nameplate, Principal principal, Request request, Reply reply) {
        if (!audit.isOn() || reply.operation().isEmpty()) {
            return;
        }
        boolean keepsBody =
                !request.isStreamed() && request.bodyLength() <= AuditedCall.BODY_BYTES_MAX;
        int errorBytes =
                reply.error().isEmpty() ? 0 : Math.min(reply.length(), AuditedCall.ERROR_BYTES_MAX);
        AuditedCall call =
                new AuditedCall(
                        audit.now(),
                        nameplate.name(),
                        reply.operation(),
                        principal,
                        request.id(),
                        request.method(),
                        request.uri(),
                        request.header("host").orElse(""),
                        request.mediaType(),
                        request.header("user-agent").orElse(""),
                        request.isSecure(),
                        keepsBody ? request.body() : NO_BODY,
                        reply.error(),
                        Arrays.copyOf(reply.body(), errorBytes));
        audit.note(call, nameplate.view());
    }

    private static Reply refuse(Office office, Request request, AuthenticationException refusal) {
        try {
            return office.service().refuse(request, refusal);
        } catch (AuthenticationException plain) {
            throw office.nameplate().form().refusal(plain);
        }
    }

    // Cross-origin requests, for origins that were allowed.

    private boolean isPreflight(Request request) {
        return request.method().equals("OPTIONS")
                && request.header("access-control-request-method").isPresent()
                && guard.isAllowedOrigin(request.header("origin").orElse(""));
    }

    private static Reply preflight(Request request) {
        Reply reply =
                Reply.empty(200)
                        .withHeader(
                                "Access-Control-Allow-Methods",
                                "GET, HEAD, PUT, POST, DELETE, OPTIONS")
                        .withHeader("Access-Control-Max-Age", "172800");
        return request.header("access-control-request-headers")
                .map(requested -> reply.withHeader("Access-Control-Allow-Headers", requested))
                .orElse(reply);
    }

    private Reply readableByOrigin(Reply reply, Request request) {
        Optional<String> origin = request.header("origin");
        boolean said = reply.headers().contains(ALLOW_ORIGIN);
        if (origin.isEmpty() || said || !guard.isAllowedOrigin(origin.get())) {
            return reply;
        }
        return reply.withHeader(ALLOW_ORIGIN, origin.get())
                .withHeader("Access-Control-Expose-Headers", "x-amzn-RequestId, x-amz-crc32, Date")
                .withHeader("Vary", "Origin");
    }

    /** Closes the services that were opened. */
    @Override
    public void close() {
        directory.offices().forEach(Office::close);
    }
}
