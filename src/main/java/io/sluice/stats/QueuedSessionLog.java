package io.sluice.stats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session log that is written by a thread of its own, so that a worker loop never waits for a disk, a pipe or a lock. Records wait
 * in a queue of at most {@value #CAPACITY}; one more, or one that cannot be written, is lost and counted. The thread formats, writes
 * in batches, flushes whenever the queue is empty, and warns of losses at most once a minute: also only there, because standard
 * error may block as well. A sink that never returns from a write therefore shows in {@link #lost()} alone.
 *
 * <p>The queue is linked and its bound a counter, because an array queue has a lock, and its holder may be suspended while a worker
 * loop waits for it. Thread-safe.
 */
public final class QueuedSessionLog implements SessionLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueuedSessionLog.class);
    private static final int CAPACITY = 8_192;
    private static final long NAP_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final SessionLogFormat format;
    private final LineSink sink;
    private final Queue<SessionRecord> queue = new ConcurrentLinkedQueue<>();
    private final Gauge waiting = new Gauge();
    private final LongAdder lost = new LongAdder();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final LossReport losses = new LossReport();
    private final Thread writer;
    private String failure = "queue full";
    private volatile boolean closing;

    private QueuedSessionLog(SessionLogFormat format, LineSink sink) {
        this.format = format;
        this.sink = sink;
        this.writer = new Thread(this::run, "sluice-session-log");
        this.writer.setDaemon(true);
    }

    /**
     * Appends to a file, which is made with mode 0640 (less the umask) if there is none. Opening may block: not on a worker loop.
     *
     * @throws IOException when the file cannot be opened for appending
     */
    public static QueuedSessionLog toFile(Path path, SessionLogFormat format) throws IOException {
        FileChannel file = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        return started(new QueuedSessionLog(format, new LineSink(Channels.newOutputStream(file), true)));
    }

    /** Writes to a stream that belongs to the caller, such as standard output: it is flushed, never closed. */
    public static QueuedSessionLog toStream(OutputStream stream, SessionLogFormat format) {
        return started(new QueuedSessionLog(format, new LineSink(stream, false)));
    }

    private static QueuedSessionLog started(QueuedSessionLog log) {
        log.writer.start();
        return log;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void write(SessionRecord record) {
        if (closing || !waiting.tryOpen(CAPACITY)) {
            lost.increment();
            return;
        }
        queue.add(record);
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(writer);
        }
        if (closing && !writer.isAlive()) {
            abandon(); // the thread looked at the queue for the last time before the record was there
        }
    }

    /** Records that were never written since this log was opened. */
    public long lost() {
        return lost.sum();
    }

    /**
     * Writes what is waiting and ends the thread, in at most two seconds; what is not written by then is lost. Blocks: not on a
     * worker loop. Records written from now on are lost. Closing again does nothing.
     */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(writer);
        try {
            writer.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abandon();
    }

    private void abandon() {
        while (queue.poll() != null) {
            waiting.close();
            lost.increment();
        }
    }

    private void run() {
        while (!closing || !queue.isEmpty()) {
            drain();
            sleep();
        }
        sink.close();
    }

    private void drain() {
        for (SessionRecord record = queue.poll(); record != null; record = queue.poll()) {
            waiting.close();
            append(record);
            if (sink.isFull()) {
                flush();
            }
        }
        flush();
    }

    private void append(SessionRecord record) {
        try {
            sink.add(format.line(record));
        } catch (RuntimeException e) { // a bug of ours costs this line, not the log
            failure = e.toString();
            lost.increment();
        }
    }

    private void flush() {
        int unwritten = sink.flush();
        if (unwritten > 0) {
            failure = sink.failure();
            lost.add(unwritten);
        }
        long fresh = losses.due(lost.sum(), System.nanoTime());
        if (fresh > 0) {
            LOG.warn("session log lost={} lost_total={} reason=\"{}\"", fresh, lost.sum(), SafeText.escaped(failure));
            failure = "queue full";
        }
    }

    /** Until there is work; for a second at most, so that losses are reported when nothing more is written. */
    private void sleep() {
        asleep.set(true);
        if (queue.isEmpty() && !closing) {
            LockSupport.parkNanos(this, NAP_NANOS);
        }
        asleep.set(false);
    }
}
