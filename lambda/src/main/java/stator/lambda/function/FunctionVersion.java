package stator.lambda.function;

import java.util.List;
import java.util.Map;
import stator.lambda.document.Document;

/**
 * One version of a function: its configuration, as AWS shows it, and what we need beside.
 *
 * @param configuration with the members of {@code FunctionConfiguration}; what begins with {@link
 *     #OWN} is ours and shown to nobody
 */
public record FunctionVersion(FunctionReference reference, Document configuration) {
    /** What our own members begin with. */
    public static final String OWN = "_";

    /** A folder that is run as it is at each moment, instead of uploaded code. */
    public static final String FOLDER = OWN + "Folder";

    /**
     * The SHA-256 in Base64 of the code of each layer. A function keeps what it was given when the
     * layer's version is deleted, says the guide (Deleting a layer version).
     */
    public static final String LAYER_CODE = OWN + "LayerCode";

    /** Differs from that of any other function that has the same name at another time. */
    public static final String CREATION = OWN + "Creation";

    private static final int TIMEOUT_SECONDS = 3;
    private static final int MEMORY_MEGABYTES = 128;
    private static final int EPHEMERAL_MEGABYTES = 512;

    public String version() {
        return configuration.text("Version");
    }

    public String runtime() {
        return configuration.text("Runtime");
    }

    public String handler() {
        return configuration.text("Handler");
    }

    public String role() {
        return configuration.text("Role");
    }

    public int timeoutSeconds() {
        return (int) configuration.number("Timeout", TIMEOUT_SECONDS);
    }

    public int memoryMegabytes() {
        return (int) configuration.number("MemorySize", MEMORY_MEGABYTES);
    }

    public int ephemeralMegabytes() {
        return (int) configuration.document("EphemeralStorage").number("Size", EPHEMERAL_MEGABYTES);
    }

    public Map<String, String> environment() {
        return configuration.document("Environment").document("Variables").textMap();
    }

    public String codeSha256() {
        return configuration.text("CodeSha256");
    }

    /** Empty unless a folder is run. */
    public String folder() {
        return configuration.text(FOLDER);
    }

    public String revision() {
        return configuration.text("RevisionId");
    }

    /** Which of the functions of its name it is; empty for those that were made without. */
    public String creation() {
        return configuration.text(CREATION);
    }

    public String logGroup() {
        return configuration.document("LoggingConfig").text("LogGroup");
    }

    /**
     * The code of the layers, in their order; empty also for functions that noted their ARNs only.
     */
    public List<String> layerCode() {
        return configuration.texts(LAYER_CODE);
    }

    /** The ARNs of the versions of layers, in their order. */
    public List<String> layers() {
        return configuration.documents("Layers").stream().map(layer -> layer.text("Arn")).toList();
    }

    /**
     * Where events go that could not be dealt with; empty if nowhere. It "is locked in when you
     * publish a version", says the guide (Adding a dead-letter queue); destinations are not.
     */
    public String deadLetterTarget() {
        return configuration.document("DeadLetterConfig").text("TargetArn");
    }

    /** The ARN with the version. */
    public String arn() {
        return reference.arn() + ":" + version();
    }

    /** As AWS shows it to those who ask later. */
    public Document shown() {
        Document shown = configuration;
        for (String name : configuration.names()) {
            if (name.startsWith(OWN)) {
                shown = shown.without(name);
            }
        }
        return shown;
    }
}
