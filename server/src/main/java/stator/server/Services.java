package stator.server;

/**
 * Whom the services answer as, and which services they call.
 *
 * @param region the region of the health text, and of everybody in a shared database
 * @param sharedDatabase whether all accounts and regions see the same tables
 * @param kinesis where the records of Kinesis streams go, a directory or the URL of an endpoint;
 *     empty for nowhere
 * @param messages where messages of functions to queues and topics go, a directory or the URL of an
 *     endpoint; empty for a folder of the data
 * @param console the directory of the built web console; empty if there is none
 */
public record Services(
        String region, boolean sharedDatabase, String kinesis, String messages, String console) {
    static final String DEFAULT_REGION = "us-east-1";

    /** To each account its own tables, and no records to Kinesis. */
    public static final Services DEFAULT = new Services(DEFAULT_REGION, false, "", "", "");
}
