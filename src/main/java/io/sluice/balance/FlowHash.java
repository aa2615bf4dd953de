package io.sluice.balance;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The hash of the contract, the same in every release: a client keeps its backend over restarts and over replicas. FNV-1a over
 * the bytes, then the finisher of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA
 * 2014), because FNV alone leaves its high bits poorly mixed for keys as short as an address. Stateless; O(bytes); allocates
 * nothing. Arithmetic is modulo 2^64 and unsigned.
 */
public final class FlowHash {

    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final int SUBNET_BYTES = 8;

    private FlowHash() {}

    /** The finisher of SplitMix64: every bit of the result depends on every bit of {@code z}. */
    public static long mix64(long z) {
        long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** The hash of a whole key. */
    public static long h64(byte[] bytes, long seed) {
        return h64(bytes, bytes.length, seed);
    }

    /** The hash of the first {@code length} bytes of a key. */
    public static long h64(byte[] bytes, int length, long seed) {
        long hash = FNV_OFFSET ^ seed;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ (bytes[i] & 0xFF)) * FNV_PRIME;
        }
        return mix64(hash);
    }

    /**
     * The bytes of the client's address, of which the first {@link #clientLength} are its key. The JDK copies them: 4 or 16 bytes
     * once per session, not per read, which no public method avoids.
     */
    public static byte[] client(InetSocketAddress source) {
        InetAddress address = source.getAddress();
        return address.getAddress();
    }

    /**
     * How many bytes of an address stand for one client: all four of IPv4; the /64 prefix of IPv6, because a host there changes its
     * lower half as it likes (RFC 8981).
     */
    public static int clientLength(byte[] address) {
        return Math.min(address.length, SUBNET_BYTES);
    }
}
