package io.sluice.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineSinkTest {

    private final Disk disk = new Disk();
    private final LineSink sink = new LineSink(disk, true);

    @Test
    void writesABatchAtOnce() {
        sink.add("one");
        sink.add("zwölf");

        assertThat(disk.text()).isEmpty();
        assertThat(sink.flush()).isZero();
        assertThat(disk.text()).isEqualTo("one\nzwölf\n");
        assertThat(disk.writes).isEqualTo(1);
    }

    @Test
    void countsTheLinesOfAFailedBatchAndGoesOn() {
        disk.room = 5;
        sink.add("first");
        sink.add("second");

        assertThat(sink.flush()).isEqualTo(2);
        assertThat(sink.failure()).isEqualTo("No space left on device");

        disk.room = 1_000;
        sink.add("third");
        assertThat(sink.flush()).isZero();
        assertThat(disk.text()).isEqualTo("first\nthird\n");
    }

    @Test
    void closesWhatItOwnsAndNothingElse() {
        sink.close();
        assertThat(disk.closed).isTrue();

        Disk standardOutput = new Disk();
        new LineSink(standardOutput, false).close();
        assertThat(standardOutput.closed).isFalse();
    }

    /** Takes as many bytes as it has room for, then fails. */
    private static final class Disk extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int room = 1_000;
        private int writes;
        private boolean closed;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            writes++;
            int fits = Math.min(length, room);
            bytes.write(from, offset, fits);
            room -= fits;
            if (fits < length) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void close() {
            closed = true;
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
