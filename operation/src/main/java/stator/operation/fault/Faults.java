package stator.operation.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import stator.database.table.Namespace;
import stator.operation.request.Access;
import stator.operation.request.Operation;
import stator.protocol.ResponseWriter;

/**
 * What is to go wrong on purpose; nothing unless somebody asks for it. Thread-safe.
 *
 * <p>A call that names several tables is struck once at most: by the first fault that fits any of
 * them and wants to.
 */
public final class Faults {
    private final RandomGenerator random;
    private volatile List<Rule> rules = List.of();

    public Faults(RandomGenerator random) {
        this.random = random;
    }

    /** A fault and how often it struck. */
    private static final class Rule {
        private final Fault fault;
        private final Pattern table;
        private final Pattern operation;
        private final AtomicLong struck = new AtomicLong();

        Rule(Fault fault) {
            this.fault = fault;
            table = Fault.compiled(fault.table());
            operation = Fault.compiled(fault.operation());
        }

        /** The table that it fits, empty if it fits a call of none. */
        Optional<String> fitting(String calledOperation, List<String> tables) {
            if (!operation.matcher(calledOperation).matches()) {
                return Optional.empty();
            }
            if (tables.isEmpty() && fault.table().equals(Fault.ANY)) {
                return Optional.of("");
            }
            return tables.stream().filter(name -> table.matcher(name).matches()).findFirst();
        }

        boolean wants(RandomGenerator random) {
            if (fault.probability() < 1 && random.nextDouble() >= fault.probability()) {
                return false;
            }
            long before = struck.getAndUpdate(times -> Math.min(times + 1, fault.count()));
            return before < fault.count();
        }
    }

    /** What happens to one call. */
    public interface Strike {
        /** Nothing. */
        Strike NONE = new Strike() {};

        /** Before it is executed. */
        default void before() {}

        /** Once it was executed. */
        default void after() {}
    }

    /** Whether any call may be struck, and so may have to wait. */
    public boolean areSet() {
        return !rules.isEmpty();
    }

    /** Decides what happens to a call that names some tables. */
    @SuppressWarnings("exports") // only the door calls it
    public Strike strike(Operation operation, List<String> tables, Namespace namespace) {
        List<Rule> all = rules;
        if (all.isEmpty()) {
            return Strike.NONE;
        }
        for (Rule rule : all) {
            Optional<String> table = rule.fitting(operation.name(), tables);
            if (table.isPresent() && rule.wants(random)) {
                String arn = table.get().isEmpty() ? "" : namespace.tableArn(table.get());
                return strike(rule.fault, operation.access(), arn);
            }
        }
        return Strike.NONE;
    }

    private static Strike strike(Fault fault, Access access, String tableArn) {
        return new Strike() {
            @Override
            public void before() {
                sleep(fault.latencyMillis());
                if (!fault.applied()) {
                    fail();
                }
            }

            @Override
            public void after() {
                if (fault.applied()) {
                    fail();
                }
            }

            private void fail() {
                if (fault.error().isPresent()) {
                    throw new InjectedErrorException(
                            fault.error().get().exception(fault.message(), access, tableArn));
                }
            }
        };
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Puts others in the place of all faults there are.
     *
     * @param json {@code {"Faults": [{"Table": "Orders", "Error": "ThrottlingException"}]}}
     * @throws IllegalArgumentException if that cannot be understood, with what to do about it
     */
    public void replace(String json) {
        List<Rule> others = new ArrayList<>();
        FaultReader.read(json).forEach(fault -> others.add(new Rule(fault)));
        rules = List.copyOf(others);
    }

    /** Lets nothing go wrong any more. */
    public void clear() {
        rules = List.of();
    }

    /** The faults as JSON, each with how often it struck. */
    public String describe() {
        ResponseWriter out = new ResponseWriter(256);
        out.startObject().field("Faults").startArray();
        rules.forEach(rule -> write(rule, out));
        out.endArray().endObject();
        return out.toString();
    }

    private static void write(Rule rule, ResponseWriter out) {
        Fault fault = rule.fault;
        out.startObject().member("Table", fault.table()).member("Operation", fault.operation());
        out.member("Probability", fault.probability());
        out.member("LatencyMillis", fault.latencyMillis());
        fault.error().ifPresent(error -> out.member("Error", error.wireName()));
        fault.message().ifPresent(message -> out.member("Message", message));
        out.member("Applied", fault.applied());
        if (fault.count() != Fault.ENDLESS) {
            out.member("Count", fault.count());
        }
        out.member("Struck", rule.struck.get()).endObject();
    }
}
