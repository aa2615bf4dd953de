package io.sluice.control;

import io.sluice.stats.LiveSessions;
import io.sluice.stats.SessionFilter;
import io.sluice.stats.SessionId;
import java.util.concurrent.CompletableFuture;

/** The sessions that are open, for those who look at them one by one. Thread-safe; futures complete on any thread. */
public interface Sessions {

    /** Asks every worker. A session that begins or ends meanwhile may be missed. */
    CompletableFuture<LiveSessions> list(SessionFilter filter);

    /** Closes a session with the code KD; false when there is none of this name. */
    CompletableFuture<Boolean> kill(SessionId id);
}
