package dev.sluice.master.policy;

import dev.sluice.jms.PolicyMessage.Section;
import dev.sluice.policy.model.Revision;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.Timestamp;
import java.util.List;

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

    /** @param document the policy's text */
    RevisionRow(PublishedPolicy published, String document) {
        this.number = published.revision().number();
        this.epoch = published.revision().epoch();
        this.hash = published.hash();
        this.document = document;
        this.publishedAt = Timestamp.from(published.publishedAt());
        this.publishedBy = published.publishedBy();
        this.comment = published.comment();
    }

    Revision revision() {
        return new Revision(epoch, number);
    }

    String document() {
        return document;
    }

    PublishedPolicy published(List<Section> sections) {
        return new PublishedPolicy(
                revision(), hash, Documents.read(document), publishedAt.toInstant(), publishedBy, comment, sections);
    }
}
