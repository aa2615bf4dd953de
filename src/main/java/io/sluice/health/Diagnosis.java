package io.sluice.health;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.net.Errno;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** What an exception of a channel says about the backend, or about this machine. */
final class Diagnosis {

    /** Reasons to which the system's words add nothing but the name of a system call. */
    private static final Pattern CLASSES = Pattern.compile("(?:[a-z0-9]+\\.)+[A-Z]\\w*: ");

    private static final Set<ProbeReason> PLAIN =
            EnumSet.of(ProbeReason.REFUSED, ProbeReason.TIMEOUT, ProbeReason.UNREACHABLE, ProbeReason.RESET);

    private Diagnosis() {}

    static ProbeReason reason(Throwable cause) {
        if (cause instanceof SSLException) {
            return ProbeReason.TLS;
        }
        if (cause instanceof ProxyConnectException) {
            return ProbeReason.PROXY;
        }
        if (cause instanceof DecoderException) {
            ProbeReason deeper = cause.getCause() == null ? ProbeReason.OTHER : reason(cause.getCause());
            return deeper == ProbeReason.OTHER ? ProbeReason.PROTOCOL : deeper;
        }
        if (cause instanceof Http2Exception) {
            return ProbeReason.PROTOCOL;
        }
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return ProbeReason.RESOLVE;
        }
        if (cause instanceof ClosedChannelException) {
            return ProbeReason.CLOSED;
        }
        if (cause instanceof OutOfMemoryError) {
            return ProbeReason.LOCAL;
        }
        return ofErrno(Errno.of(cause));
    }

    private static ProbeReason ofErrno(int errno) {
        if (errno == Errno.EPIPE) {
            return ProbeReason.RESET;
        }
        return switch (Errno.toConnectFailure(errno)) {
            case REFUSED -> ProbeReason.REFUSED;
            case TIMEOUT -> ProbeReason.TIMEOUT;
            case UNREACHABLE -> ProbeReason.UNREACHABLE;
            case RESET -> ProbeReason.RESET;
            case DESCRIPTORS, PORTS, MEMORY -> ProbeReason.LOCAL;
            case OTHER -> ProbeReason.OTHER;
        };
    }

    static String detail(Throwable cause) {
        ProbeReason reason = reason(cause);
        if (PLAIN.contains(reason)) {
            return reason.words();
        }
        Throwable told = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (told instanceof NotSslRecordException) {
            return "not TLS";
        }
        String message = told.getMessage();
        boolean isPlain =
                told instanceof IOException || told instanceof DecoderException || told instanceof Http2Exception;
        return message != null && isPlain
                ? oneLine(withoutClasses(message))
                : told.getClass().getSimpleName();
    }

    /** Messages of TLS bear those of their causes, behind the names of their classes. */
    private static String withoutClasses(String message) {
        return CLASSES.matcher(message).replaceAll("");
    }

    /** Printable and bounded: what a backend sent may be part of it. */
    static String oneLine(String text) {
        String cut = text.length() > ProbeResult.MOST_DETAIL ? text.substring(0, ProbeResult.MOST_DETAIL) : text;
        return cut.chars()
                .map(c -> Character.isISOControl(c) ? '.' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
