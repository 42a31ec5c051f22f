package stator.lambda.neighbour;

import java.util.function.Supplier;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.database.Documents;

/**
 * Whose help the service needs.
 *
 * @param documents where definitions are kept
 * @param code where archives are kept
 * @param buckets from which code is taken, and to which records of failures go
 * @param log of what functions print
 * @param credentials of functions' roles
 * @param sink for messages to services that are not here
 * @param streams of changes that functions can be triggered by
 * @param meter of what functions do
 * @param endpoint host and port at which this server is reached
 */
public record LambdaNeighbours(
        Documents documents,
        Bucket code,
        Buckets buckets,
        FunctionLog log,
        RoleCredentials credentials,
        MessageSink sink,
        ChangeStreams streams,
        FunctionMeter meter,
        Supplier<String> endpoint) {}
