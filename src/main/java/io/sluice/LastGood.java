package io.sluice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copy of the configuration that was in force last, for a start at which the operator's own file cannot be used. It is there
 * whole or not at all, also after a power cut: written aside, flushed to the disk, renamed. Only the daemon's user can read it.
 *
 * <p>Thread-safe, and never blocks its caller: writing is done on a thread that lives only while there is something to write. What
 * cannot be written is logged; the copy is then the one before.
 */
final class LastGood implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** A disk that hangs must not keep the process from ending. */
    private static final long GOODBYE_SECONDS = 2;

    private final @Nullable Path file;
    private final AtomicReference<@Nullable String> waiting = new AtomicReference<>();
    private final ThreadPoolExecutor writer =
            new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "sluice-last-good");
                thread.setDaemon(true);
                return thread;
            });

    /** @param file null when nothing is to be kept */
    LastGood(@Nullable Path file) {
        this.file = file == null ? null : file.toAbsolutePath();
        writer.allowCoreThreadTimeOut(true);
    }

    /** Keeps this text in place of the one before; of several that wait, the last. */
    void keep(String text) {
        if (file == null) {
            return;
        }
        waiting.set(text);
        try {
            writer.execute(() -> write(file));
        } catch (RejectedExecutionException e) {
            LOG.warn("last-good={} not written: the process is stopping", file);
        }
    }

    private void write(Path target) {
        String text = waiting.getAndSet(null);
        if (text == null) {
            return; // a write before this one took it along
        }
        try {
            replace(target, text);
            LOG.debug("last-good={} written", target);
        } catch (IOException e) {
            LOG.warn("last-good={} not written: {}", target, FileFailure.words(e));
        }
    }

    private static void replace(Path target, String text) throws IOException {
        Path parent = target.getParent();
        Path directory = parent == null ? target : parent;
        Path aside = directory.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            create(aside, text);
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
        try (FileChannel entries = FileChannel.open(directory)) {
            entries.force(true); // or the rename itself may be lost
        }
    }

    /** Fails where anything exists, a link included: nothing is written through a link that somebody has put there. */
    private static void create(Path aside, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(aside, NEW, PRIVATE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Waits, though not for long, until what is to be kept is kept. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("last-good={} not written: the disk does not answer", file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
