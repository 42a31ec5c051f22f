package stator.cloudwatch;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import stator.cloudwatch.alarm.Alarms;
import stator.cloudwatch.metric.Metrics;
import stator.cloudwatch.wire.Wire;
import stator.cloudwatch.wire.WireException;
import stator.door.Access;
import stator.door.Authorizer;
import stator.door.BodyTooLargeException;
import stator.door.ErrorForm;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.NoMemoryException;
import stator.door.Reply;
import stator.door.Request;
import stator.door.Service;
import stator.door.ServiceException;
import stator.door.audit.PlainView;
import stator.identity.Principal;

/** Amazon CloudWatch as a service, in all three of its protocols. Thread-safe. */
public final class CloudWatchService implements Service {
    /** In signatures, metrics and logs. */
    public static final String NAME = "monitoring";

    private static final String TARGET = "GraniteServiceVersion20100801";
    private static final String VERSION = "2010-08-01";

    /** What a member of a request takes beside its bytes. */
    private static final int PARSED_FACTOR = 16;

    private final Map<String, Action> actions = new HashMap<>();
    private final Authorizer authorizer;

    private CloudWatchService(Metrics metrics, Alarms alarms, Authorizer authorizer) {
        this.authorizer = authorizer;
        actions.putAll(new PutMetrics(metrics).all());
        actions.putAll(new ReadMetrics(metrics).all());
        actions.putAll(new AlarmActions(alarms).all());
    }

    /** By what its requests are recognised. */
    public static Nameplate nameplate(Supplier<Service> opener) {
        return Nameplate.of(
                        NAME,
                        Marks.none()
                                .target(TARGET)
                                .version(VERSION)
                                .path((method, path) -> path.startsWith(Wire.CBOR_PATH)),
                        new ErrorForm.QueryXml(Wire.NAMESPACE),
                        opener)
                .audited(new PlainView(Set.of("PutMetricData"), Set.of("metricData")));
    }

    /** The service over metrics and the alarms of a store. */
    public static Service open(Metrics metrics, Alarms alarms, Authorizer authorizer) {
        return new CloudWatchService(metrics, alarms, authorizer);
    }

    @Override
    public Reply answer(Request request, Principal principal) {
        if (!request.method().equals("POST")) {
            return Reply.unknownOperation();
        }
        Wire wire = Wire.of(request);
        String operation = "";
        try {
            Wire.Call call = wire.read(request, content(request));
            Action action = actions.get(call.operation());
            if (action == null) {
                throw CloudWatchErrors.of(
                        400,
                        "InvalidAction",
                        "Could not find operation %s for version %s"
                                .formatted(call.operation(), VERSION));
            }
            operation = call.operation();
            String warning = authorize(operation, request, principal);
            return wire.write(operation, action.execute(call.members(), principal), request)
                    .ended(operation, "")
                    .withWarning(warning);
        } catch (WireException e) {
            ServiceException error =
                    CloudWatchErrors.of(400, "SerializationException", e.getMessage());
            return wire.write(error, request).ended(operation, error.code());
        } catch (ServiceException error) {
            return wire.write(error, request).ended(operation, error.code());
        }
    }

    private String authorize(String operation, Request request, Principal principal) {
        Access access = new Access("cloudwatch:" + operation, List.of("*"));
        Authorizer.Verdict verdict = authorizer.judge(request, principal, List.of(access));
        if (verdict.isDenied()) {
            throw CloudWatchErrors.of(403, "AccessDenied", verdict.message());
        }
        return verdict.message();
    }

    private static byte[] content(Request request) {
        try {
            byte[] body = request.content();
            if (!request.tryReserve((long) PARSED_FACTOR * body.length)) {
                throw new NoMemoryException();
            }
            return body;
        } catch (BodyTooLargeException e) {
            throw CloudWatchErrors.of(413, "RequestEntityTooLarge", "");
        } catch (NoMemoryException e) {
            throw CloudWatchErrors.of(503, "ServiceUnavailable", "");
        } catch (IOException e) {
            throw CloudWatchErrors.of(400, "SerializationException", "");
        }
    }
}
