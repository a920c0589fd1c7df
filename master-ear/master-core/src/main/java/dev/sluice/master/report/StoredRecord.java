package dev.sluice.master.report;

import dev.sluice.jms.AccessRecord;

/** An access record as stored, known by (node, boot, sequence). */
public record StoredRecord(String node, long boot, long sequence, AccessRecord record) {}
