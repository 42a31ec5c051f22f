package stator.s3.bucket;

import java.util.regex.Pattern;
import stator.s3.request.S3Exception;

/** The rules of names of buckets (Amazon S3 user guide, "Bucket naming rules"). */
final class BucketName {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

    private BucketName() {}

    /**
     * @throws S3Exception InvalidBucketName
     */
    static void require(String name) {
        boolean good =
                NAME.matcher(name).matches()
                        && !ADDRESS.matcher(name).matches()
                        && !name.contains("..")
                        && !name.contains(".-")
                        && !name.contains("-.")
                        && !name.startsWith("xn--")
                        && !name.startsWith("sthree-")
                        && !name.endsWith("-s3alias")
                        && !name.endsWith("--ol-s3");
        if (!good) {
            throw new S3Exception(400, "InvalidBucketName", "The specified bucket is not valid.")
                    .with("BucketName", name);
        }
    }
}
