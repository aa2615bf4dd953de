package io.sluice.interop;

import org.jspecify.annotations.Nullable;

/** Pools of one backend each, which a daemon checks in various ways. */
final class Checks {

    private final Stage stage;
    private final StringBuilder listeners = new StringBuilder();
    private final StringBuilder pools = new StringBuilder();
    private @Nullable Sluice sluice;

    Checks(Stage stage) {
        this.stage = stage;
    }

    /** @param check the keys of the check, in flow style */
    void pool(String name, String backend, String check) {
        listeners.append("  %s: { listen: \"127.0.0.1:%d\", pool: %s }%n".formatted(name, Ports.free(), name));
        pools.append("  %s: { backends: [ \"%s\" ], check: { interval: 200ms, fall: 2, %s } }%n"
                .formatted(name, backend, check));
    }

    void start() {
        start(new Config("", listeners.toString(), pools.toString()));
    }

    /** @param runtime a key of the section runtime */
    void startAllowing(String runtime) {
        start(new Config("", listeners.toString(), pools.toString()).runtime(runtime));
    }

    private void start(Config config) {
        sluice = stage.sluice(config);
    }

    void isGood(String pool) {
        awaitLine("pool=" + pool + " .*class=qualified .*");
    }

    void fails(String pool, String reason) {
        awaitLine("pool=" + pool + " .*class=failed .*reason=" + reason + " .*");
    }

    private void awaitLine(String pattern) {
        Await.until(
                () -> pattern + " in " + said(), () -> said().lines().anyMatch(line -> line.matches(".*" + pattern)));
    }

    private String said() {
        return sluice == null ? "" : sluice.program().err();
    }
}
