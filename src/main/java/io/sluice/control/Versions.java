package io.sluice.control;

import io.sluice.control.Inventory.ConfigVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the configurations and tells of each that was applied or refused. Changed on the control loop; read by any thread. */
final class Versions {

    private static final Logger LOG = LoggerFactory.getLogger(Versions.class);

    private final Events events;
    private volatile ConfigVersion now = new ConfigVersion(0, "", Map.of());

    Versions(Events events) {
        this.events = events;
    }

    ConfigVersion now() {
        return now;
    }

    /** The configuration that the process has started with. */
    void started(String hash) {
        now = new ConfigVersion(1, hash, Map.of());
        publish(null, "applied", "hash " + hash);
    }

    /**
     * Another one has come into force.
     *
     * @param confirm how long it may stay unless it is confirmed; null = for good
     */
    ReloadResult.Applied applied(String hash, List<String> changes, @Nullable Duration confirm) {
        ConfigVersion before = now;
        now = before.next(hash, "applied");
        publish(Long.toString(before.version()), "applied", "hash " + hash);
        LOG.info("config version={} hash={} applied changes={}", now.version(), hash, changes.size());
        tell(changes);
        if (confirm != null) {
            LOG.warn("config version={} goes in {} s unless it is confirmed", now.version(), confirm.toMillis() / 1e3);
        }
        return new ReloadResult.Applied(now.version(), changes, confirm);
    }

    /** Another one cannot come into force. */
    ReloadResult.Refused refused(List<String> problems) {
        ConfigVersion before = now;
        now = before.counting("refused");
        publish(Long.toString(before.version()), "refused", problems.get(0));
        LOG.warn("config refused, version={} goes on, problems={}", before.version(), problems.size());
        problems.forEach(problem -> LOG.warn("config refused: {}", problem));
        return new ReloadResult.Refused(problems);
    }

    /** The one in force is there to stay. */
    ReloadResult.Applied confirmed() {
        publish(Long.toString(now.version()), "confirmed", "hash " + now.hash());
        LOG.info("config version={} hash={} confirmed", now.version(), now.hash());
        return new ReloadResult.Applied(now.version(), List.of(), null);
    }

    /** The one before has come back, as a version of its own. */
    ReloadResult.Applied reverted(String hash, String reason, List<String> changes) {
        ConfigVersion before = now;
        now = before.next(hash, "reverted");
        publish(Long.toString(before.version()), "reverted", reason + ", hash " + hash);
        LOG.warn("config version={} hash={} reverted: {}; the file says otherwise", now.version(), hash, reason);
        tell(changes);
        return new ReloadResult.Applied(now.version(), changes, null);
    }

    /** The one before should come back and cannot. */
    ReloadResult.Refused cannotRevert(List<String> problems) {
        problems.forEach(problem -> LOG.error("config version={} cannot go back: {}", now.version(), problem));
        return new ReloadResult.Refused(problems);
    }

    private void tell(List<String> changes) {
        changes.forEach(change -> LOG.info("config version={} {}", now.version(), change));
    }

    private void publish(@Nullable String from, String reason, String detail) {
        String to = Long.toString(now.version());
        events.publish(
                Happening.ofProcess(Happening.Kind.CONFIG, from, to, reason).saying(detail));
    }
}
