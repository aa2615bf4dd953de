package io.sluice.stats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A stream that takes lines in batches: one write for many lines, and after a failure it is known how many were lost. A failure is
 * not the end: a full disk may have room again. Used by one thread; writing may block.
 */
final class LineSink {

    private static final int BATCH_BYTES = 64 * 1024;

    private final OutputStream stream;
    private final boolean owned;
    private final ByteArrayOutputStream batch = new ByteArrayOutputStream(BATCH_BYTES);
    private int lines;
    private boolean torn;
    private String failure = "";

    /** Writes to this stream, and closes it in the end if it is owned. */
    LineSink(OutputStream stream, boolean owned) {
        this.stream = stream;
        this.owned = owned;
    }

    void add(String line) {
        batch.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        batch.write('\n');
        lines++;
    }

    /** True when the batch should be flushed although more lines are waiting. */
    boolean isFull() {
        return batch.size() >= BATCH_BYTES;
    }

    /** Writes the batch. Answers how many lines are lost: none, or all of them when writing failed. */
    int flush() {
        if (lines == 0) {
            return 0;
        }
        int count = lines;
        try {
            if (torn) {
                stream.write('\n'); // what failed may have left half a line
                torn = false;
            }
            batch.writeTo(stream);
            stream.flush();
            return 0;
        } catch (IOException e) {
            torn = true;
            failure = String.valueOf(e.getMessage());
            return count;
        } finally {
            batch.reset();
            lines = 0;
        }
    }

    /** What the last failure said; empty before the first. */
    String failure() {
        return failure;
    }

    void close() {
        if (!owned) {
            return;
        }
        try {
            stream.close();
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage()); // every batch was flushed: there is nothing left to lose
        }
    }
}
