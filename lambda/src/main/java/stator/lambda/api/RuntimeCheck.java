package stator.lambda.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.lambda.function.LambdaException;
import stator.lambda.runtime.RuntimeName;
import stator.lambda.runtime.Sandboxes;

/** Whether a function may have a runtime: AWS has to offer it, and this machine has to run it. */
final class RuntimeCheck {
    /** With these AWS creates no functions any more. */
    private static final Set<String> ENDED =
            Set.of(
                    "nodejs",
                    "nodejs4.3",
                    "nodejs4.3-edge",
                    "nodejs6.10",
                    "nodejs8.10",
                    "nodejs10.x",
                    "nodejs12.x",
                    "nodejs14.x",
                    "java8",
                    "python2.7",
                    "python3.6",
                    "python3.7",
                    "dotnetcore1.0",
                    "dotnetcore2.0",
                    "dotnetcore2.1",
                    "dotnetcore3.1",
                    "dotnet6",
                    "go1.x",
                    "ruby2.5",
                    "ruby2.7",
                    "provided");

    private final List<String> offered;
    private final Sandboxes sandboxes;

    RuntimeCheck(Model model, Sandboxes sandboxes) {
        this.sandboxes = sandboxes;
        offered = ((Shape.Choice) model.shape("Runtime")).values();
    }

    /** Refuses what cannot be run. */
    void check(String runtime) {
        if (!offered.contains(runtime)) {
            throw LambdaException.invalid(
                    "Value %s at 'runtime' failed to satisfy constraint: Member must satisfy enum"
                                    .formatted(runtime)
                            + " value set: "
                            + offered.stream().filter(one -> !ENDED.contains(one)).toList()
                            + " or be a valid ARN");
        }
        if (ENDED.contains(runtime)) {
            throw LambdaException.invalid(
                    "The runtime parameter of %s is no longer supported for creating or updating"
                                    .formatted(runtime)
                            + " AWS Lambda functions. We recommend you use a supported runtime"
                            + " while creating or updating functions.");
        }
        Optional<RuntimeName> name = RuntimeName.parse(runtime);
        if (name.isEmpty()) {
            throw LambdaException.invalid(
                    "This machine has nothing that runs functions of "
                            + runtime
                            + ". Compile the function for provided.al2023, with an executable"
                            + " file 'bootstrap' in it.");
        }
        sandboxes
                .problem(name.get())
                .ifPresent(problem -> {
                    throw LambdaException.invalid(problem);
                });
    }
}
