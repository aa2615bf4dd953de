package io.sluice.balance;

/**
 * The hash of the contract, the same in every release: a client keeps its backend over restarts and over replicas. FNV-1a over
 * the bytes, then the finisher of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA
 * 2014), because FNV alone leaves its high bits poorly mixed for keys as short as an address. Stateless; O(bytes); allocates
 * nothing. Arithmetic is modulo 2^64 and unsigned.
 */
public final class FlowHash {

    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

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
}
