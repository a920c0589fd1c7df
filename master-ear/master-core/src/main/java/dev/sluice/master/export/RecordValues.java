package dev.sluice.master.export;

import dev.sluice.master.report.StoredRecord;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.function.Function;

/** All that a stored record says, by name, in the order in which it is listed. */
public final class RecordValues {
    /** @param of a text, or a number as Long or Integer */
    record Value(String name, Function<StoredRecord, Object> of) {}

    static final List<Value> ALL = List.of(
            new Value("node", StoredRecord::node),
            new Value("boot", StoredRecord::boot),
            new Value("sequence", StoredRecord::sequence),
            new Value("time", r -> r.record().time().toString()),
            new Value("durationMillis", r -> r.record().duration().toMillis()),
            new Value("client", r -> r.record().client()),
            new Value("user", r -> r.record().user()),
            new Value("method", r -> r.record().method()),
            new Value("scheme", r -> r.record().scheme()),
            new Value("host", r -> r.record().host()),
            new Value("port", r -> r.record().port()),
            new Value("path", r -> r.record().path()),
            new Value("status", r -> r.record().status()),
            new Value("bytesUp", r -> r.record().bytesUp()),
            new Value("bytesDown", r -> r.record().bytesDown()),
            new Value("mimeType", r -> r.record().mimeType()),
            new Value("action", r -> r.record().action()),
            new Value("ruleId", r -> r.record().ruleId()),
            new Value("ruleName", r -> r.record().ruleName()),
            new Value("category", r -> r.record().category()),
            new Value("reason", r -> r.record().reason()),
            new Value("epoch", r -> r.record().epoch()),
            new Value("revision", r -> r.record().revision()),
            new Value("tls", r -> r.record().tls()),
            new Value("upstream", r -> r.record().upstream()),
            new Value("userAgent", r -> r.record().userAgent()),
            new Value("error", r -> r.record().error()),
            new Value("requestId", r -> r.record().requestId()));

    /** The record as a JSON object with all values. */
    public static JsonObject json(StoredRecord stored) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        for (Value value : ALL) {
            if (value.of().apply(stored) instanceof Number number) {
                json.add(value.name(), number.longValue());
            } else {
                json.add(value.name(), String.valueOf(value.of().apply(stored)));
            }
        }
        return json.build();
    }

    private RecordValues() {}
}
