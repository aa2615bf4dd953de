package io.sluice;

import io.netty.channel.epoll.Epoll;
import org.jspecify.annotations.Nullable;

/** Whether this machine can run the daemon at all: there is no second transport to fall back to. */
final class Platform {

    private Platform() {}

    /** One line that says what is missing, or null when nothing is. */
    static @Nullable String complaint() {
        if (Epoll.isAvailable()) {
            return null;
        }
        Throwable cause = Epoll.unavailabilityCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "needs Linux with epoll on x86_64 or aarch64, and a place to unpack Netty's native library to"
                + " (-Dio.netty.native.workdir=DIRECTORY): "
                + (cause == null ? "not available" : cause.toString());
    }
}
