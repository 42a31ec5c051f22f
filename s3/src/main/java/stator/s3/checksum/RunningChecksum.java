package stator.s3.checksum;

/** A checksum that is being computed. Belongs to one thread. */
public interface RunningChecksum {
    void update(byte[] source, int start, int length);

    /** What it is in the end, the highest byte first; asked once. */
    byte[] value();
}
