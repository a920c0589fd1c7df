package dev.sluice.master.policy;

import dev.sluice.policy.model.Revision;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Timestamp;
import java.time.Instant;

/** A published policy; written once. */
@Entity
@Table(name = "policy_revision")
class RevisionRow {
    @Id
    private long number;

    private long epoch;

    private String hash = "";

    private String document = "";

    @Column(name = "published_at")
    private Timestamp publishedAt = new Timestamp(0);

    @Column(name = "published_by")
    private String publishedBy = "";

    private String comment = "";

    /** For JPA. */
    protected RevisionRow() {}

    RevisionRow(
            Revision revision, String hash, String document, Instant publishedAt, String publishedBy, String comment) {
        this.number = revision.number();
        this.epoch = revision.epoch();
        this.hash = hash;
        this.document = document;
        this.publishedAt = Timestamp.from(publishedAt);
        this.publishedBy = publishedBy;
        this.comment = comment;
    }

    Revision revision() {
        return new Revision(epoch, number);
    }

    PublishedPolicy published() {
        return new PublishedPolicy(
                revision(), hash, Documents.read(document), publishedAt.toInstant(), publishedBy, comment);
    }
}
