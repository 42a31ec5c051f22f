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
        boolean hasVariables() {
            return patterns.stream().anyMatch(Template::hasVariables);
        }

        /** What has a variable without a value contains nothing, be it Resource or NotResource. */
        boolean contain(String resource, RequestValues values) {
            for (Template pattern : patterns) {
                Optional<String> resolved = pattern.resolve(values);
                if (resolved.isEmpty() && except) {
                    return false;
                }
                if (resolved.isPresent() && Template.matchesArn(resolved.get(), resource)) {
                    return !except;
                }
            }
            return except;
        }
    }

    Statement {
        conditions = List.copyOf(conditions);
    }

    /** Whether more than the action and the resource decides whether it matches. */
    boolean dependsOnValues() {
        return !conditions.isEmpty() || resources.isPresent() && resources.get().hasVariables();
    }

    /** Whether it says whom it is not about. */
    boolean isAboutOthers() {
        return principals.isPresent() && principals.get().except();
    }

    /** Whether it can be about this action and this resource, whoever asks for it and how. */
    boolean mayMatch(AccessRequest request) {
        return actions.contain(request.action())
                && (resources.isEmpty()
                        || resources.get().hasVariables()
                        || resources.get().contain(request.resource(), RequestValues.NONE));
    }

    /** Whether one that may match does so for what a request says. */
    boolean matches(AccessRequest request, RequestValues values) {
        if (resources.isPresent()
                && resources.get().hasVariables()
                && !resources.get().contain(request.resource(), values)) {
            return false;
        }
        for (Condition condition : conditions) {
            if (!condition.test(values)) {
                return false;
            }
        }
        return true;
    }
}
