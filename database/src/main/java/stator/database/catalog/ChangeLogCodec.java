package stator.database.catalog;

import java.util.ArrayList;
import java.util.List;
import stator.database.catalog.DocumentMembers.Reader;
import stator.database.catalog.DocumentMembers.Writer;
import stator.database.log.ChangeLog;
import stator.database.log.RetiredLog;
import stator.database.log.Shard;
import stator.database.log.StreamPeriod;
import stator.database.table.Namespace;
import stator.database.table.StreamSettings;
import stator.model.DocumentWriter;
import stator.model.Item;

/**
 * A {@link ChangeLog} as a part of its table's document, and a {@link RetiredLog} as one of its
 * own; {@code docs/file-format.md} states the names.
 */
final class ChangeLogCodec {
    private static final long FORMAT = 1;

    private ChangeLogCodec() {}

    static void write(Writer out, ChangeLog log) {
        out.list("Streams", log.streams(), stream -> writeStream(out, stream));
        out.list("Shards", log.shards(), shard -> writeShard(out, shard));
    }

    static ChangeLog read(Reader in) {
        List<StreamPeriod> streams = new ArrayList<>();
        in.maps("Streams").forEach(stream -> streams.add(readStream(stream)));
        List<Shard> shards = new ArrayList<>();
        in.maps("Shards").forEach(shard -> shards.add(readShard(shard)));
        return new ChangeLog(streams, shards);
    }

    private static void writeStream(Writer out, StreamPeriod stream) {
        out.text("Label", stream.label());
        out.text("View", stream.view().name());
        out.number("Created", stream.createdMillis());
        out.number("Enabled", stream.enabledMillis());
        out.number("End", stream.endMillis());
        out.number("Disabled", stream.disabledMillis());
    }

    private static StreamPeriod readStream(Reader in) {
        return new StreamPeriod(
                in.text("Label", ""),
                StreamSettings.View.valueOf(in.text("View", "")),
                in.number("Created", 0),
                in.number("Enabled", 0),
                in.number("End", StreamPeriod.NEVER),
                in.number("Disabled", StreamPeriod.NEVER));
    }

    private static void writeShard(Writer out, Shard shard) {
        out.text("Id", shard.id());
        out.text("Parent", shard.parent());
        out.text("Stream", shard.stream());
        out.number("Space", shard.space());
        out.number("FirstToken", shard.firstToken());
        out.number("LastToken", shard.lastToken());
        out.number("From", shard.from());
        out.number("To", shard.to());
    }

    private static Shard readShard(Reader in) {
        return new Shard(
                in.text("Id", ""),
                in.text("Parent", ""),
                in.text("Stream", ""),
                (int) in.number("Space", 0),
                in.number("FirstToken", 0),
                in.number("LastToken", -1),
                in.number("From", 0),
                in.number("To", Shard.OPEN));
    }

    static byte[] encode(RetiredLog retired) {
        Writer out = new Writer(new DocumentWriter(1024));
        out.number("Format", FORMAT);
        out.text("Account", retired.namespace().account());
        out.text("Region", retired.namespace().region());
        out.text("Name", retired.tableName());
        out.number("Space", retired.space());
        out.map("Key", () -> TableEntryCodec.writeKey(out, retired.key()));
        out.map("ChangeLog", () -> write(out, retired.log()));
        return out.document().toItem().toBytes();
    }

    static RetiredLog decode(byte[] payload) {
        Reader in = new Reader(Item.wrap(payload));
        if (in.number("Format", 0) != FORMAT) {
            throw new IllegalStateException(
                    "The streams of the deleted table "
                            + in.text("Name", "?")
                            + " are described in format "
                            + in.number("Format", 0)
                            + ", and this version reads format "
                            + FORMAT
                            + ": open it with the version that wrote it or a newer one");
        }
        return new RetiredLog(
                new Namespace(in.text("Account", ""), in.text("Region", "")),
                in.text("Name", ""),
                (int) in.number("Space", 0),
                TableEntryCodec.readKey(in.map("Key")),
                read(in.map("ChangeLog")));
    }
}
