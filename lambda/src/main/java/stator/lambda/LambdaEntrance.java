package stator.lambda;

import java.util.Set;
import java.util.function.Supplier;
import stator.database.Documents;
import stator.door.ErrorForm;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.Service;
import stator.door.audit.PlainView;
import stator.lambda.invoke.EventQueue;
import stator.lambda.trigger.Mappings;
import stator.lambda.url.UrlAddress;

/**
 * What a server knows of functions before anybody has asked for them. It uses no more than
 * constants of other classes, so that nothing else of this module is loaded for it.
 */
public final class LambdaEntrance {
    /** In signatures, metrics and logs. */
    public static final String NAME = "lambda";

    private static final String URL_NAME = "lambda-url";
    private static final String OWN_PATHS = "/_lambda/";

    private LambdaEntrance() {}

    /** By what requests of the API are recognised. */
    public static Nameplate nameplate(Supplier<Service> opener) {
        Marks marks = Marks.none().path((method, path) -> path.startsWith(OWN_PATHS));
        return Nameplate.of(NAME, marks, new ErrorForm.RestJson(), opener)
                .audited(
                        new PlainView(
                                Set.of("Invoke", "InvokeAsync", "InvokeWithResponseStream"),
                                Set.of("code", "zipFile", "environment")));
    }

    /** By what requests to functions' URLs are recognised. */
    public static Nameplate urlNameplate(Supplier<Service> opener) {
        Marks marks =
                Marks.none()
                        .domain(host -> host.contains(UrlAddress.DOMAIN))
                        .path((method, path) -> path.startsWith(UrlAddress.PATH));
        return Nameplate.published(URL_NAME, marks, new ErrorForm.RestJson(), opener);
    }

    /** Whether there may be anything to do that nobody has to ask for. */
    public static boolean hasWork(Documents documents) {
        return !documents.all(EventQueue.KIND).isEmpty()
                || (!documents.all(Mappings.KIND).isEmpty() && Mappings.hasEnabled(documents));
    }
}
