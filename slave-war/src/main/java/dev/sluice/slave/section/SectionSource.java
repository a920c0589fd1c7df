package dev.sluice.slave.section;

import java.io.IOException;

/** Where long lists come from. */
public interface SectionSource {
    /**
     * What the source has for a digest.
     *
     * @param content a file, or a delta to one; not verified
     * @param delta whether it is to be applied to the base that was named
     */
    record Answer(byte[] content, boolean delta) {}

    /**
     * Asks for one file. May wait.
     *
     * @param digest of the file
     * @param base the digest of a file to which the answer may be a delta, empty for none
     * @param most an answer of more bytes is given up
     * @throws IOException when there is no answer, in words for people
     */
    Answer get(String digest, String base, long most) throws IOException;
}
