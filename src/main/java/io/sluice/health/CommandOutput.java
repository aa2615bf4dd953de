package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.FileDescriptor;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a command prints, through a pipe that is never read by waiting: its beginning is kept, the rest is thrown away. The JDK's own
 * pipes would keep all that is there when the command exits, and descendants that go on printing would fill the memory. On the loop.
 */
final class CommandOutput {

    private static final int KEPT = 1024;
    private static final int CHUNK = 4096;
    private static final int CHUNKS_AT_ONCE = 16;

    private final FileDescriptor reading;
    private final FileDescriptor writing;
    private final ByteBuf chunk = Unpooled.directBuffer(CHUNK, CHUNK);
    private final ByteBuf kept = Unpooled.buffer(KEPT, KEPT);
    private boolean isClosed;

    private CommandOutput(FileDescriptor reading, FileDescriptor writing) {
        this.reading = reading;
        this.writing = writing;
    }

    /** Opens a pipe whose ends no other command inherits. */
    static CommandOutput open() throws IOException {
        FileDescriptor[] ends = FileDescriptor.pipe();
        return new CommandOutput(ends[0], ends[1]);
    }

    /** Both outputs of the command go here, its input is empty. The pipe must be open in both directions until it has started. */
    ProcessBuilder received(ProcessBuilder builder) {
        return builder.redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(new File("/proc/self/fd/" + writing.intValue())));
    }

    /** The command has an end of its own now. */
    void started() {
        close(writing);
    }

    /** Reads what is there, up to 64 KiB. */
    void drain() {
        for (int i = 0; i < CHUNKS_AT_ONCE && !isClosed; i++) {
            int length = read();
            if (length <= 0) {
                return;
            }
            kept.writeBytes(chunk, 0, Math.min(length, kept.maxWritableBytes()));
        }
    }

    private int read() {
        try {
            ByteBuffer space = chunk.internalNioBuffer(0, CHUNK);
            return reading.read(space, space.position(), space.limit());
        } catch (IOException e) {
            return -1; // the verdict is the exit status
        }
    }

    /** The first line that says anything. */
    String firstLine() {
        return kept.toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }

    void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        close(writing);
        close(reading);
        chunk.release();
    }

    private static void close(FileDescriptor end) {
        try {
            if (end.isOpen()) {
                end.close();
            }
        } catch (IOException e) {
            return; // a pipe has nothing left to write
        }
    }
}
