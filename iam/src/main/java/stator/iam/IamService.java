package stator.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import stator.door.ErrorForm;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.Service;
import stator.iam.directory.Directory;
import stator.iam.query.Action;
import stator.iam.query.QueryService;
import stator.iam.query.QueryService.Dialect;
import stator.iam.simulation.SimulationActions;
import stator.identity.account.Identities;

/** AWS Identity and Access Management: who is there, and what each may do. */
final class IamService {
    /** Its name in signatures. */
    static final String NAME = "iam";

    private static final Dialect DIALECT =
            new Dialect(NAME, "2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/", false);

    private IamService() {}

    /** What the door has to know of it. */
    static Nameplate nameplate(Supplier<Service> opener) {
        return Nameplate.of(
                NAME,
                Marks.none()
                        .version(DIALECT.version())
                        .host(host -> host.startsWith("iam.") && host.contains("amazonaws")),
                new ErrorForm.QueryXml(DIALECT.namespace()),
                opener);
    }

    static Service open(Directory directory, Identities identities) {
        return new QueryService(
                DIALECT,
                actions(directory),
                new IamAccess(directory)::accesses,
                Set.of(),
                identities);
    }

    /** All actions; those that change something are alone with the directory. */
    static Map<String, Action> actions(Directory directory) {
        Finder finder = new Finder(directory);
        Map<String, Action> actions = new HashMap<>();
        List.of(
                        new UserActions(finder).actions(),
                        new AccessKeyActions(finder).actions(),
                        new GroupActions(finder).actions(),
                        new RoleActions(finder).actions(),
                        new ServiceRoleActions(finder).actions(),
                        new InstanceProfileActions(finder).actions(),
                        new PolicyActions(finder).actions(),
                        new AttachmentActions(finder).actions(),
                        new InlinePolicyActions(finder).actions(),
                        new TagActions(finder).actions(),
                        new OpenIdProviderActions(finder).actions(),
                        new AbsentActions(finder).actions(),
                        new AccountActions(finder).actions(),
                        new AuthorizationDetails(finder).actions())
                .forEach(actions::putAll);
        actions.replaceAll((name, action) -> alone(directory, action));
        actions.putAll(new SimulationActions(directory).actions());
        return actions;
    }

    private static Action alone(Directory directory, Action action) {
        return (call, result) -> {
            synchronized (directory) {
                action.perform(call, result);
            }
        };
    }
}
