package io.sluice;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option that has a command print one document for programs, in place of words for people. Filled in by picocli. */
final class JsonOption {

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    boolean isOn() {
        return json;
    }

    static void print(PrintWriter out, Map<String, ?> document) {
        try {
            out.println(JSON.std.asString(document));
        } catch (IOException e) {
            throw new IllegalStateException(e); // nothing is read or written
        }
    }
}
