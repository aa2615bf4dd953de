package io.sluice.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class QueuedSessionLogTest {

    private static final int CAPACITY = 8_192;

    @Test
    void appendsToTheFileWhatItWasToldBeforeItCloses(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("sessions.log");
        Files.writeString(file, "older\n");

        try (QueuedSessionLog log = QueuedSessionLog.toFile(file, SessionLogFormat.JSON)) {
            for (int i = 0; i < 1_000; i++) {
                log.write(SessionRecords.numbered(i));
            }
        }
        try (QueuedSessionLog log = QueuedSessionLog.toFile(file, SessionLogFormat.TEXT)) {
            log.write(SessionRecords.normal());
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines)
                .hasSize(1_002)
                .startsWith("older")
                .endsWith(SessionLogFormat.TEXT.line(SessionRecords.normal()));
        for (int i = 0; i < 1_000; i++) {
            assertThat(JSON.std.mapFrom(lines.get(i + 1))).containsEntry("bytes_in", i);
        }
    }

    @Test
    void makesAFileThatOthersCannotRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("sessions.log");

        QueuedSessionLog.toFile(file, SessionLogFormat.TEXT).close();

        assertThat(Files.getPosixFilePermissions(file))
                .contains(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
                .isSubsetOf(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.GROUP_READ);
    }

    @Test
    void saysWhyAFileCannotBeOpened(@TempDir Path folder) {
        assertThatThrownBy(() -> QueuedSessionLog.toFile(folder.resolve("none/sessions.log"), SessionLogFormat.TEXT))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void writesWithoutBeingClosed() throws InterruptedException {
        Gate gate = new Gate();
        gate.open.countDown();
        try (QueuedSessionLog log = QueuedSessionLog.toStream(gate, SessionLogFormat.TEXT)) {
            assertThat(log.isOn()).isTrue();

            log.write(SessionRecords.normal());

            assertThat(gate.flushed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void leavesTheStreamOfTheCallerOpen() {
        Gate gate = new Gate();
        gate.open.countDown();

        QueuedSessionLog.toStream(gate, SessionLogFormat.TEXT).close();

        assertThat(gate.closed).isFalse();
    }

    @Test
    void countsWhatDoesNotFitWhileTheSinkIsStuck() {
        int written = 3 * CAPACITY;
        Gate gate = new Gate();
        QueuedSessionLog log = QueuedSessionLog.toStream(gate, SessionLogFormat.TEXT);

        for (int i = 0; i < written; i++) {
            log.write(SessionRecords.numbered(i));
        }
        long lostWhileStuck = log.lost();
        gate.open.countDown();
        log.close();

        assertThat(lostWhileStuck).isPositive();
        assertThat(log.lost()).isEqualTo(lostWhileStuck);
        assertThat(gate.lines()).isEqualTo(written - lostWhileStuck).isGreaterThanOrEqualTo(CAPACITY);
    }

    @Test
    void closesInBoundedTimeWhileTheSinkIsStuck() {
        Gate gate = new Gate();
        QueuedSessionLog log = QueuedSessionLog.toStream(gate, SessionLogFormat.TEXT);
        for (int i = 0; i < CAPACITY; i++) {
            log.write(SessionRecords.numbered(i));
        }
        long start = System.nanoTime();

        log.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(log.lost()).isPositive();
        gate.open.countDown();
    }

    @Test
    void countsEveryRecordThatCannotBeWritten() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        QueuedSessionLog log = QueuedSessionLog.toStream(broken, SessionLogFormat.TEXT);

        for (int i = 0; i < 5_000; i++) {
            log.write(SessionRecords.numbered(i));
        }
        log.close();

        assertThat(log.lost()).isEqualTo(5_000);
    }

    @Test
    void countsWhatComesAfterItClosed() {
        Gate gate = new Gate();
        gate.open.countDown();
        QueuedSessionLog log = QueuedSessionLog.toStream(gate, SessionLogFormat.TEXT);
        log.close();

        log.write(SessionRecords.normal());
        log.close();

        assertThat(log.lost()).isEqualTo(1);
        assertThat(gate.lines()).isZero();
    }

    @Test
    void losesNothingUncountedWhenClosedUnderLoad() throws InterruptedException {
        int each = 20_000;
        Gate gate = new Gate();
        gate.open.countDown();
        QueuedSessionLog log = QueuedSessionLog.toStream(gate, SessionLogFormat.TEXT);
        CountDownLatch halfway = new CountDownLatch(1);
        Thread[] loops = new Thread[3];
        for (int loop = 0; loop < loops.length; loop++) {
            loops[loop] = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    log.write(SessionRecords.numbered(i));
                    if (i == each / 2) {
                        halfway.countDown();
                    }
                }
            });
            loops[loop].start();
        }

        assertThat(halfway.await(10, TimeUnit.SECONDS)).isTrue();
        log.close();
        for (Thread loop : loops) {
            loop.join();
        }

        assertThat(gate.lines() + log.lost()).isEqualTo((long) loops.length * each);
    }

    /** A stream that blocks until it is opened. */
    private static final class Gate extends OutputStream {

        private final CountDownLatch open = new CountDownLatch(1);
        private final CountDownLatch flushed = new CountDownLatch(1);
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile boolean closed;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            bytes.write(from, offset, length);
        }

        @Override
        public void flush() {
            flushed.countDown();
        }

        @Override
        public void close() {
            closed = true;
        }

        long lines() {
            return bytes.toString(StandardCharsets.UTF_8).lines().count();
        }
    }
}
