package io.sluice.model;

import java.net.Inet6Address;
import java.net.InetAddress;

/** IP addresses as people write them: IPv6 in the short form of RFC 5952, which the JDK does not know. */
final class AddressText {

    private static final int GROUPS = 8;

    private AddressText() {}

    static String of(InetAddress address) {
        if (!(address instanceof Inet6Address v6)) {
            return address.getHostAddress();
        }
        String zone = v6.getScopeId() == 0 ? "" : "%" + v6.getScopeId();
        return compressed(v6.getAddress()) + zone;
    }

    private static String compressed(byte[] bytes) {
        int start = 0;
        int length = 1; // a single group of zeros is written out
        for (int i = 0; i < GROUPS; i++) {
            int run = zerosFrom(bytes, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        if (length == 1) {
            return groups(bytes, 0, GROUPS);
        }
        return groups(bytes, 0, start) + "::" + groups(bytes, start + length, GROUPS);
    }

    private static int zerosFrom(byte[] bytes, int group) {
        int run = 0;
        while (group + run < GROUPS && group(bytes, group + run) == 0) {
            run++;
        }
        return run;
    }

    private static String groups(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (i > from) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(bytes, i)));
        }
        return text.toString();
    }

    private static int group(byte[] bytes, int index) {
        return ((bytes[2 * index] & 0xFF) << 8) | (bytes[2 * index + 1] & 0xFF);
    }
}
