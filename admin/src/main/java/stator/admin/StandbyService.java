package stator.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.identity.Principal;

/**
 * What a server says of itself that stands by: its readiness and its health, to everybody; its
 * standing and its metrics, where everybody may ask for all, or with the token for metrics. All
 * else is asked of the holder, who also knows the administrators.
 */
public final class StandbyService implements Service {
    private final List<Resource> resources;
    private final boolean isOpen;
    private final String metricsToken;
    private final Service holder;

    /**
     * @param region of the health text
     * @param version of this server
     * @param metricsPage what Prometheus collects
     * @param isOpen whether everybody may ask for all
     * @param metricsToken with which metrics may be read; empty if there is none
     * @param holder the same service of the server that holds the data
     */
    public StandbyService(
            String region,
            String version,
            Standing standing,
            Supplier<String> metricsPage,
            boolean isOpen,
            String metricsToken,
            Service holder) {
        resources =
                List.of(
                        new Readiness(standing),
                        new Health(region, version),
                        new ClusterResource(standing),
                        new MetricsResource(metricsPage));
        this.isOpen = isOpen;
        this.metricsToken = metricsToken;
        this.holder = holder;
    }

    @Override
    public Reply answer(Request request, Principal principal) {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        boolean isOfBrowser = request.path().equals("/");
        return resources.stream()
                .filter(resource -> !isOfBrowser && mayAsk(resource, request))
                .map(resource -> resource.answer(method, request.path(), request.body()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> holder.answer(request, principal));
    }

    private boolean mayAsk(Resource resource, Request request) {
        return isOpen || resource.isPublic() || Administrators.hasToken(request, metricsToken);
    }
}
