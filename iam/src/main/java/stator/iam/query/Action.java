package stator.iam.query;

/** What an action of a service does. */
@FunctionalInterface
public interface Action {
    /**
     * Does it, and writes its result, if it has one.
     *
     * @throws stator.door.ServiceException if it cannot be done
     */
    void perform(QueryCall call, QueryXml result);
}
