package io.sluice.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FlowHashTest {

    @Test
    void mixesAsSpecified() {
        assertThat(FlowHash.mix64(1)).isEqualTo(0x5692161d100b05e5L);
    }

    @Test
    void hashesAsSpecified() {
        assertThat(hash("", 0)).isEqualTo(0xf52a15e9a9b5e89bL);
        assertThat(hash("a", 0)).isEqualTo(0x02c0bdbf481420f8L);
        assertThat(hash("10.0.0.1:80", 0)).isEqualTo(0xdbbc907f21531a73L);
        assertThat(hash("10.0.0.1:80", 1)).isEqualTo(0x9171d5074c445396L);
    }

    @Test
    void drawsAsSpecified() {
        SplitMix64 random = new SplitMix64(0);

        assertThat(random.nextLong()).isEqualTo(0xe220a8397b1dcdafL);
        assertThat(random.nextLong()).isEqualTo(0x6e789e6aa1b965f4L);
        assertThat(random.nextLong()).isEqualTo(0x06c45d188009454fL);
    }

    @Test
    void readsBytesUnsigned() {
        assertThat(FlowHash.h64(new byte[] {(byte) 200}, 0)).isEqualTo(0x154117442238004dL);
    }

    private static long hash(String text, long seed) {
        return FlowHash.h64(text.getBytes(StandardCharsets.UTF_8), seed);
    }
}
