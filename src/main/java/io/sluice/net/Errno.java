package io.sluice.net;

import io.netty.channel.ChannelException;
import io.netty.channel.unix.Errors.NativeIoException;
import io.sluice.model.ConnectFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;

/**
 * Linux error numbers, recovered from the exceptions that Netty makes of them. Numbers are those of x86_64 and aarch64
 * ({@code asm-generic/errno.h}).
 */
public final class Errno {

    public static final int ENOENT = 2;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EAGAIN = 11;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int EPIPE = 32;
    public static final int EMSGSIZE = 90;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETUNREACH = 101;
    public static final int ECONNABORTED = 103;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int ENOTCONN = 107;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EHOSTUNREACH = 113;

    private static final String MARK = "error(-";

    private Errno() {}

    /** The number behind what a socket call threw; 0 when there is none. */
    public static int of(Throwable thrown) {
        if (thrown instanceof NativeIoException e) {
            return -e.expectedErr();
        }
        if (thrown instanceof NoRouteToHostException) {
            return EHOSTUNREACH;
        }
        if (thrown instanceof FileNotFoundException) {
            return ENOENT;
        }
        if (thrown instanceof NotYetConnectedException) {
            return ENOTCONN;
        }
        if (thrown instanceof ChannelException && thrown.getCause() instanceof IOException cause) {
            return of(cause);
        }
        return thrown instanceof IOException ? inMessage(thrown.getMessage()) : 0;
    }

    public static boolean isOutOfDescriptors(int errno) {
        return errno == EMFILE || errno == ENFILE;
    }

    /** What a failed {@code socket()} or {@code connect()} says about the backend, or about this machine. */
    public static ConnectFailure toConnectFailure(int errno) {
        return switch (errno) {
            case ECONNREFUSED, ENOENT -> ConnectFailure.REFUSED;
            case ETIMEDOUT -> ConnectFailure.TIMEOUT;
            case ENETUNREACH, EHOSTUNREACH -> ConnectFailure.UNREACHABLE;
            case ECONNRESET -> ConnectFailure.RESET;
            case EMFILE, ENFILE -> ConnectFailure.DESCRIPTORS;
            case EADDRNOTAVAIL, EADDRINUSE -> ConnectFailure.PORTS;
            case ENOMEM, ENOBUFS -> ConnectFailure.MEMORY;
            default -> ConnectFailure.OTHER;
        };
    }

    /** Netty keeps the number of a failed connect in the message only: {@code connect(..) failed with error(-111): …}. */
    private static int inMessage(@Nullable String message) {
        int start = message == null ? -1 : message.indexOf(MARK);
        if (message == null || start < 0) {
            return 0;
        }
        int errno = 0;
        for (int i = start + MARK.length(); i < message.length() && Character.isDigit(message.charAt(i)); i++) {
            errno = errno * 10 + (message.charAt(i) - '0');
        }
        return errno;
    }
}
