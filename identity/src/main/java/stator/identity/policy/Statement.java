package stator.identity.policy;

import java.util.List;
import java.util.Optional;

/**
 * One statement of a policy: who may, or may not, do what with what, and when.
 *
 * @param sid its name; empty if it has none
 * @param isAllow whether its effect is to allow
 * @param actions what it is about
 * @param resources what it is about; none in policies that stand at their resource
 * @param principals whom it is about; none in policies that stand at their principal
 * @param start where it stands in the text of its policy
 * @param end where it ends there
 */
record Statement(
        String sid,
        boolean isAllow,
        Actions actions,
        Optional<Resources> resources,
        Optional<Principals> principals,
        List<Condition> conditions,
        Position start,
        Position end) {
    /** Actions by their patterns, or all others. */
    record Actions(List<String> patterns, boolean except) {
        boolean contain(String action) {
            for (String pattern : patterns) {
                if (Template.matches(pattern, action, true)) {
                    return !except;
                }
            }
            return except;
        }
    }

    /** Resources by their patterns, or all others. */
    record Resources(List<Template> patterns, boolean except) {
        boolean contain(AccessRequest request) {
            for (Template pattern : patterns) {
                Optional<String> resolved = pattern.resolve(request.values());
                if (resolved.isPresent()
                        && Template.matchesArn(resolved.get(), request.resource())) {
                    return !except;
                }
            }
            return except;
        }
    }

    Statement {
        conditions = List.copyOf(conditions);
    }

    /** Whether it is about this request, whoever makes it. */
    boolean matches(AccessRequest request) {
        if (!actions.contain(request.action())) {
            return false;
        }
        if (resources.isPresent() && !resources.get().contain(request)) {
            return false;
        }
        for (Condition condition : conditions) {
            if (!condition.test(request.values())) {
                return false;
            }
        }
        return true;
    }
}
