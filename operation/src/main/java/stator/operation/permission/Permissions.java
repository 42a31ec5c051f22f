package stator.operation.permission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import stator.door.Access;
import stator.door.Authorizer.Verdict;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.Permission;
import stator.operation.request.RequestContext;
import stator.protocol.Struct;

/**
 * What one caller may do, as the policies of the caller and of the tables say. Belongs to one call.
 *
 * <p>AWS decides before it looks whether there is such a table, and before it looks at conditions.
 */
public final class Permissions implements Permission {
    private final Function<List<Access>, Verdict> judge;
    private final TablePolicies policies;
    private String warning = "";

    /**
     * @param judge decides whether the caller may do all of some accesses
     * @param policies of the tables
     */
    public Permissions(Function<List<Access>, Verdict> judge, TablePolicies policies) {
        this.judge = judge;
        this.policies = policies;
    }

    @Override
    public void require(
            RequestContext context,
            Operation operation,
            Struct request,
            Consumer<NamedResources> part) {
        NamedAccesses named = new NamedAccesses(context, operation, request);
        part.accept(named);
        Optional<ApiException> denial = denial(accesses(context, named.found()));
        if (denial.isPresent()) {
            throw denial.get();
        }
    }

    private List<Access> accesses(RequestContext context, List<NamedAccesses.Named> found) {
        List<Access> accesses = new ArrayList<>(found.size());
        for (NamedAccesses.Named access : found) {
            accesses.add(
                    new Access(
                            "dynamodb:" + access.action(),
                            List.of(access.arn()),
                            access.facts(),
                            policies.of(context.database().tables(), access.table())));
        }
        return accesses;
    }

    private Optional<ApiException> denial(List<Access> accesses) {
        Verdict verdict = judge.apply(accesses);
        if (verdict.isDenied()) {
            return Optional.of(ApiException.of(ErrorCode.ACCESS_DENIED, verdict.message()));
        }
        if (warning.isEmpty()) {
            warning = verdict.message();
        }
        return Optional.empty();
    }

    /** Why stricter rules would have refused something; empty if they would not. */
    public String warning() {
        return warning;
    }
}
