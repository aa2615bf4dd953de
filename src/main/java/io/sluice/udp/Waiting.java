package io.sluice.udp;

/**
 * The datagrams of one session among those received at once: a chain of slots in order of arrival, whose links are in an array
 * that all sessions of a doorway share.
 */
final class Waiting {

    private int first;
    private int last;
    private int count;

    /** Adds a slot; true if it is the first. */
    boolean add(int slot, int[] next) {
        boolean isFirst = count == 0;
        if (isFirst) {
            first = slot;
        } else {
            next[last] = slot;
        }
        last = slot;
        count++;
        return isFirst;
    }

    /** Writes the slots into {@code order} and forgets them: how many there were. */
    int takeAll(int[] next, int[] order) {
        int taken = count;
        int slot = first;
        for (int i = 0; i < taken; i++) {
            order[i] = slot;
            slot = next[slot];
        }
        count = 0;
        return taken;
    }

    void clear() {
        count = 0;
    }
}
