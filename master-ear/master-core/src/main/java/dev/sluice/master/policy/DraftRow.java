package dev.sluice.master.policy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.sql.Timestamp;
import java.time.Instant;

/** The one row of the draft. */
@Entity
@Table(name = "policy_draft")
class DraftRow {
    /** There is one draft. */
    static final int ID = 1;

    @Id
    private int id = ID;

    @Version
    private long version;

    private String document = "";

    @Column(name = "saved_at")
    private Timestamp savedAt = new Timestamp(0);

    @Column(name = "saved_by")
    private String savedBy = "";

    /** For JPA. */
    protected DraftRow() {}

    DraftRow(String document, Instant savedAt, String savedBy) {
        save(document, savedAt, savedBy);
    }

    final void save(String newDocument, Instant at, String by) {
        document = newDocument;
        savedAt = Timestamp.from(at);
        savedBy = by;
    }

    long version() {
        return version;
    }

    String document() {
        return document;
    }

    Instant savedAt() {
        return savedAt.toInstant();
    }

    String savedBy() {
        return savedBy;
    }
}
