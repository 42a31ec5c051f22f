package stator.lambda.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A small program between this server and a process of a function. All that the process starts ends
 * with it, also what has begun a session of its own or whose parent is gone, and all of it ends
 * with this server, however that ends.
 *
 * <p>It needs Linux and a Perl, which Debian's base system has, because neither Java nor a shell
 * can ask the kernel for that (prctl). Where it is missing, process groups and a {@link Guardian}
 * do what they can.
 *
 * @param prctl the number of that system call, which differs between machines
 */
record Warden(int prctl) {
    /** Its program, among our {@link Bootstraps}. */
    static final String FILE = "warden.pl";

    /** Perl would warn of a locale that the machine lacks; functions have that of AWS. */
    static final String ENVIRONMENT = "PERL_BADLANG=0";

    private static final String PERL = "/usr/bin/perl";
    private static final int PRCTL_X86 = 157;
    private static final int PRCTL_ARM = 167;

    /** The one of this machine, if it can have one. */
    static Optional<Warden> ofThisMachine() {
        boolean isLinux = System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux");
        if (!isLinux || !Files.isExecutable(Path.of(PERL))) {
            return Optional.empty();
        }
        return prctlNumber()
                .filter(number ->
                        Isolation.works(
                                PERL,
                                "-e",
                                "exit(syscall(" + number + ", 36, 1, 0, 0, 0) == 0 ? 0 : 1)"))
                .map(Warden::new);
    }

    private static Optional<Integer> prctlNumber() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> Optional.of(PRCTL_X86);
            case "aarch64" -> Optional.of(PRCTL_ARM);
            default -> Optional.empty();
        };
    }

    /**
     * What comes before a command.
     *
     * @param server the process that starts it, and whose end is its own
     */
    List<String> command(Path bootstraps, long server) {
        return List.of(
                PERL,
                bootstraps.resolve(FILE).toString(),
                Integer.toString(prctl),
                Long.toString(server));
    }
}
