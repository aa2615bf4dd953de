package io.sluice.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The known word that was probably meant, by Levenshtein's distance with swaps of neighbours (F. Damerau, 1964; each place is
 * edited once): O(length of one times length of the other), and nothing at all for words whose lengths are too far apart. It gives up on long
 * words and on many, so that a large file full of wrong names is answered as fast as one full of right ones.
 */
final class Nearest {

    private static final int LONGEST = 40;
    private static final int MOST = 64;
    private static final int SHORTEST_BEGINNING = 3;

    private Nearest() {}

    /** Null when no known word is near: begun with the word, or at most one edit in three letters, never more than three. */
    static @Nullable String to(String word, Collection<String> known) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        if (word.length() > LONGEST || known.size() > MOST) {
            return null;
        }
        for (String candidate : known) {
            if (word.length() >= SHORTEST_BEGINNING && candidate.startsWith(word)) {
                return candidate; // abbreviated
            }
            int most = Math.min(3, Math.max(1, candidate.length() / 3));
            if (Math.abs(candidate.length() - word.length()) > most) {
                continue;
            }
            int distance = distance(word, candidate);
            if (distance <= most && distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int row = 0; row <= from.length(); row++) {
            for (int column = 0; column <= to.length(); column++) {
                cost[row][column] = row == 0 || column == 0 ? row + column : cheapest(cost, row, column, from, to);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, int row, int column, String from, String to) {
        char last = from.charAt(row - 1);
        char wanted = to.charAt(column - 1);
        int changed = cost[row - 1][column - 1] + (last == wanted ? 0 : 1);
        int oneMore = Math.min(cost[row - 1][column], cost[row][column - 1]) + 1;
        boolean isSwap = row > 1 && column > 1 && last == to.charAt(column - 2) && wanted == from.charAt(row - 2);
        int swapped = isSwap ? cost[row - 2][column - 2] + 1 : Integer.MAX_VALUE;
        return Math.min(swapped, Math.min(changed, oneMore));
    }
}
