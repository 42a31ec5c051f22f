package stator.iam.query;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import stator.door.Access;
import stator.door.AuthenticationException;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.door.ServiceException;
import stator.identity.Principal;
import stator.identity.account.Identities;

/** A service that speaks AWS's query protocol. Thread-safe. */
public final class QueryService implements Service {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Dialect dialect;
    private final ShapeCatalog shapes;
    private final Map<String, Action> actions;
    private final Function<QueryCall, List<Access>> accesses;
    private final Set<String> unsigned;
    private final SignedCaller caller;

    /**
     * What is particular to a service.
     *
     * @param service its name in the model and in signatures
     * @param version of its API
     * @param namespace of its XML
     * @param echoes whether messages about broken constraints repeat the value
     */
    public record Dialect(String service, String version, String namespace, boolean echoes) {}

    /**
     * @param actions by their names
     * @param accesses what a call would do, in the words of policies
     * @param unsigned the actions that prove in another way who calls
     * @param identities who is known, for callers whose signature the door did not look at
     */
    public QueryService(
            Dialect dialect,
            Map<String, Action> actions,
            Function<QueryCall, List<Access>> accesses,
            Set<String> unsigned,
            Identities identities) {
        this.dialect = dialect;
        this.accesses = accesses;
        this.unsigned = Set.copyOf(unsigned);
        caller = new SignedCaller(identities);
        this.actions = Map.copyOf(actions);
        shapes = ShapeCatalog.load(dialect.service());
    }

    /** AWS looks at the constraints of the model first, and then at what the caller may do. */
    @Override
    public List<Access> accesses(Request request, Principal principal) {
        return accesses.apply(call(request, principal));
    }

    @Override
    public Reply answer(Request request, Principal principal) {
        QueryCall call = call(request, principal);
        QueryXml result = new QueryXml();
        actions.get(call.action()).perform(call, result);
        return Reply.of(200, "text/xml", document(call, result.toString(), request.id()))
                .ended(call.action(), "");
    }

    @Override
    public Reply refuse(Request request, AuthenticationException refusal) {
        boolean isOpen =
                refusal.failure() == AuthenticationException.Failure.MISSING
                        && form(request).find("Action").filter(unsigned::contains).isPresent();
        if (!isOpen) {
            throw refusal;
        }
        return answer(request, Principal.unknown(request.source()));
    }

    private QueryCall call(Request request, Principal principal) {
        Form form = form(request);
        String action =
                form.find("Action")
                        .orElseThrow(
                                () -> new ServiceException(400, "MissingAction", "Missing Action"));
        String version = form.find("Version").orElse(dialect.version());
        if (!version.equals(dialect.version()) || !actions.containsKey(action)) {
            throw new ServiceException(
                    400,
                    "InvalidAction",
                    "Could not find operation " + action + " for version " + version);
        }
        requireSafe(request, action);
        Shape.Structure input = shapes.input(action);
        Parameters parameters = Parameters.read(input, form, "");
        ConstraintCheck.check(input, parameters, dialect.echoes());
        return new QueryCall(action, parameters, caller.of(request, principal));
    }

    private static Form form(Request request) {
        boolean isForm = request.mediaType().equals(FORM);
        String body = isForm ? new String(request.body(), StandardCharsets.UTF_8) : "";
        return Form.parse(body.isEmpty() ? request.query() : body);
    }

    /**
     * AWS takes any action from a link, too. While signatures are not verified a page could make a
     * browser follow one; so what changes something must come as a form.
     */
    private static void requireSafe(Request request, String action) {
        boolean reads = action.startsWith("Get") || action.startsWith("List");
        if (!request.method().equals("POST") && !reads) {
            throw new ServiceException(
                    405, "MethodNotAllowed", "The action " + action + " must be sent with POST.");
        }
    }

    private String document(QueryCall call, String result, String requestId) {
        String action = call.action();
        return "<"
                + action
                + "Response xmlns=\""
                + dialect.namespace()
                + "\">"
                + (result.isEmpty()
                        ? ""
                        : "<" + action + "Result>" + result + "</" + action + "Result>")
                + "<ResponseMetadata><RequestId>"
                + requestId
                + "</RequestId></ResponseMetadata></"
                + action
                + "Response>\n";
    }
}
