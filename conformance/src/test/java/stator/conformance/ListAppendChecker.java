package stator.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stator.conformance.AppendTransaction.Append;
import stator.conformance.AppendTransaction.Outcome;
import stator.conformance.AppendTransaction.Read;

/**
 * Says whether a history of appends to lists and reads of them is strictly serializable.
 *
 * <p>The elements of a list are in the order in which they were appended, so the longest read of a
 * key tells its versions, and every read tells where it stands among them. What must have come
 * before what follows from that, key by key: the writer of a version before the writer of the next
 * one, the writer of what was read last before the reader, the reader before the writer of what it
 * did not see yet. To these come the real times: who returned before another was sent. If that
 * graph has a cycle, no order explains what was seen (Elle; Kingsbury and Alvaro, VLDB 2020).
 *
 * <p>For real time, an edge for each pair would be too many. Each return gets a node that follows
 * the one before it; each invocation follows the latest of them.
 *
 * <p>The history must end with a read of every key, so that what is lost is seen to be lost.
 */
final class ListAppendChecker {
    private final List<AppendTransaction> history;
    private final Map<Long, AppendTransaction> writers = new HashMap<>();
    private final Map<String, List<Long>> versions = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ListAppendChecker(List<AppendTransaction> history) {
        this.history = history;
    }

    /** What is wrong with a history; empty if all is well. */
    static List<String> problems(List<AppendTransaction> history) {
        ListAppendChecker checker = new ListAppendChecker(history);
        checker.findVersions();
        checker.checkReads();
        checker.checkAppends();
        if (checker.problems.isEmpty()) {
            checker.checkOrder();
        }
        return checker.problems;
    }

    private void findVersions() {
        for (AppendTransaction transaction : history) {
            transaction.appends().forEach(append -> writers.put(append.value(), transaction));
            for (Read read : transaction.reads()) {
                versions.merge(
                        read.key(),
                        read.values(),
                        (one, other) -> one.size() >= other.size() ? one : other);
            }
        }
    }

    private void checkReads() {
        versions.forEach(this::checkVersions);
        for (AppendTransaction transaction : history) {
            for (Read read : transaction.reads()) {
                List<Long> longest = versions.get(read.key());
                if (!longest.subList(0, read.values().size()).equals(read.values())) {
                    problem(transaction, "read of " + read.key() + " what never was: " + read);
                }
            }
        }
    }

    private void checkVersions(String key, List<Long> values) {
        Set<Long> seen = new HashSet<>();
        for (long value : values) {
            AppendTransaction writer = writers.get(value);
            if (!seen.add(value)) {
                problems.add(key + " holds " + value + " twice");
            }
            if (writer == null || !writer.appends().contains(new Append(key, value))) {
                problems.add(key + " holds " + value + ", which nobody appended");
            } else if (writer.outcome() == Outcome.NOT_APPLIED) {
                problem(writer, "was refused, and " + key + " holds its " + value);
            }
        }
    }

    private void checkAppends() {
        Map<String, Set<Long>> applied = new HashMap<>();
        versions.forEach((key, values) -> applied.put(key, new HashSet<>(values)));
        for (AppendTransaction transaction : history) {
            Set<Append> missing = new LinkedHashSet<>(transaction.appends());
            missing.removeIf(append ->
                    applied.getOrDefault(append.key(), Set.of()).contains(append.value()));
            boolean isTorn = !missing.isEmpty() && missing.size() < transaction.appends().size();
            if (transaction.outcome() == Outcome.APPLIED && !missing.isEmpty()) {
                problem(transaction, "was acknowledged, and there is no " + missing);
            } else if (transaction.outcome() == Outcome.UNKNOWN && isTorn) {
                problem(transaction, "was applied without " + missing);
            }
        }
    }

    private void checkOrder() {
        AppendGraph graph = new AppendGraph();
        List<AppendTransaction> ordered =
                history.stream().filter(AppendTransaction::isOrdered).toList();
        Map<AppendTransaction, Integer> nodes = new IdentityHashMap<>();
        ordered.forEach(transaction -> nodes.put(transaction, graph.addNode()));
        for (List<Long> values : versions.values()) {
            for (int i = 1; i < values.size(); i++) {
                graph.addEdge(
                        nodes.get(writers.get(values.get(i - 1))),
                        nodes.get(writers.get(values.get(i))));
            }
        }
        for (AppendTransaction reader : ordered) {
            reader.reads().forEach(read -> addRead(graph, nodes, reader, read));
        }
        addTimes(graph, nodes, ordered);
        Optional<List<Integer>> cycle = graph.cycle();
        cycle.ifPresent(found ->
                problems.add(
                        "No order explains these, each of which must come before the next, and the"
                                + " last before the first:\n"
                                + found.stream()
                                        .map(node -> describe(node, ordered))
                                        .collect(Collectors.joining("\n"))));
    }

    private void addRead(
            AppendGraph graph,
            Map<AppendTransaction, Integer> nodes,
            AppendTransaction reader,
            Read read) {
        List<Long> values = versions.get(read.key());
        int seen = read.values().size();
        if (seen > 0) {
            graph.addEdge(nodes.get(writers.get(values.get(seen - 1))), nodes.get(reader));
        }
        if (seen < values.size()) {
            graph.addEdge(nodes.get(reader), nodes.get(writers.get(values.get(seen))));
        }
    }

    private static void addTimes(
            AppendGraph graph,
            Map<AppendTransaction, Integer> nodes,
            List<AppendTransaction> ordered) {
        record Event(long nanos, boolean returns, int node) {}
        List<Event> events = new ArrayList<>();
        for (AppendTransaction transaction : ordered) {
            int node = nodes.get(transaction);
            events.add(new Event(transaction.invokedNanos(), false, node));
            if (transaction.returnedNanos() != AppendTransaction.NEVER) {
                events.add(new Event(transaction.returnedNanos(), true, node));
            }
        }
        // At the same moment, nobody was before anybody.
        events.sort(Comparator.comparingLong(Event::nanos).thenComparing(Event::returns));
        int barrier = graph.addNode();
        for (Event event : events) {
            if (event.returns()) {
                int next = graph.addNode();
                graph.addEdge(barrier, next);
                graph.addEdge(event.node(), next);
                barrier = next;
            } else {
                graph.addEdge(barrier, event.node());
            }
        }
    }

    private static String describe(int node, List<AppendTransaction> ordered) {
        return "  " + (node < ordered.size() ? ordered.get(node) : "(a moment in time)");
    }

    private void problem(AppendTransaction transaction, String text) {
        problems.add(transaction.name() + " " + text);
    }
}
