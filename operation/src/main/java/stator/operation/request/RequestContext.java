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
        Principal principal,
        Namespace namespace) {}
