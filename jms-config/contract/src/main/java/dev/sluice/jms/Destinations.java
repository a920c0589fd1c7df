package dev.sluice.jms;

/** The addresses on the broker, declared in broker.xml, and the properties that selectors read. */
public final class Destinations {
    /** Topic, master to slaves: {@link PolicyMessage}. Without {@link #NODE} it is for all, with it for that node. */
    public static final String POLICY = "sluice.policy";
    /** Topic, master to one slave, always with {@link #NODE}: {@link AppliedMessage}. */
    public static final String COMMANDS = "sluice.commands";
    /** Queue, slaves to master: {@link RecordBatch}. */
    public static final String RECORDS = "sluice.records";
    /** Queue, slaves to master: {@link NodeState}. */
    public static final String STATE = "sluice.state";
    /** Queue: what could not be delivered in ten attempts. */
    public static final String DEAD_LETTERS = "sluice.dlq";

    /** String property: the node a message is for, or comes from. */
    public static final String NODE = "node";

    /** Long property of a {@link RecordBatch}. */
    public static final String BOOT = "boot";
    /** Long property of a {@link RecordBatch}. */
    public static final String FIRST = "first";
    /** Int property of a {@link RecordBatch}. */
    public static final String COUNT = "count";
    /** Boolean property of a {@link RecordBatch}; absent means false. */
    public static final String GAP = "gap";

    private Destinations() {}
}
