package io.sluice.control;

import io.sluice.control.Inventory.ConfigVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the configurations and tells of each that was applied or refused. Changed on the control loop; read by any thread. */
final class Versions {

    private static final Logger LOG = LoggerFactory.getLogger(Versions.class);

    private final Events events;
    private volatile ConfigVersion now = new ConfigVersion(0, "", 0, 0);

    Versions(Events events) {
        this.events = events;
    }

    ConfigVersion now() {
        return now;
    }

    /** The configuration that the process has started with. */
    void started(String hash) {
        now = new ConfigVersion(1, hash, 0, 0);
        publish(null, "applied", "hash " + hash);
    }

    /** Another one has come into force. */
    ReloadResult.Applied applied(String hash, List<String> changes) {
        ConfigVersion before = now;
        now = new ConfigVersion(before.version() + 1, hash, before.reloadsApplied() + 1, before.reloadsRefused());
        publish(Long.toString(before.version()), "applied", "hash " + hash);
        LOG.info("config version={} hash={} applied changes={}", now.version(), hash, changes.size());
        changes.forEach(change -> LOG.info("config version={} {}", now.version(), change));
        return new ReloadResult.Applied(now.version(), changes);
    }

    /** Another one cannot come into force. */
    ReloadResult.Refused refused(List<String> problems) {
        ConfigVersion before = now;
        now = new ConfigVersion(before.version(), before.hash(), before.reloadsApplied(), before.reloadsRefused() + 1);
        publish(Long.toString(before.version()), "refused", problems.get(0));
        LOG.warn("config refused, version={} goes on, problems={}", before.version(), problems.size());
        problems.forEach(problem -> LOG.warn("config refused: {}", problem));
        return new ReloadResult.Refused(problems);
    }

    private void publish(@Nullable String from, String reason, String detail) {
        String to = Long.toString(now.version());
        events.publish(
                Happening.ofProcess(Happening.Kind.CONFIG, from, to, reason).saying(detail));
    }
}
