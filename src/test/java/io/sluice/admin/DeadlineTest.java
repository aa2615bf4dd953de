package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Object> events = new ArrayList<>();

    @BeforeEach
    void stopTheClock() {
        channel.freezeTime();
        channel.pipeline().addLast(new Deadline(Deadline.REQUEST_MILLIS));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void listen() {
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                events.add(event);
            }
        });
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private void send(String text) {
        channel.writeInbound(ByteBufUtil.writeUtf8(channel.alloc(), text));
    }

    @Test
    void givesARequestTenSecondsFromItsFirstByte() {
        listen();
        pass(9_000);
        send("G");
        for (int i = 0; i < 9; i++) {
            pass(1_000);
            send("E");
        }
        assertThat(events).isEmpty();

        pass(1_000);
        assertThat(events).containsExactly(Deadline.EXPIRED);
        assertThat(channel.isOpen()).isTrue();

        pass(2_000);
        assertThat(channel.isOpen()).as("two more seconds are for the answer").isFalse();
    }

    @Test
    void closesAnIdleConnectionAfterTenSeconds() {
        pass(9_999);
        assertThat(channel.isOpen()).isTrue();

        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void waitsForNoAnswerInTheMiddleOfAHandshake() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(false);
        channel.pipeline().addLast(new SslHandler(engine));
        listen();
        send("\u0016\u0003\u0001");

        pass(10_000);

        assertThat(channel.isOpen()).isFalse();
    }
}
