package dev.sluice.policy.match;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** Client networks. An IPv4-mapped IPv6 client is the IPv4 client; {@code ::/0} holds IPv6 clients only. */
public final class NetworkTable {
    private final AddressRanges v4;
    private final AddressRanges v6;

    /** Collects the conditions. */
    public static final class Builder {
        private final RuleSets sets;
        private final List<List<Network>> v4 = new ArrayList<>();
        private final List<List<Network>> v6 = new ArrayList<>();

        public Builder(int rules) {
            sets = new RuleSets(rules);
        }

        public void add(int rule, List<Network> networks) {
            sets.addCondition(rule);
            v4.add(networks.stream().filter(network -> network.first().v4()).toList());
            v6.add(networks.stream().filter(network -> !network.first().v4()).toList());
        }

        public NetworkTable build() {
            return new NetworkTable(AddressRanges.build(v4, sets), AddressRanges.build(v6, sets));
        }
    }

    private NetworkTable(AddressRanges v4, AddressRanges v6) {
        this.v4 = v4;
        this.v6 = v6;
    }

    /** The rules that this client leaves possible. For IPv6 the JDK copies the address; for IPv4 no object is left. */
    public long[] find(InetAddress client) {
        if (client instanceof Inet4Address address) {
            byte[] bytes = address.getAddress();
            int word = bytes[0] << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
            return v4.find(0, Integer.toUnsignedLong(word));
        }
        byte[] bytes = client.getAddress();
        IpAddress address = IpAddress.ofV6(word(bytes, 0), word(bytes, Long.BYTES));
        return (address.v4() ? v4 : v6).find(address.high(), address.low());
    }

    private static long word(byte[] bytes, int from) {
        long word = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            word = word << 8 | bytes[i] & 0xff;
        }
        return word;
    }

    public void describe(CanonicalForm form) {
        v4.describe(form);
        v6.describe(form);
    }
}
