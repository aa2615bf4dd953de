package io.sluice.testing;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Listens to standard error, where the log goes, without keeping it from anyone else. */
final class StandardError extends OutputStream {

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    private StandardError() {}

    static StandardError listen() {
        StandardError listener = new StandardError();
        System.setErr(new PrintStream(listener, true, StandardCharsets.UTF_8));
        return listener;
    }

    @Override
    public synchronized void write(int value) {
        before.write(value);
        heard.write(value);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) {
        before.write(bytes, from, count);
        heard.write(bytes, from, count);
    }

    /** Ends listening; what was heard. */
    String stop() {
        System.setErr(before);
        return heard.toString(StandardCharsets.UTF_8);
    }
}
