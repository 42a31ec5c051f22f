package stator.s3.object;

import java.util.ArrayList;
import java.util.List;
import stator.s3.request.Operation;

/** The operations on objects. */
public final class ObjectOperations {
    private ObjectOperations() {}

    public static List<Operation> all() {
        List<Operation> all =
                new ArrayList<>(
                        List.of(
                                PutObject.operation(),
                                GetObject.get(),
                                GetObject.head(),
                                DeleteObjects.one(),
                                DeleteObjects.many(),
                                CopyObject.operation(),
                                RestoreObject.operation()));
        all.addAll(ObjectTagging.operations());
        all.addAll(ObjectFacts.operations());
        return all;
    }
}
