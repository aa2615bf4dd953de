package io.sluice.guard;

import io.sluice.model.Cidr;
import java.net.InetAddress;
import java.util.List;

/** Which sources may come. {@code deny} wins; an empty {@code allow} means everyone else. Immutable. */
public record AccessList(List<Cidr> allow, List<Cidr> deny) {

    public AccessList {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    public boolean admits(InetAddress source) {
        return !contains(deny, source) && (allow.isEmpty() || contains(allow, source));
    }

    private static boolean contains(List<Cidr> blocks, InetAddress source) {
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).contains(source)) {
                return true;
            }
        }
        return false;
    }
}
