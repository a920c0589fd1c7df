package dev.sluice.jms;

/** The addresses on the broker, declared in broker.xml, and the properties of messages. */
public final class Destinations {
    /** Topic, master to all slaves: {@link PolicyMessage}. */
    public static final String POLICY = "sluice.policy";
    /** Queue, slaves to master: {@link RecordBatch}. */
    public static final String RECORDS = "sluice.records";
    /** Queue, slaves to master: {@link NodeState}, or what {@link #TYPE} says. */
    public static final String STATE = "sluice.state";
    /** Topic, master to the broker itself: {@link AdmissionMessage}. */
    public static final String ADMISSION = "sluice.admission";
    /** Queue: what could not be delivered in ten attempts. */
    public static final String DEAD_LETTERS = "sluice.dlq";

    /** Every topic of one node begins so; see {@link #commands}. */
    public static final String COMMANDS_PREFIX = "sluice.commands.";

    /** String property: which message this is, where an address carries several. */
    public static final String TYPE = "type";

    /** String property: the node a message comes from. */
    public static final String NODE = "node";

    /** Long property of a {@link RecordBatch}. */
    public static final String BOOT = "boot";
    /** Long property of a {@link RecordBatch}. */
    public static final String FIRST = "first";
    /** Int property of a {@link RecordBatch}. */
    public static final String COUNT = "count";
    /** Boolean property of a {@link RecordBatch}; absent means false. */
    public static final String GAP = "gap";

    /**
     * The topic on which the master speaks to one node, and which only that node may read: {@link PolicyMessage}, {@link
     * AppliedMessage}, {@link HeadMessage}, {@link CommandMessage}, {@link CertificateMessage}, told apart by {@link #TYPE}.
     */
    public static String commands(String node) {
        return COMMANDS_PREFIX + node;
    }

    private Destinations() {}
}
