package stator.operation.request;

import java.time.Clock;
import java.util.random.RandomGenerator;
import stator.database.Database;
import stator.database.table.Namespace;
import stator.expression.ExpressionCache;
import stator.expression.ParseCache;
import stator.identity.Principal;
import stator.operation.archive.Archive;
import stator.operation.partiql.Parser;
import stator.operation.settings.OperationSettings;

/**
 * What an operation has at hand while it executes one call.
 *
 * @param statements parsed PartiQL statements by their text
 * @param permission what the caller may do
 * @param principal who calls
 * @param namespace whose tables the call is about
 */
public record RequestContext(
        Database database,
        Archive archive,
        Items items,
        OperationSettings settings,
        Clock clock,
        RandomGenerator random,
        ExpressionCache expressions,
        ParseCache<String, Parser.Parsed> statements,
        PolicyActions policyActions,
        Permission permission,
        Principal principal,
        Namespace namespace) {
    /**
     * Whether an operation may use what belongs to another account: policies have been asked, and
     * AWS takes it.
     */
    public boolean mayLeaveAccount(Operation operation) {
        return permission != Permission.EVERYTHING && operation.worksAcrossAccounts();
    }
}
