package stator.lambda.runtime;

import java.nio.file.Path;

/**
 * A program of this machine that runs functions of a language.
 *
 * @param executable its path; empty for runtimes that bring their own
 * @param version what it says of itself, such as {@code 3.11.2}; empty if it said nothing
 */
public record Interpreter(Path executable, String version) {
    /** Stands for a runtime that comes with the function. */
    static final Interpreter OWN = new Interpreter(Path.of(""), "");
}
