package stator.lambda.api;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import stator.door.Reply;
import stator.lambda.code.CodeStore;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionVersion;
import stator.lambda.invoke.Invoker;

/** What an account may have and has. */
final class AccountOperations {
    private static final long CODE_BYTES_MAX = 80_530_636_800L;
    private static final long ARCHIVE_BYTES_MAX = 52_428_800;
    private static final long CONCURRENCY = 1_000;

    private final FunctionStore functions;

    AccountOperations(FunctionStore functions) {
        this.functions = functions;
    }

    Reply settings(Call call) {
        List<FunctionVersion> all = functions.all(call.namespace());
        Set<String> counted = new HashSet<>();
        long bytes = 0;
        long reserved = 0;
        for (FunctionVersion function : all) {
            if (counted.add(function.codeSha256())) {
                bytes += function.configuration().number("CodeSize", 0);
            }
            reserved +=
                    functions
                            .setting(function.reference(), Invoker.CONCURRENCY)
                            .map(setting -> setting.number("ReservedConcurrentExecutions", 0))
                            .orElse(0L);
        }
        Document limit =
                Document.of("TotalCodeSize", CODE_BYTES_MAX)
                        .with("CodeSizeUnzipped", CodeStore.UNPACKED_BYTES_MAX)
                        .with("CodeSizeZipped", ARCHIVE_BYTES_MAX)
                        .with("ConcurrentExecutions", CONCURRENCY)
                        .with("UnreservedConcurrentExecutions", CONCURRENCY - reserved);
        Document usage = Document.of("TotalCodeSize", bytes).with("FunctionCount", all.size());
        return Answers.of(call, Document.of("AccountLimit", limit).with("AccountUsage", usage));
    }
}
