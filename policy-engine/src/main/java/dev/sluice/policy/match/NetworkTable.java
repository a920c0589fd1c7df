package dev.sluice.policy.match;

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

    /** The rules that this client leaves possible. */
    public long[] find(InetAddress client) {
        byte[] bytes = client.getAddress();
        if (bytes.length == 4) {
            return v4.find(0, word(bytes, 0, 4));
        }
        long high = word(bytes, 0, 8);
        long low = word(bytes, 8, 16);
        if (high == 0 && low >>> 32 == 0xffff) {
            return v4.find(0, low & 0xffffffffL);
        }
        return v6.find(high, low);
    }

    private static long word(byte[] bytes, int from, int to) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word = word << 8 | bytes[i] & 0xff;
        }
        return word;
    }

    public void describe(CanonicalForm form) {
        v4.describe(form);
        v6.describe(form);
    }
}
