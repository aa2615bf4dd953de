package io.sluice.health;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DefaultDnsQuery;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.sluice.model.ProbeReason;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One question to a DNS server and the judgement of its answer. On the attempt's loop. */
final class DnsDialogue extends SimpleChannelInboundHandler<DnsResponse> {

    /** The codes of RFC 1035 and RFC 2136 that a server may answer a query with. */
    static final List<String> CODES =
            List.of("noerror", "formerr", "servfail", "nxdomain", "notimp", "refused", "notauth");

    private final Attempt attempt;
    private final DnsProbe probe;
    private final @Nullable DatagramChannel datagrams;
    private final DnsQuestion question;
    private final int id = ThreadLocalRandom.current().nextInt(1 << 16);

    /** @param datagrams the channel if it is one of datagrams */
    DnsDialogue(Attempt attempt, DnsProbe probe, @Nullable DatagramChannel datagrams) {
        this.attempt = attempt;
        this.probe = probe;
        this.datagrams = datagrams;
        this.question = new DefaultDnsQuestion(probe.name(), DnsRecordType.valueOf(probe.record()));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        DnsQuery query = datagrams == null
                ? new DefaultDnsQuery(id)
                : new DatagramDnsQuery(datagrams.localAddress(), datagrams.remoteAddress(), id);
        query.setRecursionDesired(true).setRecord(DnsSection.QUESTION, question);
        context.writeAndFlush(query).addListener(sent -> {
            if (!sent.isSuccess()) {
                attempt.fail(sent.cause());
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DnsResponse answer) {
        if (answer.id() == id && isToQuestion(answer)) {
            judge(answer);
        } else if (datagrams == null) {
            attempt.fail(ProbeReason.PROTOCOL, "the answer to another question");
        } // a datagram with another number may be anybody's: the true answer is waited for
    }

    /** Servers that would not even read the question leave it out of their answer. */
    private boolean isToQuestion(DnsResponse answer) {
        if (answer.count(DnsSection.QUESTION) == 0) {
            return !answer.code().equals(DnsResponseCode.NOERROR);
        }
        DnsRecord echoed = answer.recordAt(DnsSection.QUESTION);
        return echoed.name().equalsIgnoreCase(question.name()) && echoed.type().equals(question.type());
    }

    private void judge(DnsResponse answer) {
        String code = label(answer.code());
        if (!code.equals(probe.rcode())) {
            attempt.fail(ProbeReason.STATUS, code);
        } else if (probe.addresses().isEmpty()) {
            attempt.succeed(code);
        } else if (answer.isTruncated() && datagrams != null) {
            probe.askOverTcp(attempt);
        } else {
            judge(addresses(answer));
        }
    }

    private void judge(Set<InetAddress> answered) {
        String shown = answered.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        if (answered.stream().anyMatch(probe.addresses()::contains)) {
            attempt.succeed(shown);
        } else {
            attempt.fail(ProbeReason.MISMATCH, answered.isEmpty() ? "no address" : shown);
        }
    }

    private static Set<InetAddress> addresses(DnsResponse answer) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (int i = 0; i < answer.count(DnsSection.ANSWER); i++) {
            DnsRecord record = answer.recordAt(DnsSection.ANSWER, i);
            if (record instanceof DnsRawRecord raw && isAddress(raw)) {
                addresses.add(DnsProbe.address(ByteBufUtil.getBytes(raw.content())));
            }
        }
        return addresses;
    }

    private static boolean isAddress(DnsRawRecord record) {
        ByteBuf content = record.content();
        return (record.type().equals(DnsRecordType.A) && content.readableBytes() == 4)
                || (record.type().equals(DnsRecordType.AAAA) && content.readableBytes() == 16);
    }

    /** Netty writes {@code NOERROR(0)}. */
    private static String label(DnsResponseCode code) {
        String text = code.toString();
        int bracket = text.indexOf('(');
        String name = (bracket < 0 ? text : text.substring(0, bracket)).toLowerCase(Locale.ROOT);
        return name.equals("unknown") ? "code " + code.intValue() : name;
    }
}
