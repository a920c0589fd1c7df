package dev.sluice.jms;

/**
 * The versions of the protocol between master and node that one side understands.
 *
 * <p>A version is raised when a side that does not know what is new would misunderstand; all else is added as fields
 * that older readers pass over. Two sides work together when their ranges overlap.
 *
 * @param oldest the lowest version it understands, from 1
 * @param newest the highest
 */
public record Protocol(int oldest, int newest) {
    /** Policies whole, in one message. */
    public static final int WHOLE = 1;
    /**
     * Long sections of a policy by digest, fetched from the master ({@link PolicyMessage.Section}); and the condition {@code
     * node-group}, which a reader of version 1 would refuse.
     */
    public static final int SECTIONS = 2;

    /** What a policy says on privacy, which a reader of version 2 would refuse. */
    public static final int PRIVACY = 3;

    /** Rules with {@code audit}, which a reader of version 2 would refuse. */
    public static final int AUDIT = 3;

    /** Users, and rules that ask for them, which a reader of version 3 would refuse. */
    public static final int USERS = 4;

    /** What this build understands. */
    public static final Protocol CURRENT = new Protocol(WHOLE, USERS);

    /** What a node that says nothing understands. */
    public static final Protocol FIRST = new Protocol(WHOLE, WHOLE);

    public Protocol {
        if (oldest < 1 || newest < oldest) {
            throw new IllegalArgumentException("not a range of protocol versions: " + oldest + " to " + newest);
        }
    }

    public boolean overlaps(Protocol other) {
        return oldest <= other.newest && other.oldest <= newest;
    }

    public boolean understands(int version) {
        return oldest <= version && version <= newest;
    }

    @Override
    public String toString() {
        return oldest == newest ? String.valueOf(oldest) : oldest + "-" + newest;
    }
}
