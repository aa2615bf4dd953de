package io.sluice.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads IP literals. Nothing here can reach a name service: the JDK's own parser takes {@code 10.1} for an address and looks up
 * {@code 1.2.3.999} as a name.
 */
final class IpText {

    private static final Pattern V4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private IpText() {}

    /** Four decimal numbers without leading zeros; null when it is anything else. */
    static @Nullable InetAddress v4(String text) {
        Matcher matcher = V4.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            String part = matcher.group(i + 1);
            int value = Integer.parseInt(part);
            if (value > 255 || (part.length() > 1 && part.charAt(0) == '0')) {
                return null;
            }
            address[i] = (byte) value;
        }
        return address(address);
    }

    /** An address without brackets and without a zone; null when it is anything else. */
    static @Nullable InetAddress v6(String text) {
        if (text.indexOf(':') < 0 || !V6.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text); // with a colon in it, the JDK reads a literal or gives up
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The address of these four or sixteen bytes. */
    static InetAddress address(byte... bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // the length is right by construction
        }
    }
}
