package stator.identity.policy;

/**
 * One action on one resource by one caller.
 *
 * @param action with its service: {@code dynamodb:GetItem}
 * @param resource its ARN, or {@code *} for an action that has none
 * @param owner the account whose the resource is
 */
public record AccessRequest(
        Caller caller, String action, String resource, String owner, RequestValues values) {
    boolean isAcrossAccounts() {
        return !owner.equals(caller.account());
    }
}
