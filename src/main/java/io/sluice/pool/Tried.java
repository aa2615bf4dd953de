package io.sluice.pool;

import java.util.Arrays;

/** The backends that one session has tried. Immutable; a session that connects at once never makes one. */
public final class Tried {

    public static final Tried NONE = new Tried(new Backend[0]);

    private final Backend[] backends;

    private Tried(Backend[] backends) {
        this.backends = backends;
    }

    public Tried with(Backend backend) {
        Backend[] more = Arrays.copyOf(backends, backends.length + 1);
        more[backends.length] = backend;
        return new Tried(more);
    }

    public boolean contains(Backend backend) {
        for (Backend tried : backends) {
            if (tried == backend) {
                return true;
            }
        }
        return false;
    }

    public int count() {
        return backends.length;
    }
}
