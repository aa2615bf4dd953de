package io.sluice.guard;

import io.sluice.model.Refusal;
import io.sluice.stats.ListenerStats;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The door of one listener: its access list, its {@code max_sessions}, and the process's own limit. Thread-safe. Whoever is let
 * in owes one {@link #leave()}.
 */
public final class Entrance {

    private final AccessList access;
    private final int maxSessions;
    private final ListenerStats stats;
    private final Places process;

    /** @param maxSessions 0 = no limit of the listener's own */
    public Entrance(AccessList access, int maxSessions, ListenerStats stats, Places process) {
        this.access = access;
        this.maxSessions = maxSessions;
        this.stats = stats;
        this.process = process;
    }

    /** Null when the client may come in and has been counted, or why it may not. */
    public @Nullable Refusal admit(InetAddress source) {
        if (!access.admits(source)) {
            return Refusal.DENIED;
        }
        if (!process.tryTake()) {
            return Refusal.PROCESS_FULL;
        }
        if (!stats.tryOpen(maxSessions)) {
            process.giveBack();
            return Refusal.LISTENER_FULL;
        }
        return null;
    }

    public void leave() {
        stats.close();
        process.giveBack();
    }
}
