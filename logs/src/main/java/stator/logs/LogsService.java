package stator.logs;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import stator.door.Authorizer;
import stator.door.ErrorForm;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.Service;
import stator.door.audit.PlainView;
import stator.logs.store.LogStore;
import stator.rpc.JsonService;
import stator.rpc.Operation;

/** Amazon CloudWatch Logs as a service. */
public final class LogsService {
    /** In signatures, metrics and logs. */
    public static final String NAME = "logs";

    private static final String TARGET = "Logs_20140328";
    private static final String SHAPES = "shapes.txt";
    private static final ErrorForm.Json FORM =
            new ErrorForm.Json("application/x-amz-json-1.1", UnaryOperator.identity());

    private LogsService() {}

    /** By what its requests are recognised. */
    public static Nameplate nameplate(Supplier<Service> opener) {
        return Nameplate.of(NAME, Marks.none().target(TARGET), FORM, opener)
                .audited(
                        new PlainView(
                                Set.of("PutLogEvents", "GetLogEvents", "FilterLogEvents"),
                                Set.of("logEvents")));
    }

    /** The service over a store of logs, which whoever opened it closes. */
    public static Service open(LogStore store, Clock clock, Authorizer authorizer) {
        List<Operation> operations = new ArrayList<>();
        operations.addAll(new GroupOperations(store).all());
        operations.addAll(new TagOperations(store).all());
        operations.addAll(new StreamOperations(store).all());
        operations.addAll(new PutEvents(store, clock).all());
        operations.addAll(new ReadEvents(store, clock).all());
        operations.addAll(new LiveTail(store, clock).all());
        return new JsonService(
                NAME,
                FORM,
                LogsErrors.INVALID_PARAMETER,
                JsonService.shapes(LogsService.class.getResourceAsStream(SHAPES)),
                operations,
                authorizer);
    }
}
