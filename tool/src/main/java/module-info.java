/** The commands that copy, keep and empty tables, over the public API of any endpoint. */
module stator.tool {
    requires stator.identity;
    requires stator.operation;
    requires info.picocli;
    requires java.net.http;
    requires tools.jackson.core;

    exports stator.tool;

    opens stator.tool to
            info.picocli;
}
