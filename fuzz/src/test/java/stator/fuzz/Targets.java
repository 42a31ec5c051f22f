package stator.fuzz;

import java.util.List;
import stator.cloudwatch.math.MathFuzz;
import stator.cloudwatch.wire.WireFuzz;
import stator.database.row.KeyFuzz;
import stator.http.HttpFuzz;
import stator.lambda.trigger.EventFilterFuzz;
import stator.s3.body.ChunkedBodyFuzz;
import stator.s3.form.FormFuzz;

/** Everything that is fuzzed. */
final class Targets {
    static final List<Class<?>> ALL =
            List.of(
                    ExpressionFuzz.class,
                    StatementFuzz.class,
                    RequestFuzz.class,
                    ImportFuzz.class,
                    NumberFuzz.class,
                    KeyFuzz.class,
                    SignatureFuzz.class,
                    PolicyFuzz.class,
                    EventFilterFuzz.class,
                    LogPatternFuzz.class,
                    MathFuzz.class,
                    WireFuzz.class,
                    XmlFuzz.class,
                    FormFuzz.class,
                    ChunkedBodyFuzz.class,
                    HttpFuzz.class);

    private Targets() {}
}
