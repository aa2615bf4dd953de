package io.sluice.udp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadSizeTest {

    private final ReadSize size = new ReadSize();

    @Test
    void readsOneAnswerToOneDatagramEveryTime() {
        for (int i = 0; i < 5; i++) {
            size.sent(1);
            assertThat(size.next()).isEqualTo(1);
            size.read(1, 1);
        }
    }

    @Test
    void readsAsManyAsWereSent() {
        size.sent(5);

        assertThat(size.next()).isEqualTo(5);
    }

    @Test
    void readsMoreAndMoreOfAStream() {
        for (int expected : new int[] {1, 2, 4, 8, 8}) {
            assertThat(size.next()).isEqualTo(expected);
            size.read(expected, expected);
        }
    }

    @Test
    void forgetsAnswersThatNeverCame() {
        size.sent(8);
        for (int i = 0; i < 4; i++) {
            size.read(size.next(), 0);
        }
        assertThat(size.next()).isEqualTo(1);
    }
}
