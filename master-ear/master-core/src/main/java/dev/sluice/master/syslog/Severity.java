package dev.sluice.master.syslog;

import dev.sluice.jms.AccessRecord;

/** How much a record asks for attention. */
final class Severity {
    private static final int NOTICE = 5;
    private static final int INFORMATIONAL = 6;

    /** RFC 5424, section 6.2.1: notice for what was blocked or went wrong, else informational. */
    static int ofSyslog(AccessRecord record) {
        return stands(record) ? NOTICE : INFORMATIONAL;
    }

    /** 0 to 10, 10 the worst. */
    static int outOfTen(AccessRecord record) {
        return stands(record) ? 5 : 1;
    }

    private static boolean stands(AccessRecord record) {
        return record.action().equals("block") || !record.error().isEmpty();
    }

    private Severity() {}
}
