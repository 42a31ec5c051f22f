package stator.lambda.invoke;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stator.database.table.Namespace;
import stator.lambda.code.CodeStore;
import stator.lambda.code.Hold;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LambdaException;
import stator.lambda.function.LayerStore;
import stator.lambda.neighbour.FunctionLog;
import stator.lambda.runtime.Program;
import stator.lambda.runtime.RuntimeName;

/** Makes versions of functions into programs that can be run. */
public final class Programs {
    /** How many files of a folder that is run as it is are looked at for changes. */
    private static final int FILES_WATCHED_MAX = 10_000;

    private final CodeStore code;
    private final LayerStore layers;
    private final FunctionLog log;

    public Programs(CodeStore code, LayerStore layers, FunctionLog log) {
        this.code = code;
        this.layers = layers;
        this.log = log;
    }

    /** Keeps the code of a version, and that of its layers, while it runs. */
    Hold hold(FunctionVersion version) {
        List<Hold> holds = new ArrayList<>();
        holds.add(code.hold(version.codeSha256()));
        version.layerCode().forEach(layer -> holds.add(code.hold(layer)));
        return () -> holds.forEach(Hold::close);
    }

    /** Whether all files of a version are there; code that is held stays. */
    boolean isUnpacked(FunctionVersion version) {
        return !version.folder().isEmpty()
                || code.isUnpacked(version.codeSha256())
                        && version.layerCode().stream().allMatch(code::isUnpacked);
    }

    /** The program of a version, whose code is held. */
    Program of(FunctionVersion version) {
        Namespace namespace = version.reference().namespace();
        RuntimeName runtime =
                RuntimeName.parse(version.runtime())
                        .orElseThrow(() ->
                                LambdaException.invalid(
                                        "This machine cannot run " + version.runtime()));
        boolean isFolder = !version.folder().isEmpty();
        Path folder = isFolder ? Path.of(version.folder()) : code.unpacked(version.codeSha256());
        String key = version.arn() + ":" + version.revision();
        return new Program(
                isFolder ? key + ":" + fingerprint(folder) : key,
                version.arn(),
                version.reference().name(),
                version.version(),
                namespace.account(),
                namespace.region(),
                runtime,
                version.handler(),
                version.role(),
                version.memoryMegabytes(),
                version.ephemeralMegabytes(),
                Duration.ofSeconds(version.timeoutSeconds()),
                folder,
                layerFolders(version),
                version.environment(),
                version.logGroup(),
                log);
    }

    private List<Path> layerFolders(FunctionVersion version) {
        if (!version.layerCode().isEmpty()) {
            return version.layerCode().stream().map(code::unpacked).toList();
        }
        List<Path> folders = new ArrayList<>();
        for (String arn : version.layers()) {
            Optional<Document> layer = layers.find(arn);
            layer.ifPresent(found -> folders.add(code.unpacked(found.text("CodeSha256"))));
        }
        return folders;
    }

    /** Something that changes with every file of a folder. */
    private static long fingerprint(Path folder) {
        long mixed = 17;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.limit(FILES_WATCHED_MAX).sorted().toList()) {
                mixed = 31 * mixed + file.hashCode();
                mixed = 31 * mixed + Files.getLastModifiedTime(file).toMillis();
                mixed = 31 * mixed + (Files.isRegularFile(file) ? Files.size(file) : 0);
            }
        } catch (IOException e) {
            throw LambdaException.invalid("The folder " + folder + " cannot be read.");
        } catch (UncheckedIOException e) {
            // A file that went away while it was looked at: the next look sees it.
        }
        return mixed;
    }
}
