package io.sluice;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when the configuration file has changed for good. The file is read only once it has looked the same for
 * {@value #QUIET_MILLIS} ms, so that nobody takes what an editor has written half; and only a content that no reload has read
 * yet asks for one. The time is no shorter than the second in which some file systems count: a second change within the same
 * tick of such a clock would not be seen after the first one was read. Used by one thread.
 */
final class FileChanges {

    static final long QUIET_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(FileChanges.class);

    private final String name;
    private final WatchedFile file;
    private final Supplier<String> seen;
    private final Runnable reload;
    private final Settling settling = new Settling(Duration.ofMillis(QUIET_MILLIS));
    private boolean isMissed;

    /**
     * @param name of the file, for the log
     * @param seen the hash of the content that was last read for a reload, whatever came of it
     * @param reload must not block
     */
    FileChanges(String name, WatchedFile file, Supplier<String> seen, Runnable reload) {
        this.name = name;
        this.file = file;
        this.seen = seen;
        this.reload = reload;
    }

    /** Looks once; to be called every now and then. */
    void look(long nowNanos) {
        Sight sight = file.look();
        if (!settling.hasSettled(sight, nowNanos)) {
            return;
        }
        if (sight instanceof Sight.Absent absent) {
            miss(absent.reason());
            return;
        }
        try {
            compare(sight, file.hash());
        } catch (IOException e) {
            settling.again(); // what keeps it from being read need not show when it goes away
            miss(FileFailure.words(e));
        }
    }

    private void miss(String reason) {
        if (!isMissed) {
            isMissed = true;
            LOG.warn("config file={} cannot be read: {}; the configuration in force goes on", name, reason);
        }
    }

    private void compare(Sight before, String hash) {
        if (!file.look().equals(before)) {
            settling.again(); // it changed while it was read
            return;
        }
        if (isMissed) {
            isMissed = false;
            LOG.info("config file={} can be read again", name);
        }
        if (!hash.equals(seen.get())) {
            LOG.info("config file={} hash={} has changed, reloading", name, hash);
            reload.run();
        }
    }
}
