package stator.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.identity.account.AccessKey;
import stator.identity.account.KeyPair;
import stator.identity.account.RootKeys;
import stator.server.security.KeyFile;
import stator.server.security.RootAccount;
import stator.server.security.Vault;
import stator.storage.rocksdb.Durability;

/** {@code stator key}: the access keys of the roots of accounts, while the server is stopped. */
@Command(
        name = "stator key",
        sortOptions = false,
        usageHelpAutoWidth = true,
        separator = " ",
        header = {
            "Shows, makes and removes access keys of the roots of accounts. The server must be stopped;",
            "a server that runs is asked at /_stator/keys (docs/security.md)."
        })
final class KeyCommand {
    /** The first argument that means this command. */
    static final String NAME = "key";

    private static final String ACCOUNT = "[0-9]{12}";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory. Default: data.")
    private Path data = Path.of("data");

    @Option(
            names = "--auth-key-file",
            paramLabel = "FILE",
            description = "The key that secrets are encrypted with. Default: identity.key in it.")
    private Path keyFile = Security.KEY_BESIDE_DATA;

    @Option(names = "--make", description = "Make a key, and show its secret this once.")
    private boolean makes;

    @Option(
            names = "--account",
            paramLabel = "NUMBER",
            description = "The account of the key that is made. Default: 000000000000.")
    private String account = RootAccount.NUMBER;

    @Option(names = "--remove", paramLabel = "ID", description = "Remove a key.")
    private String removed = "";

    @Option(
            names = "--rotate",
            paramLabel = "ID",
            description = "Make a key of the same account, and remove this one.")
    private String rotated = "";

    @Option(
            names = {"--help", "-h"},
            usageHelp = true,
            description = "Show this.")
    private boolean helpAsked;

    /** Runs the command with the arguments after its name. */
    static void run(String[] arguments, PrintStream output) {
        CommandLine line = new CommandLine(new KeyCommand());
        line.parseArgs(arguments);
        if (CommandLine.printHelpIfRequested(line.getParseResult())) {
            return;
        }
        KeyCommand command = line.getCommand();
        if (!command.account.matches(ACCOUNT)) {
            throw new ParameterException(line, "--account must be twelve digits.");
        }
        command.run(line, output);
    }

    private void run(CommandLine line, PrintStream output) {
        Engine engine = new Engine.Disk(data, new Durability.Always());
        try (Database database =
                Database.open(
                        engine.open(),
                        DatabaseSettings.DEFAULT,
                        Clock.systemUTC(),
                        new SecureRandom())) {
            Vault vault =
                    new Vault(
                            database.documents(),
                            () ->
                                    keyFile.equals(Security.KEY_BESIDE_DATA)
                                            ? engine.seal()
                                            : KeyFile.open(keyFile));
            RootKeys keys = vault.rootKeys();
            if (makes) {
                show(account, keys.make(account), output);
            }
            if (!rotated.isEmpty()) {
                AccessKey old = require(line, keys, rotated);
                show(old.account(), keys.make(old.account()), output);
                keys.remove(old.account(), old.id());
            }
            if (!removed.isEmpty()) {
                AccessKey old = require(line, keys, removed);
                keys.remove(old.account(), old.id());
            }
            keys.all().forEach(key -> output.println(key.account() + "  " + key.id()));
        }
    }

    private static AccessKey require(CommandLine line, RootKeys keys, String id) {
        return keys.find(id, "")
                .orElseThrow(() -> new ParameterException(line, "There is no key " + id + "."));
    }

    private static void show(String account, KeyPair key, PrintStream output) {
        output.printf(
                "A key for the root of account %s was made. It is shown this once; keep it:%n"
                        + "  export AWS_ACCESS_KEY_ID=%s%n"
                        + "  export AWS_SECRET_ACCESS_KEY=%s%n",
                account, key.id(), key.secret());
    }
}
