package stator.door;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
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

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Directory directory;
    private final BrowserGuard guard;
    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final CallMetrics metrics;
    private final SlowCalls slowCalls;

    /**
     * @param nameplates of the services; the first one gets what nobody else wants
     */
    public Door(
            List<Nameplate> nameplates,
            BrowserGuard guard,
            Authenticator authenticator,
            Authorizer authorizer,
            CallMetrics metrics,
            SlowCalls slowCalls) {
        directory = new Directory(nameplates);
        this.guard = guard;
        this.authenticator = authenticator;
        this.authorizer = authorizer;
        this.metrics = metrics;
        this.slowCalls = slowCalls;
    }

    // What can be said before the body has arrived.

    @Override
    public Optional<Reply> refusal(Request head) {
        return guard.refusal(head)
                .or(() -> formOfAStranger(head))
                .map(reason -> {
                    ErrorForm form = directory.of(head).nameplate().form();
                    String code = form.denial(reason).code();
                    return form.reply(new ServiceException(403, code, reason), head);
                });
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

    /** Who asks twice about a request gets the same service without a second search. */
    private Office office(Request request) {
        if (request.note().orElse(null) instanceof Office found) {
            return found;
        }
        Office office = directory.of(request);
        request.keep(office);
        return office;
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
        Reply reply;
        try {
            reply = isPreflight(request) ? preflight(request) : pass(office, request);
        } catch (ServiceException error) {
            reply = nameplate.form().reply(error, request);
        } catch (RuntimeException | Error e) {
            // Everything: a StackOverflowError or OutOfMemoryError is that call's answer as well.
            LOG.log(Level.ERROR, "A request of " + nameplate.name() + " failed.", e);
            reply = nameplate.form().reply(nameplate.form().internal(), request);
        }
        if (!reply.operation().isEmpty()) {
            long nanos = System.nanoTime() - start;
            metrics.add(nameplate.name(), reply.operation(), reply.error(), nanos);
            slowCalls.note(nameplate.name(), reply, request, nanos);
        }
        return readableByOrigin(reply, request);
    }

    private Reply pass(Office office, Request request) {
        Nameplate nameplate = office.nameplate();
        Service service = office.service();
        Principal principal;
        try {
            principal =
                    nameplate.signed()
                            ? authenticator.authenticate(request, nameplate.name())
                            : Principal.unknown(request.source());
        } catch (AuthenticationException refusal) {
            return refuse(office, request, refusal);
        }
        List<Access> accesses = service.accesses(request, principal);
        if (!accesses.isEmpty()) {
            Optional<String> denial = authorizer.denial(principal, accesses);
            if (denial.isPresent()) {
                throw nameplate.form().denial(denial.get());
            }
        }
        return service.answer(request, principal);
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
                        .withHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
                        .withHeader("Access-Control-Max-Age", "172800");
        return request.header("access-control-request-headers")
                .map(requested -> reply.withHeader("Access-Control-Allow-Headers", requested))
                .orElse(reply);
    }

    private Reply readableByOrigin(Reply reply, Request request) {
        Optional<String> origin = request.header("origin");
        if (origin.isEmpty() || !guard.isAllowedOrigin(origin.get())) {
            return reply;
        }
        return reply.withHeader("Access-Control-Allow-Origin", origin.get())
                .withHeader("Access-Control-Expose-Headers", "x-amzn-RequestId, x-amz-crc32, Date")
                .withHeader("Vary", "Origin");
    }

    /** Closes the services that were opened. */
    @Override
    public void close() {
        directory.offices().forEach(Office::close);
    }
}
