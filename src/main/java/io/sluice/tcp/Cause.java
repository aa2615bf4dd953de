package io.sluice.tcp;

import io.sluice.model.TerminationCode;

/** Why a session ends: the code of metrics and log, and the reason in words. */
record Cause(TerminationCode code, String reason) {

    static final Cause NORMAL = of(TerminationCode.NORMAL);
    static final Cause CLIENT_LEFT = of(TerminationCode.CLIENT_LEFT_CONNECTING);
    static final Cause CLIENT_LEFT_QUEUE = of(TerminationCode.CLIENT_LEFT_QUEUE);
    static final Cause QUEUE_TIMEOUT = of(TerminationCode.QUEUE_TIMEOUT);
    static final Cause CLIENT_RESET = of(TerminationCode.CLIENT_RESET);
    static final Cause BACKEND_RESET = of(TerminationCode.BACKEND_RESET);
    static final Cause CLIENT_IDLE = of(TerminationCode.CLIENT_IDLE);
    static final Cause BACKEND_IDLE = of(TerminationCode.BACKEND_IDLE);
    static final Cause NO_MEMORY = new Cause(TerminationCode.LOCAL_RESOURCE, "out of memory for buffers");
    static final Cause INTERNAL = of(TerminationCode.INTERNAL);
    static final Cause KILLED = of(TerminationCode.KILLED);
    static final Cause SHUTDOWN = of(TerminationCode.SHUTDOWN);

    private static Cause of(TerminationCode code) {
        return new Cause(code, code.words());
    }
}
