package stator.autoscaling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import stator.autoscaling.scaling.Scaler;
import stator.door.Authorizer;
import stator.door.ErrorForm;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.Service;
import stator.rpc.JsonService;
import stator.rpc.Operation;

/** Application Auto Scaling as a service. */
public final class AutoScalingService {
    /** In signatures, metrics and logs. */
    public static final String NAME = "application-autoscaling";

    private static final String TARGET = "AnyScaleFrontendService";
    private static final String SHAPES = "shapes.txt";
    private static final ErrorForm.Json FORM =
            new ErrorForm.Json("application/x-amz-json-1.1", UnaryOperator.identity());

    private AutoScalingService() {}

    /** By what its requests are recognised. */
    public static Nameplate nameplate(Supplier<Service> opener) {
        return Nameplate.of(NAME, Marks.none().target(TARGET), FORM, opener);
    }

    /** The service over a scaler, which whoever made it closes. */
    public static Service open(Scaler scaler, Authorizer authorizer) {
        List<Operation> operations = new ArrayList<>();
        operations.addAll(new TargetOperations(scaler).all());
        operations.addAll(new PolicyOperations(scaler).all());
        operations.addAll(new ScheduleOperations(scaler).all());
        operations.addAll(new TagOperations(scaler).all());
        return new JsonService(
                NAME,
                FORM,
                AutoScalingErrors.VALIDATION,
                JsonService.shapes(AutoScalingService.class.getResourceAsStream(SHAPES)),
                operations,
                authorizer);
    }
}
