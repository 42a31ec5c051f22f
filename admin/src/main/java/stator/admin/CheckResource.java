package stator.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.database.Checks;
import stator.database.table.TableReport;
import stator.door.Reply;

/**
 * The resource {@code /_stator/check}: whether the tables of all accounts and regions hold
 * together, checked in the background while they are used. POST begins a check, or joins the one
 * that is under way; GET says how far the last one is and, once it is over, what it found; DELETE
 * stops it. {@code docs/configuration.md} has the form.
 */
record CheckResource(Checks checks) implements Resource {
    private static final String PATH = "/_stator/check";

    @Override
    public Optional<Reply> answer(String method, String path, byte[] body) {
        if (!path.equals(PATH)) {
            return Optional.empty();
        }
        return switch (method) {
            case "POST" -> Optional.of(described(Optional.of(checks.begin())));
            case "GET" -> Optional.of(described(checks.last()));
            case "DELETE" -> {
                checks.stop();
                yield Optional.of(described(checks.last()));
            }
            default -> Optional.empty();
        };
    }

    private static Reply described(Optional<Checks.Run> run) {
        Map<String, Object> members =
                run.map(CheckResource::members).orElseGet(() -> Members.of("State", "NONE"));
        return Reply.of(200, Reply.JSON, Json.compact(members));
    }

    private static Map<String, Object> members(Checks.Run run) {
        Checks.State state = run.state();
        List<TableReport> reports = run.check().reports();
        Map<String, Object> members = Members.of("Number", run.number(), "State", state.name());
        members.put("Rows", run.check().rows());
        members.put("Tables", run.check().tables());
        members.put("Checked", reports.size());
        if (state != Checks.State.RUNNING) {
            members.put("Reports", reports.stream().map(CheckResource::members).toList());
            members.put("Spaces", run.check().spaceProblems());
        }
        return members;
    }

    private static Map<String, Object> members(TableReport report) {
        Map<String, Object> members =
                Members.of(
                        "Account",
                        report.namespace().account(),
                        "Region",
                        report.namespace().region(),
                        "TableName",
                        report.name());
        members.put("Items", report.items());
        members.put("Bytes", report.bytes());
        members.put("Records", report.records());
        members.put(
                "Derived",
                report.derived().stream()
                        .map(rows -> Members.of("Name", rows.name(), "Rows", rows.rows()))
                        .toList());
        members.put(
                "Findings",
                report.findings().stream()
                        .map(finding ->
                                Members.of(
                                        "Place",
                                        finding.place(),
                                        "Key",
                                        finding.key(),
                                        "Text",
                                        finding.text()))
                        .toList());
        members.put("Others", report.others());
        members.put("Unchecked", report.unchecked());
        return members;
    }
}
