package io.sluice.pool;

import java.net.InetAddress;

/**
 * A masked client address as 128 bits; an IPv4 address and its IPv4-mapped IPv6 form (RFC 4291, 2.5.5.2) are one client.
 * Immutable. Comparable, so that a hash table stays fast against clients who choose addresses whose hashes collide.
 */
record SourceKey(long high, long low) implements Comparable<SourceKey> {

    private static final int IPV4_BITS = 32;
    private static final long MAPPED = 0xFFFFL << IPV4_BITS;

    static SourceKey of(InetAddress address, int mask, int mask6) {
        byte[] bytes = address.getAddress();
        if (bytes.length == IPV4_BITS / Byte.SIZE) {
            return ofIpv4(word(bytes, 0, bytes.length), mask);
        }
        long high = word(bytes, 0, Long.BYTES);
        long low = word(bytes, Long.BYTES, Long.BYTES);
        if (high == 0 && (low >>> IPV4_BITS) == 0xFFFF) {
            return ofIpv4(low & 0xFFFF_FFFFL, mask);
        }
        return new SourceKey(high & leading(mask6), low & leading(mask6 - Long.SIZE));
    }

    private static SourceKey ofIpv4(long address, int mask) {
        return new SourceKey(0, MAPPED | (address & leading(mask + IPV4_BITS)));
    }

    /** The first so many bits of 64 set. */
    private static long leading(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }

    private static long word(byte[] bytes, int from, int count) {
        long word = 0;
        for (int i = from; i < from + count; i++) {
            word = (word << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        return word;
    }

    @Override
    public int compareTo(SourceKey other) {
        int byHigh = Long.compare(high, other.high);
        return byHigh == 0 ? Long.compare(low, other.low) : byHigh;
    }
}
