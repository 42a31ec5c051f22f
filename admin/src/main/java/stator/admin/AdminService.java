package stator.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import stator.database.Database;
import stator.door.ErrorForm;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.identity.Principal;

/** The resources that are ours. */
public final class AdminService implements Service {
    private final List<Resource> resources;
    private final ConsolePages console;

    /**
     * @param region of the health text
     * @param version of this server
     * @param faults what is to go wrong on purpose
     * @param metricsPage what Prometheus collects
     * @param console the directory of the built web console; empty if there is none
     */
    public AdminService(
            Database database,
            String region,
            String version,
            FaultControl faults,
            Supplier<String> metricsPage,
            String console) {
        this(
                List.of(
                        new Health(region, version),
                        new ExpiredItems(database::removeExpiredItems),
                        new ReplicationResource(database),
                        new InsightsResource(database),
                        new FaultResource(faults),
                        new MetricsResource(metricsPage)),
                new ConsolePages(console));
    }

    private AdminService(List<Resource> resources, ConsolePages console) {
        this.resources = resources;
        this.console = console;
    }

    /** Health alone, where there is no database. */
    public static AdminService health(String region, String version) {
        return new AdminService(List.of(new Health(region, version)), new ConsolePages(""));
    }

    /** By what its requests are recognised. */
    public static Nameplate nameplate(Supplier<Service> opener) {
        Marks marks = Marks.none().path(AdminService::isOurs);
        return Nameplate.of("stator", marks, new ErrorForm.RestJson(), opener).unsigned();
    }

    private static boolean isOurs(String method, String path) {
        boolean isPage = path.equals("/") || path.equals("/health") || path.equals("/metrics");
        return path.startsWith("/_") || (isPage && (method.equals("GET") || method.equals("HEAD")));
    }

    @Override
    public boolean mayBlock(Request request) {
        return request.method().equals("PUT")
                || request.method().equals("DELETE")
                || request.path().startsWith(ConsolePages.FILES);
    }

    @Override
    public Reply answer(Request request, Principal principal) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        String path = request.path();
        return console.answer(request)
                .or(() -> ask(resource -> resource.answer(method, path, request.body())))
                .orElseGet(Reply::unknownOperation);
    }

    private Optional<Reply> ask(Function<Resource, Optional<Reply>> question) {
        return resources.stream().map(question).flatMap(Optional::stream).findFirst();
    }
}
