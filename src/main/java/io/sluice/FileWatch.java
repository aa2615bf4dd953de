package io.sluice;

import io.sluice.control.ReloadOptions;
import io.sluice.control.Reloader;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the configuration reloaded when the content of its file changes. Looks at the file every {@value #LOOK_MILLIS} ms, on a
 * thread of its own that lives only while watching is on: a file system that hangs holds up nothing else.
 *
 * <p>It looks instead of waiting for inotify because inotify watches inodes, and the content behind a path changes in ways that no
 * inode of the path's last directory shows: Kubernetes switches a ConfigMap by renaming a symbolic link that is a parent of the
 * file, and on network and FUSE file systems what other machines write raises no event at all. A watch would have to be put on each
 * directory and link on the way and moved at every change, with a race each time, and would need this look beside it all the same.
 * A look is one system call, and following links is the kernel's work.
 *
 * <p>Thread-safe.
 */
final class FileWatch implements AutoCloseable {

    static final long LOOK_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final @Nullable Path file;
    private final Supplier<String> seen;
    private final Reloader reloader;
    private @Nullable ScheduledExecutorService thread;
    private boolean isClosed;

    /**
     * @param file null when there is none to watch
     * @param seen the hash of the content that was last read for a reload
     */
    FileWatch(@Nullable Path file, Supplier<String> seen, Reloader reloader) {
        this.file = file;
        this.seen = seen;
        this.reloader = reloader;
    }

    /** Begins to watch, or ends it; nothing when it is so already. Does not block. */
    synchronized void turn(boolean isOn) {
        if (file == null || isClosed || isOn == (thread != null)) {
            return;
        }
        LOG.info("config file={} {}", file, isOn ? "is watched" : "is no longer watched");
        if (isOn) {
            begin(file);
        } else {
            end();
        }
    }

    private void begin(Path path) {
        FileChanges changes = new FileChanges(path.toString(), new FileOnDisk(path), seen, this::reload);
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "sluice-file-watch");
            made.setDaemon(true);
            return made;
        });
        var unused = thread.scheduleWithFixedDelay(() -> look(changes), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void look(FileChanges changes) {
        try {
            changes.look(System.nanoTime());
        } catch (RuntimeException e) { // the border of this thread: thrown on, it would end the watching in silence
            LOG.error("internal error while watching the configuration file", e);
        }
    }

    private void reload() {
        var unused = reloader.reload(ReloadOptions.PLAIN).whenComplete((result, failure) -> {
            if (failure != null) {
                LOG.error("internal error while reloading", failure);
            }
        });
    }

    /** Without an interrupt: it would look like a file that cannot be read. */
    private void end() {
        if (thread != null) {
            thread.shutdown();
            thread = null;
        }
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        end();
    }
}
