package stator.lambda.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import stator.database.table.Namespace;
import stator.lambda.document.Document;
import stator.lambda.document.Shelf;

/**
 * The URLs of functions and their aliases. What is put outlives the server; which function an id
 * stands for is looked up in memory. Thread-safe.
 */
public final class FunctionUrls {
    private static final String SETTING = "url";
    private static final String ID = FunctionVersion.OWN + "Id";
    private static final int ID_LENGTH = 32;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

    private final FunctionStore functions;
    private final RandomGenerator random;

    /** May have ids of URLs that are gone: the store knows. */
    private final Map<String, FunctionReference> byId = new ConcurrentHashMap<>();

    /**
     * @param random of which the ids are made, which nobody may guess
     */
    public FunctionUrls(FunctionStore functions, RandomGenerator random) {
        this.functions = functions;
        this.random = random;
        for (Shelf.Entry entry : functions.allSettings(SETTING)) {
            byId.put(entry.document().text(ID), reference(entry.namespace(), entry.id()));
        }
    }

    /** The id of a setting is the function's name, the qualifier and the kind. */
    private static FunctionReference reference(Namespace namespace, String settingId) {
        String[] parts = settingId.split(":", -1);
        return new FunctionReference(namespace, parts[0], parts[1]);
    }

    /**
     * A URL.
     *
     * @param function with the alias that it is for, if it is for one
     * @param configuration with the members of {@code FunctionUrlConfig} but for the URL itself
     */
    public record Url(String id, FunctionReference function, Document configuration) {
        /** Whether callers have to sign. */
        public boolean needsSignature() {
            return configuration.text("AuthType").equals("AWS_IAM");
        }

        /** Whether answers are sent while functions write them. */
        public boolean streams() {
            return configuration.text("InvokeMode").equals("RESPONSE_STREAM");
        }

        /** What pages of other origins may do; empty if nothing was said. */
        public Optional<Document> cors() {
            return configuration.findDocument("Cors");
        }
    }

    private static Url url(FunctionReference function, Document setting) {
        return new Url(setting.text(ID), function, setting.without(ID));
    }

    /** The URL of a function, or of the alias that the reference names. */
    public Optional<Url> find(FunctionReference function) {
        return functions.setting(function, SETTING).map(setting -> url(function, setting));
    }

    /** The URL of an id. */
    public Optional<Url> find(String id) {
        return Optional.ofNullable(byId.get(id))
                .flatMap(this::find)
                .filter(url -> url.id().equals(id));
    }

    /** Those of a function and its aliases. */
    public List<Url> all(FunctionReference function) {
        return functions.settings(function, SETTING).stream()
                .map(entry -> url(reference(entry.namespace(), entry.id()), entry.document()))
                .toList();
    }

    /** Adds a URL with an id of its own. */
    public Url add(FunctionReference function, Document configuration) {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        Url url = new Url(id.toString(), function, configuration);
        replace(url);
        return url;
    }

    /** Puts a URL in the place of the one with its id. */
    public void replace(Url url) {
        functions.putSetting(url.function(), SETTING, url.configuration().with(ID, url.id()));
        byId.put(url.id(), url.function());
    }

    public void remove(Url url) {
        functions.removeSetting(url.function(), SETTING);
        byId.remove(url.id());
    }
}
