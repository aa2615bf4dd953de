package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.sluice.model.ProbeReason;
import java.nio.charset.StandardCharsets;

/**
 * Asks an HTTP server for the head of a page. Any answer is good, whatever its status: it shows that the way there works.
 *
 * @param host as the URL names it, with its port
 * @param path with its query
 */
public record HeadProbe(String host, String path) implements Probe {

    @Override
    public String type() {
        return "head";
    }

    @Override
    public void ask(Attempt attempt) {
        Streams.connect(attempt, channel -> channel.pipeline().addLast(new Dialogue(attempt, request())));
    }

    private String request() {
        return "HEAD " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: sluice\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    }

    private static final class Dialogue extends SimpleChannelInboundHandler<ByteBuf> {

        private static final String START = "HTTP/";

        private final Attempt attempt;
        private final String request;
        private int matched;

        Dialogue(Attempt attempt, String request) {
            this.attempt = attempt;
            this.request = request;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            var unused = context.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf read) {
            while (read.isReadable() && matched < START.length()) {
                if (read.readByte() != START.charAt(matched++)) {
                    attempt.fail(ProbeReason.PROTOCOL, "not HTTP");
                    return;
                }
            }
            if (matched == START.length()) {
                attempt.succeed();
            }
        }
    }
}
