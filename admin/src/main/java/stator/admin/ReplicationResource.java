package stator.admin;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import stator.database.Database;
import stator.database.settings.ReplicationFaults;
import stator.database.settings.ReplicationFaults.Fault;
import stator.database.table.Table;
import stator.door.Reply;

/**
 * {@code /_stator/replication}: how replication between regions is, and what is to go wrong with
 * it.
 *
 * <pre>
 * GET    /_stator/replication                    faults, and how many writes wait for each region
 * PUT    /_stator/replication/REGION/cut         the region neither sends writes nor gets any
 * DELETE /_stator/replication/REGION/cut         it does again
 * PUT    /_stator/replication/REGION/delay/MS    writes arrive there MS milliseconds late
 * DELETE /_stator/replication/REGION             nothing is wrong with the region any longer
 * DELETE /_stator/replication                    nor with any other
 * </pre>
 *
 * Every answer is that of the GET.
 */
final class ReplicationResource implements Resource {
    private static final String PATH = "/_stator/replication";
    private static final long DELAY_MILLIS_MAX = 86_400_000;

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");

    private final Database database;

    ReplicationResource(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Reply> answer(String method, String path, byte[] body) {
        if (!path.equals(PATH) && !path.startsWith(PATH + "/")) {
            return Optional.empty();
        }
        List<String> words =
                List.of(path.substring(PATH.length()).split("/")).stream()
                        .filter(word -> !word.isEmpty())
                        .toList();
        boolean understood =
                switch (method) {
                    case "GET" -> words.isEmpty();
                    case "PUT" -> put(words);
                    case "DELETE" -> delete(words);
                    default -> false;
                };
        return understood ? Optional.of(Reply.of(200, Reply.JSON, json())) : Optional.empty();
    }

    private boolean put(List<String> words) {
        if (words.isEmpty() || !REGION.matcher(words.getFirst()).matches()) {
            return false;
        }
        ReplicationFaults faults = database.regions().faults();
        if (words.size() == 2 && words.get(1).equals("cut")) {
            String region = words.getFirst();
            faults.set(region, new Fault(true, faults.of(region).delayMillis()));
            return true;
        }
        if (words.size() == 3 && words.get(1).equals("delay") && isMillis(words.get(2))) {
            String region = words.getFirst();
            faults.set(region, new Fault(faults.of(region).cut(), Long.parseLong(words.get(2))));
            return true;
        }
        return false;
    }

    private static boolean isMillis(String word) {
        return word.matches("\\d{1,8}") && Long.parseLong(word) <= DELAY_MILLIS_MAX;
    }

    private boolean delete(List<String> words) {
        ReplicationFaults faults = database.regions().faults();
        if (words.isEmpty()) {
            faults.clear();
            return true;
        }
        String region = words.getFirst();
        if (words.size() == 1 && REGION.matcher(region).matches()) {
            faults.clear(region);
            return true;
        }
        if (words.size() == 2 && words.get(1).equals("cut") && REGION.matcher(region).matches()) {
            faults.set(region, new Fault(false, faults.of(region).delayMillis()));
            return true;
        }
        return false;
    }

    private String json() {
        Map<String, Object> faults = new LinkedHashMap<>();
        database.regions()
                .faults()
                .all()
                .forEach((region, fault) ->
                        faults.put(
                                region,
                                Members.of(
                                        "Cut", fault.cut(), "DelayMillis", fault.delayMillis())));
        List<Object> replicas =
                database.tables().all().stream()
                        .filter(table -> !table.replicaRegions().isEmpty())
                        .sorted(
                                Comparator.comparing(Table::name)
                                        .thenComparing(table -> table.namespace().account())
                                        .thenComparing(Table::region))
                        .map(this::replica)
                        .toList();
        return Json.of(Members.of("Faults", faults, "Replicas", replicas));
    }

    private Object replica(Table table) {
        Map<String, Object> replica =
                Members.of(
                        "Account",
                        table.namespace().account(),
                        "Region",
                        table.region(),
                        "TableName",
                        table.name());
        replica.put("Waiting", database.regions().backlog(table));
        return replica;
    }
}
