package stator.s3.request;

import java.time.Clock;
import java.time.Duration;
import stator.bucket.object.ObjectStore;

/**
 * What every request is executed with.
 *
 * @param day how long one is to the rules by which objects expire
 */
public record S3Context(ObjectStore store, Clock clock, ObjectEvents events, Duration day) {}
