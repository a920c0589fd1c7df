package dev.sluice.policy.match;

/**
 * A network in CIDR form, or one address.
 *
 * @param first its first address
 * @param length of the prefix: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Network(IpAddress first, int length) {
    private static final int MAPPED_LENGTH = 96;

    /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or one address. @throws IllegalArgumentException with a sentence for the author */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        IpAddress first = IpAddress.parse(address)
                .orElseThrow(() -> new IllegalArgumentException(
                        "is not a network; write it like 10.0.0.0/8 or 2001:db8::/32, or one address like 10.0.0.1."));
        int bits = first.v4() ? 32 : 128;
        if (slash < 0) {
            return new Network(first, bits);
        }
        int mapped = first.v4() && address.indexOf(':') >= 0 ? MAPPED_LENGTH : 0;
        int length = length(text.substring(slash + 1), mapped, mapped + bits) - mapped;
        IpAddress masked = new Network(first, length).masked();
        if (!masked.equals(first)) {
            throw new IllegalArgumentException("has host bits set; write " + masked + "/" + length + ".");
        }
        return new Network(first, length);
    }

    private static int length(String text, int least, int most) {
        int value = -1;
        if (text.matches("0|[1-9][0-9]{0,2}")) {
            value = Integer.parseInt(text);
        }
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "has a wrong prefix length; it must be a number from " + least + " to " + most + ".");
        }
        return value;
    }

    public boolean contains(IpAddress address) {
        return address.v4() == first.v4()
                && new Network(address, length).masked().equals(first);
    }

    private IpAddress masked() {
        int width = first.v4() ? length + MAPPED_LENGTH : length;
        long high = first.high() & mask(width);
        long low = first.low() & mask(width - Long.SIZE);
        return new IpAddress(first.v4(), high, low);
    }

    /** The last address of the network. */
    IpAddress last() {
        int width = first.v4() ? length + MAPPED_LENGTH : length;
        long high = first.v4() ? 0 : first.high() | ~mask(width);
        long low = first.low() | ~mask(width - Long.SIZE);
        return new IpAddress(first.v4(), high, low);
    }

    /** That many ones from the left. */
    private static long mask(int ones) {
        if (ones <= 0) {
            return 0;
        }
        return ones >= Long.SIZE ? -1L : -1L << Long.SIZE - ones;
    }

    @Override
    public String toString() {
        return first + "/" + length;
    }
}
