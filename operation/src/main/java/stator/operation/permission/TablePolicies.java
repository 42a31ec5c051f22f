package stator.operation.permission;

import java.util.List;
import java.util.Optional;
import stator.database.Tables;
import stator.database.table.ResourcePolicy;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.expression.ParseCache;
import stator.identity.policy.MalformedPolicyException;
import stator.identity.policy.Policy;
import stator.identity.policy.PolicySource;
import stator.operation.policy.AttachedPolicy;

/**
 * The policies that stand at tables and streams, read once for each text. The permissions of
 * indexes stand in the policy of their table. Thread-safe.
 */
public final class TablePolicies {
    /** Of one that cannot be read nobody knows whom it keeps out, so it keeps out all. */
    private static final String DENY_ALL =
            """
            {"Version":"2012-10-17","Statement":
            {"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}\
            """;

    private final ParseCache<String, List<PolicySource>> parsed;

    /**
     * @param entriesMax how many policies are kept as they were read
     */
    public TablePolicies(int entriesMax) {
        parsed = new ParseCache<>(entriesMax, String::length);
    }

    /** The policies that stand at a table or stream; none if there is none such. */
    List<PolicySource> of(Tables tables, TableName name) {
        Optional<Table> table = name.find(tables);
        if (table.isEmpty()) {
            return List.of();
        }
        String document = document(table.get().description(), name.stream());
        return document.isEmpty() ? List.of() : parsed.find(document, TablePolicies::read);
    }

    private static String document(TableDescription table, String stream) {
        return stream.isEmpty()
                ? table.resourcePolicy().document()
                : AttachedPolicy.ofStream(table, stream).map(ResourcePolicy::document).orElse("");
    }

    private static List<PolicySource> read(String document) {
        try {
            return List.of(source(document));
        } catch (MalformedPolicyException e) {
            return List.of(source(DENY_ALL));
        }
    }

    private static PolicySource source(String document) {
        return new PolicySource("ResourcePolicy", "", Policy.parse(document, Policy.Kind.RESOURCE));
    }
}
