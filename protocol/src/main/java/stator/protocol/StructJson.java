package stator.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import stator.protocol.DocumentReader.ReadItem;
import stator.protocol.DocumentReader.ReadValue;

/** Writes a structure of a request as JSON again. */
final class StructJson {
    private static final int CAPACITY_BYTES = 256;

    private final ResponseWriter json = new ResponseWriter(CAPACITY_BYTES);

    private StructJson() {}

    static String of(Struct struct) {
        StructJson writer = new StructJson();
        writer.struct(struct);
        return writer.json.toString();
    }

    private void struct(Struct struct) {
        json.startObject();
        for (int i = 0; i < struct.shape().size(); i++) {
            Object member = struct.valueAt(i);
            if (member != null) {
                json.field(struct.shape().member(i).name());
                value(member);
            }
        }
        json.endObject();
    }

    private void value(Object value) {
        switch (value) {
            case Struct struct -> struct(struct);
            case List<?> list -> {
                json.startArray();
                list.forEach(this::value);
                json.endArray();
            }
            case Map<?, ?> map -> {
                json.startObject();
                map.forEach((name, element) -> {
                    json.field((String) name);
                    value(element);
                });
                json.endObject();
            }
            case ReadItem read -> json.item(read.item());
            case ReadValue read -> json.value(read.value());
            case Boolean bool -> json.bool(bool);
            case Integer number -> json.number((long) number);
            case Long number -> json.number((long) number);
            case Double number -> json.number((double) number);
            case Instant instant -> json.instant(instant);
            default -> json.string(value.toString());
        }
    }
}
