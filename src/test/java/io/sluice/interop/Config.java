package io.sluice.interop;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration as text: listeners and pools of a test, before the admin plane and the session log that every test has.
 *
 * @param runtime keys of the section runtime
 */
record Config(String runtime, String listeners, String pools) {

    static Config empty() {
        return new Config("", "", "");
    }

    Config runtime(String keys) {
        return new Config(runtime + "  " + keys + "\n", listeners, pools);
    }

    /** A TCP listener before backends that take turns, which are named b1, b2 and so on. */
    Config tcp(String name, String listen, String... backends) {
        return tcp(name, listen, "idle_timeout: 1m", backends);
    }

    /** @param keys more keys of the listener, in flow style, separated by commas */
    Config tcp(String name, String listen, String keys, String[] backends) {
        return add(name, listen, "tcp", keys, backends);
    }

    /** A UDP listener whose sessions end a second after their last datagram. */
    Config udp(String name, String listen, String... backends) {
        return add(name, listen, "udp", "idle_timeout: 1s", backends);
    }

    private Config add(String name, String listen, String protocol, String keys, String[] backends) {
        String listener =
                "  %s: { listen: \"%s\", protocol: %s, pool: %s, %s }%n".formatted(name, listen, protocol, name, keys);
        int[] number = {0};
        String members = List.of(backends).stream()
                .map(address -> "{ address: \"%s\", name: b%d }".formatted(address, ++number[0]))
                .collect(Collectors.joining(", "));
        String pool = "  %s: { scheduler: rr, connect: { timeout: 2s }, backends: [ %s ] }%n".formatted(name, members);
        return new Config(runtime, listeners + listener, pools + pool);
    }

    String yaml(int adminPort, Path sessionLog) {
        return (runtime.isEmpty() ? "" : "runtime:\n" + runtime)
                + "admin: { listen: \"127.0.0.1:" + adminPort + "\" }\n"
                + "log: { level: info, sessions: \"" + sessionLog + "\", format: json }\n"
                + "listeners:\n" + listeners
                + "pools:\n" + pools;
    }
}
