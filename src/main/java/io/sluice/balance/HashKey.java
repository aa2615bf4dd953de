package io.sluice.balance;

import io.sluice.model.Flow;
import io.sluice.model.Options;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/**
 * What of a session a hash scheduler takes for the client: options {@code key}, {@code mask} and {@code mask6}. Immutable. The JDK
 * copies the address once per session, 4 or 16 bytes; {@link Part#SOURCE_PORT} copies it once more to append the port.
 *
 * @param part the address that is hashed
 * @param mask how many leading bits of an IPv4 address count, 1 to 32
 * @param mask6 the same for IPv6, 1 to 128
 */
public record HashKey(Part part, int mask, int mask6) {

    /** The parts of a session that can be a key. */
    public enum Part {
        /** The client's address. */
        SOURCE,
        /** The client's address and port: every session for itself. */
        SOURCE_PORT,
        /** The address that the client used. */
        DESTINATION
    }

    /** All of an IPv4 address; the /64 prefix of IPv6, because a host there changes its lower half as it likes (RFC 8981). */
    static final HashKey SOURCE = new HashKey(Part.SOURCE, 32, 64);

    /** The whole address that the client used. */
    static final HashKey DESTINATION = new HashKey(Part.DESTINATION, 32, 128);

    private static final int IPV4_BYTES = 4;
    private static final int PORT_BYTES = 2;

    static HashKey from(Options options) {
        HashKey fallback =
                switch (options.oneOf("key", "source", List.of("source", "source-port", "destination"))) {
                    case "source-port" -> new HashKey(Part.SOURCE_PORT, SOURCE.mask, SOURCE.mask6);
                    case "destination" -> DESTINATION;
                    default -> SOURCE;
                };
        return masked(fallback, options);
    }

    /** This key, unless the options say that less or more of an address counts. */
    static HashKey masked(HashKey fallback, Options options) {
        return new HashKey(fallback.part, (int) options.number("mask", fallback.mask, 1, 32), (int)
                options.number("mask6", fallback.mask6, 1, 128));
    }

    boolean isDestination() {
        return part == Part.DESTINATION;
    }

    /** The masked address, followed by the port where that is part of the key; {@link #length} bytes of it are the key. */
    byte[] bytes(Flow flow) {
        InetSocketAddress from = part == Part.DESTINATION ? flow.destination() : flow.source();
        byte[] address = from.getAddress().getAddress();
        clear(address, address.length == IPV4_BYTES ? mask : mask6);
        if (part != Part.SOURCE_PORT) {
            return address;
        }
        byte[] key = Arrays.copyOf(address, address.length + PORT_BYTES);
        key[address.length] = (byte) (from.getPort() >> 8);
        key[address.length + 1] = (byte) from.getPort();
        return key;
    }

    /** How many bytes of a key count: with the port all, else those that the mask reaches. */
    int length(byte[] key) {
        if (part == Part.SOURCE_PORT) {
            return key.length;
        }
        return ((key.length == IPV4_BYTES ? mask : mask6) + 7) / 8;
    }

    private static void clear(byte[] address, int bits) {
        int whole = bits / 8;
        if (whole == address.length) {
            return;
        }
        address[whole] &= (byte) (0xFF00 >> bits % 8);
        Arrays.fill(address, whole + 1, address.length, (byte) 0);
    }
}
