package dev.sluice.master.report;

/**
 * Which records to show; an empty text asks for all.
 *
 * @param node exact
 * @param client exact address
 * @param host a part of the host
 * @param action {@code allow} or {@code block}
 */
public record RecordFilter(String node, String client, String host, String action) {
    public static final RecordFilter ALL = new RecordFilter("", "", "", "");
}
