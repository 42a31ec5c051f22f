package stator.tool;

/** Names of tables, which may be given as ARNs. */
final class TableNames {
    private TableNames() {}

    /** The name in a name or an ARN, for the names of files. */
    static String plain(String table) {
        return table.startsWith("arn:") ? table.substring(table.lastIndexOf('/') + 1) : table;
    }
}
