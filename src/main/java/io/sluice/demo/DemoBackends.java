package io.sluice.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The three backends of the demo: {@code b1}, {@code b2}, {@code b3}. */
public final class DemoBackends implements AutoCloseable {

    private static final List<String> NAMES = List.of("b1", "b2", "b3");

    private final List<DemoBackend> backends;

    private DemoBackends(List<DemoBackend> backends) {
        this.backends = List.copyOf(backends);
    }

    /** Starts all three, or none. */
    public static DemoBackends start() throws IOException {
        List<DemoBackend> started = new ArrayList<>();
        try {
            for (String name : NAMES) {
                started.add(DemoBackend.start(name));
            }
            return new DemoBackends(started);
        } catch (IOException e) {
            started.forEach(DemoBackend::close);
            throw e;
        }
    }

    public List<DemoBackend> all() {
        return backends;
    }

    @Override
    public void close() {
        backends.forEach(DemoBackend::close);
    }
}
