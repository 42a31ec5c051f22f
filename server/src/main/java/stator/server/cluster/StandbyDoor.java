package stator.server.cluster;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import stator.admin.AdminService;
import stator.admin.StandbyService;
import stator.admin.Standing;
import stator.autoscaling.AutoScalingService;
import stator.cloudwatch.CloudWatchService;
import stator.door.Nameplate;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.door.metric.MetricsPage;
import stator.iam.IdentityServices;
import stator.identity.Principal;
import stator.lambda.LambdaEntrance;
import stator.logs.LogsService;
import stator.operation.DynamoDbService;
import stator.s3.S3Service;

/**
 * The nameplates of a server that stands by: those of all services, and behind each the one of the
 * holder. Nothing of a service is opened for it.
 */
public final class StandbyDoor {
    private static final Supplier<Service> NEVER =
            () -> {
                throw new IllegalStateException("A server that stands by opens no service.");
            };

    private StandbyDoor() {}

    /**
     * The nameplates.
     *
     * @param region of the health text
     * @param version of this server
     * @param isOpen whether everybody may ask for all that is ours
     * @param metricsToken with which metrics may be read; empty if there is none
     */
    public static List<Nameplate> nameplates(
            ClusterMember.Elsewhere holder,
            Standing standing,
            String region,
            String version,
            boolean isOpen,
            String metricsToken,
            Clock clock) {
        IdentityServices identities =
                new IdentityServices(
                        () -> {
                            throw new IllegalStateException("Only the holder knows identities.");
                        },
                        () -> {
                            throw new IllegalStateException("Only the holder has a seal.");
                        },
                        clock);
        List<Nameplate> ofServices =
                List.of(
                        DynamoDbService.nameplate(NEVER),
                        LogsService.nameplate(NEVER),
                        CloudWatchService.nameplate(NEVER),
                        AutoScalingService.nameplate(NEVER),
                        identities.iam(),
                        identities.sts(),
                        LambdaEntrance.nameplate(NEVER),
                        LambdaEntrance.urlNameplate(NEVER));
        Nameplate admin = AdminService.nameplate(NEVER);
        Service ownAdmin =
                new StandbyService(
                        region,
                        version,
                        standing,
                        () -> metricsPage(standing),
                        isOpen,
                        metricsToken,
                        service(admin, holder));
        return Stream.of(
                        ofServices.stream().map(each -> each.elsewhere(service(each, holder))),
                        Stream.of(admin.elsewhere(ownAdmin)),
                        // Last, as with the holder: it gets the paths that nobody else has.
                        Stream.of(S3Service.nameplate(NEVER))
                                .map(each -> each.elsewhere(service(each, holder))))
                .flatMap(each -> each)
                .toList();
    }

    private static String metricsPage(Standing standing) {
        MetricsPage page = new MetricsPage();
        standing.writeMetrics(page);
        return page.toString();
    }

    private static Service service(Nameplate nameplate, ClusterMember.Elsewhere holder) {
        return new Service() {
            @Override
            public Reply answer(Request request, Principal principal) {
                return holder.forward(request, nameplate.form());
            }

            /** The holder looks at pages. */
            @Override
            public boolean admits(Request request) {
                return true;
            }
        };
    }
}
