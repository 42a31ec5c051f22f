package stator.server.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import stator.server.ConfigurationException;
import stator.storage.StoreProvider;

/**
 * Loads an engine from the jars of a folder. Of the server's own classes it sees the contract of
 * storage only, so libraries of both may have other versions: the driver of Cassandra wants an
 * older Netty than the server does.
 */
final class EngineLoader extends URLClassLoader {
    private static final String CONTRACT = "stator.storage.";

    private EngineLoader(URL[] jars) {
        super("engine", jars, ClassLoader.getPlatformClassLoader());
    }

    /**
     * The provider in a folder.
     *
     * @throws ConfigurationException if there is none
     */
    static StoreProvider provider(Path folder) {
        EngineLoader loader = new EngineLoader(jars(folder));
        return ServiceLoader.load(StoreProvider.class, loader)
                .findFirst()
                .orElseThrow(() ->
                        new ConfigurationException(
                                "There is no engine for clusters in "
                                        + folder
                                        + ". It comes with the whole distribution; build it with"
                                        + " ./mvnw package."));
    }

    private static URL[] jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new URL[0];
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
            URL[] urls = new URL[jars.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = jars.get(i).toUri().toURL();
            }
            return urls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            return super.findClass(name);
        } catch (ClassNotFoundException e) {
            if (name.startsWith(CONTRACT)) {
                return Class.forName(name, false, StoreProvider.class.getClassLoader());
            }
            throw e;
        }
    }
}
