package io.sluice.config;

import org.jspecify.annotations.Nullable;

/**
 * A text cut at the colon before its port.
 *
 * @param host without brackets
 * @param bracketed whether it stood in brackets, as an IPv6 address must
 */
record HostPort(String host, boolean bracketed, String port) {

    /** Null when there is no port, or a colon too many outside of brackets. */
    static @Nullable HostPort cut(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return null;
        }
        String host = text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            return new HostPort(host.substring(1, host.length() - 1), true, port);
        }
        return host.indexOf(':') < 0 ? new HostPort(host, false, port) : null;
    }
}
