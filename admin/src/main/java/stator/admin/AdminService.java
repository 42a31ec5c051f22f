package stator.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stator.database.Database;
import stator.door.ErrorForm;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.door.log.CallLog;
import stator.identity.Principal;

/** The resources that are ours. */
public final class AdminService implements Service {
    private final List<Resource> resources;
    private final ConsolePages console;

    /** Empty if everybody is one. */
    private final Optional<Administrators> administrators;

    /**
     * @param region of the health text
     * @param version of this server
     * @param faults what is to go wrong on purpose
     * @param requests the last calls of all clients
     * @param standing whether this server can answer
     * @param metricsPage what Prometheus collects
     * @param console the directory of the built web console; empty if there is none
     * @param administrators who may use what is not public; empty if everybody may
     */
    public AdminService(
            Database database,
            String region,
            String version,
            FaultControl faults,
            CallLog requests,
            Standing standing,
            Supplier<String> metricsPage,
            String console,
            Optional<Administrators> administrators) {
        this(
                List.of(
                        new Health(region, version),
                        new Readiness(standing),
                        new ClusterResource(standing),
                        new ExpiredItems(database::removeExpiredItems),
                        new ReplicationResource(database),
                        new InsightsResource(database),
                        new CheckResource(database.checks()),
                        new FaultResource(faults),
                        new RequestsResource(requests),
                        new MetricsResource(metricsPage),
                        keys(administrators)),
                new ConsolePages(console),
                administrators);
    }

    private static Resource keys(Optional<Administrators> administrators) {
        return administrators.isPresent()
                ? new KeysResource(administrators.get().keys())
                : (method, path, body) -> Optional.empty();
    }

    private AdminService(
            List<Resource> resources,
            ConsolePages console,
            Optional<Administrators> administrators) {
        this.resources = resources;
        this.console = console;
        this.administrators = administrators;
    }

    /** Health alone, where there is no database. */
    public static AdminService health(String region, String version) {
        return new AdminService(
                List.of(new Health(region, version)), new ConsolePages(""), Optional.empty());
    }

    /** By what its requests are recognised. */
    public static Nameplate nameplate(Supplier<Service> opener) {
        Marks marks = Marks.none().path(AdminService::isOurs);
        return Nameplate.of("stator", marks, new ErrorForm.RestJson(), opener).unsigned();
    }

    private static boolean isOurs(String method, String path) {
        boolean isPage =
                path.equals("/")
                        || path.equals("/health")
                        || path.equals(Readiness.PATH)
                        || path.equals(MetricsResource.PATH);
        return path.startsWith("/_") || (isPage && (method.equals("GET") || method.equals("HEAD")));
    }

    @Override
    public boolean mayBlock(Request request) {
        return request.method().equals("PUT")
                || request.method().equals("DELETE")
                || request.path().startsWith(ConsolePages.FILES)
                || request.path().startsWith(RequestsResource.PATH);
    }

    @Override
    public Reply answer(Request request, Principal principal) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        return console.answer(request)
                .or(() -> ask(true, method, request))
                .orElseGet(() ->
                        administrators.isEmpty()
                                ? closed(method, request)
                                : administrators
                                        .get()
                                        .answer(request, () -> closed(method, request)));
    }

    private Reply closed(String method, Request request) {
        return ask(false, method, request).orElseGet(Reply::unknownOperation);
    }

    private Optional<Reply> ask(boolean isPublic, String method, Request request) {
        return resources.stream()
                .filter(resource -> resource.isPublic() == isPublic)
                .map(resource -> resource.answer(method, request.path(), request.body()))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
