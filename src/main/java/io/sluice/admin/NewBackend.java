package io.sluice.admin;

import io.sluice.config.AddedBackend;
import io.sluice.config.Formats;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.model.Endpoint;
import io.sluice.topology.Topology;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the backend that a call adds; its members are those of the configuration file. Pure. */
final class NewBackend {

    private static final int DEFAULT_WEIGHT = 1;

    private NewBackend() {}

    /**
     * The backend; null when there is no such pool, or once a problem is noted.
     *
     * @param file the configuration in force, null before the first
     */
    static @Nullable BackendSpec of(JsonObject body, @Nullable Topology file, String pool) {
        Endpoint endpoint = body.required("address", Formats.PLAIN_ADDRESS);
        String name = body.text("name", Formats.NAME);
        int weight = orElse(body.number("weight", 0, BackendSpec.MAX_WEIGHT), DEFAULT_WEIGHT);
        int maxSessions = orElse(body.number("max_sessions", 0, Integer.MAX_VALUE), 0);
        int priority = orElse(body.number("priority", 0, BackendSpec.MAX_PRIORITY), 0);
        boolean backup = body.flag("backup");
        BackendState given = body.word("state", List.of(BackendState.values()));
        if (endpoint == null || file == null) {
            return null;
        }
        String trouble = AddedBackend.trouble(file, pool, endpoint);
        if (trouble != null) {
            body.refuse("address", trouble);
            return null;
        }
        String text = endpoint.text();
        if (name == null && Formats.NAME.parse(text) == null) {
            body.refuse("name", Formats.NAME.expected() + ", since the address is none");
            return null;
        }
        BackendState state = given == null ? BackendState.ENABLED : given;
        return new BackendSpec(name == null ? text : name, endpoint, weight, maxSessions, state, priority, backup);
    }

    private static int orElse(@Nullable Integer given, int other) {
        return given == null ? other : given;
    }
}
