package stator.tool.client;

/** Names of tables, which may be given as ARNs. */
public final class TableNames {
    private TableNames() {}

    /** The name in a name or an ARN, for the names of files. */
    public static String plain(String table) {
        return table.startsWith("arn:") ? table.substring(table.lastIndexOf('/') + 1) : table;
    }
}
