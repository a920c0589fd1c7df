package dev.sluice.jms;

import dev.sluice.policy.model.Revision;
import jakarta.json.stream.JsonGenerator;

/** A revision as an object. */
final class Revisions {
    static void write(String name, Revision revision, JsonGenerator json) {
        json.writeStartObject(name)
                .write("epoch", revision.epoch())
                .write("number", revision.number())
                .writeEnd();
    }

    static Revision read(Fields revision) throws MalformedMessageException {
        return new Revision(revision.count("epoch"), revision.count("number"));
    }

    private Revisions() {}
}
