package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.sluice.model.ProbeReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Commands to a Redis, sent at once in RESP2, and their answers line by line. On the attempt's loop. */
final class RedisDialogue extends SimpleChannelInboundHandler<ByteBuf> {

    private enum Line {
        AUTHENTICATED,
        PONG,
        ROLE_ARRAY,
        ROLE_LENGTH,
        ROLE
    }

    private static final int SHOWN = 60;

    private final Attempt attempt;
    private final RedisProbe probe;
    private final Queue<Line> awaited = new ArrayDeque<>();

    RedisDialogue(Attempt attempt, RedisProbe probe) {
        this.attempt = attempt;
        this.probe = probe;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ByteBuf commands = Unpooled.buffer();
        if (!probe.password().isEmpty()) {
            writeAuthentication(commands);
            awaited.add(Line.AUTHENTICATED);
        }
        write(commands, List.of("PING"));
        awaited.add(Line.PONG);
        if (probe.role() != null) {
            write(commands, List.of("ROLE"));
            awaited.addAll(List.of(Line.ROLE_ARRAY, Line.ROLE_LENGTH, Line.ROLE));
        }
        var unused = context.writeAndFlush(commands, context.voidPromise());
    }

    private void writeAuthentication(ByteBuf commands) {
        List<String> words = new ArrayList<>(List.of("AUTH"));
        if (!probe.username().isEmpty()) {
            words.add(probe.username());
        }
        words.add(probe.password().value());
        write(commands, words);
    }

    private static void write(ByteBuf commands, List<String> words) {
        ByteBufUtil.writeAscii(commands, "*" + words.size() + "\r\n");
        for (String word : words) {
            ByteBufUtil.writeAscii(commands, "$" + ByteBufUtil.utf8Bytes(word) + "\r\n");
            ByteBufUtil.writeUtf8(commands, word);
            ByteBufUtil.writeAscii(commands, "\r\n");
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        if (attempt.isOver()) {
            return;
        }
        String line = bytes.toString(StandardCharsets.UTF_8);
        Line next = awaited.remove();
        if (line.startsWith("-") && next != Line.ROLE) {
            attempt.fail(ProbeReason.STATUS, probe.password().removedFrom(line.substring(1)));
        } else if (!isFitting(next, line)) {
            attempt.fail(ProbeReason.PROTOCOL, probe.password().removedFrom(Octets.shown(bytes, SHOWN)));
        } else if (next == Line.ROLE) {
            judge(line);
        } else if (awaited.isEmpty()) {
            attempt.succeed();
        }
    }

    private static boolean isFitting(Line awaited, String line) {
        return switch (awaited) {
            case AUTHENTICATED -> line.equals("+OK");
            case PONG -> line.equals("+PONG");
            case ROLE_ARRAY -> line.matches("\\*[1-9]\\d{0,5}");
            case ROLE_LENGTH -> line.matches("\\$[1-9]\\d{0,2}");
            case ROLE -> line.matches("[a-z]+");
        };
    }

    private void judge(String answered) {
        String role = answered.equals("slave") ? "replica" : answered;
        if (role.equals(probe.role())) {
            attempt.succeed("role " + role);
        } else {
            attempt.fail(ProbeReason.MISMATCH, "role " + role);
        }
    }
}
