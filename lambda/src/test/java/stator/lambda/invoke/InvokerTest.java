package stator.lambda.invoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LambdaException;

/** What an invocation looks up, and what it does when that has changed since. */
class InvokerTest {
    private static final String ONE = "def handler(event, context): return 1\n";
    private static final String TWO = "def handler(event, context): return 2\n";

    @TempDir private Path folder;
    private TestFunctions test;

    @BeforeEach
    void open() {
        test = new TestFunctions(folder);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static String text(InvokeResult result) {
        return new String(result.payload(), StandardCharsets.UTF_8);
    }

    @Test
    void anInvocationReadsItsFunctionOnce() throws Exception {
        FunctionReference function = test.put("f", ONE);
        int before = test.reads();
        assertEquals("1", text(test.invoker.invoke(TestFunctions.request(function))));
        assertEquals(1, test.reads() - before);
    }

    @Test
    void aFunctionThatIsDeletedBeforeItsCodeIsHeldIsNotFound() throws Exception {
        FunctionReference function = test.put("f", ONE);
        FunctionVersion found = test.invoker.version(function);
        test.functions.delete(function);
        test.forgetCode(found);
        LambdaException refusal =
                assertThrows(
                        LambdaException.class,
                        () -> test.invoker.invoke(TestFunctions.request(function), found));
        assertEquals(404, refusal.status());
    }

    @Test
    void aFunctionThatIsChangedBeforeItsCodeIsHeldRunsAsItIsNow() throws Exception {
        FunctionReference function = test.put("f", ONE);
        FunctionVersion found = test.invoker.version(function);
        test.put("f", TWO);
        test.forgetCode(found);
        assertEquals("2", text(test.invoker.invoke(TestFunctions.request(function), found)));
    }
}
