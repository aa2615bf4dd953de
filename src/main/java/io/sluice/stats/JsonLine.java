package io.sluice.stats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A session as one JSON object, always with the same keys in the same order. */
final class JsonLine {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private JsonLine() {}

    static String of(SessionRecord record) {
        StringWriter line = new StringWriter(320);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            write(json, record);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a StringWriter has no errors
        }
        // The library takes DEL for printable; a terminal does not. No token of JSON holds it, so it can only be in a
        // string.
        return line.toString().replace("\u007f", "\\u007f");
    }

    private static void write(JsonGenerator json, SessionRecord record) throws IOException {
        json.writeStringField("time", LogNumbers.time(record.endedAtMillis()));
        text(json, "listener", record.listener());
        json.writeStringField("protocol", record.protocol().word());
        text(json, "client", record.client());
        text(json, "pool", record.pool());
        text(json, "backend", record.backend());
        json.writeNumberField("bytes_in", record.bytesIn());
        json.writeNumberField("bytes_out", record.bytesOut());
        if (record.connectNanos() < 0) {
            json.writeNullField("connect_ms");
        } else {
            json.writeNumberField("connect_ms", LogNumbers.millis(record.connectNanos()));
        }
        json.writeNumberField("duration_ms", LogNumbers.millis(record.durationNanos()));
        json.writeNumberField("attempts", record.attempts());
        json.writeStringField("code", record.code().code());
        text(json, "reason", record.reason());
    }

    private static void text(JsonGenerator json, String key, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(key);
        } else {
            json.writeStringField(key, SafeText.bounded(value));
        }
    }
}
