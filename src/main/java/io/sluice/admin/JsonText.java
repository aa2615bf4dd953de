package io.sluice.admin;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The written form of our JSON documents: one line, absent values as null. */
final class JsonText {

    private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private JsonText() {}

    static String of(Object document) {
        try {
            return WRITER.asString(document) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written to but memory
        }
    }
}
