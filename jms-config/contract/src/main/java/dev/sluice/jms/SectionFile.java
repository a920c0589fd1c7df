package dev.sluice.jms;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * The domains of one category as a file ({@link PolicyMessage.Section}): each once, in ascending order, each with a line
 * feed behind it. So one set of domains is one file and has one digest. Domains are normalised, hence ASCII. Immutable.
 *
 * <p>A delta from one file to another has a line for each domain that differs, {@code -domain} or {@code +domain}, in the
 * order of the domains.
 */
public final class SectionFile {
    /** A category whose file is longer, in bytes, travels as a section. */
    public static final int LONGEST_INLINE = 16 * 1024;

    /**
     * The header of an answer that is a delta: the digest of the file that it is to be applied to, as an entity tag in
     * quotes (RFC 3229 section 10.5.1).
     */
    public static final String DELTA_BASE = "Delta-Base";

    private static final byte LINE_FEED = '\n';
    private static final byte GONE = '-';
    private static final byte NEW = '+';

    private final byte[] bytes;

    private SectionFile(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Writes the file of these domains, which come in any order and any number of times.
     *
     * @throws IllegalArgumentException when one is not normalised
     */
    public static SectionFile of(Collection<String> domains) {
        String[] sorted = domains.toArray(String[]::new);
        Arrays.sort(sorted);
        ByteArrayOutputStream out = new ByteArrayOutputStream(sorted.length * 16);
        String before = "";
        for (String domain : sorted) {
            if (!domain.equals(before)) {
                out.writeBytes(ascii(domain));
                out.write(LINE_FEED);
            } else if (domain.isEmpty()) {
                throw new IllegalArgumentException("A section holds no empty domain");
            }
            before = domain;
        }
        return new SectionFile(out.toByteArray());
    }

    private static byte[] ascii(String domain) {
        byte[] bytes = domain.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length != domain.length() || domain.chars().anyMatch(c -> !isAllowed(c))) {
            throw new IllegalArgumentException("A section holds normalised domains only, not \"" + domain + "\"");
        }
        return bytes;
    }

    private static boolean isAllowed(int c) {
        return c > ' ' && c <= '~';
    }

    /** Reads a file. @throws MalformedMessageException when it is not exactly as {@link #of} writes it */
    public static SectionFile read(byte[] file) throws MalformedMessageException {
        SectionFile read = new SectionFile(file.clone());
        Lines lines = new Lines(read.bytes, 0);
        Lines before = new Lines(read.bytes, 0);
        for (long number = 1; lines.hasLine(); number++) {
            lines.check(number);
            if (number > 1) {
                if (before.compareTo(lines) >= 0) {
                    throw new MalformedMessageException("line " + number + ": is not in order");
                }
                before.next();
            }
            lines.next();
        }
        return read;
    }

    /** SHA-256 of the file, lower-case hex. */
    public String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Its length in bytes. */
    public int length() {
        return bytes.length;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** In their order. */
    public List<String> domains() {
        List<String> domains = new ArrayList<>();
        for (Lines lines = new Lines(bytes, 0); lines.hasLine(); lines.next()) {
            domains.add(lines.text());
        }
        return domains;
    }

    /** What has to be done to the other file to get this one. */
    public byte[] deltaFrom(SectionFile base) {
        ByteArrayOutputStream delta = new ByteArrayOutputStream();
        Lines from = new Lines(base.bytes, 0);
        Lines to = new Lines(bytes, 0);
        while (from.hasLine() || to.hasLine()) {
            int order = from.compareTo(to);
            if (order < 0) {
                delta.write(GONE);
                from.copyTo(delta);
            } else if (order > 0) {
                delta.write(NEW);
                to.copyTo(delta);
            }
            if (order <= 0) {
                from.next();
            }
            if (order >= 0) {
                to.next();
            }
        }
        return delta.toByteArray();
    }

    /**
     * This file after a delta.
     *
     * @throws MalformedMessageException when it is no delta, or not one from this file; whether it leads to the file that
     *     was wanted, the caller sees by the digest
     */
    public SectionFile with(byte[] delta) throws MalformedMessageException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + delta.length);
        Lines from = new Lines(bytes, 0);
        Lines change = new Lines(delta, 1);
        for (long number = 1; change.hasLine(); number++) {
            change.check(number);
            while (from.hasLine() && from.compareTo(change) < 0) {
                from.copyTo(out);
                from.next();
            }
            boolean present = from.hasLine() && from.compareTo(change) == 0;
            if (present != (change.mark() == GONE) || !present && change.mark() != NEW) {
                throw new MalformedMessageException("line " + number + ": does not fit to the file it is applied to");
            }
            if (present) {
                from.next();
            } else {
                change.copyTo(out);
            }
            change.next();
        }
        from.copyRestTo(out);
        return read(out.toByteArray());
    }

    /** One line after the other; past the last one it sorts behind all. */
    private static final class Lines implements Comparable<Lines> {
        private final byte[] bytes;
        private final int marks;
        private int start;
        private int end;

        /** @param marks how many bytes stand before the domain in each line */
        Lines(byte[] bytes, int marks) {
            this.bytes = bytes;
            this.marks = marks;
            findEnd();
        }

        private void findEnd() {
            end = start;
            while (end < bytes.length && bytes[end] != LINE_FEED) {
                end++;
            }
        }

        boolean hasLine() {
            return start < bytes.length;
        }

        void next() {
            start = Math.min(end + 1, bytes.length);
            findEnd();
        }

        void check(long number) throws MalformedMessageException {
            if (end == bytes.length) {
                throw new MalformedMessageException("line " + number + ": has no line feed behind it");
            }
            if (end - start <= marks) {
                throw new MalformedMessageException("line " + number + ": has no domain");
            }
            for (int i = start; i < end; i++) {
                if (!isAllowed(bytes[i])) {
                    throw new MalformedMessageException("line " + number + ": has a character that no domain has");
                }
            }
        }

        byte mark() {
            return bytes[start];
        }

        String text() {
            return new String(bytes, start + marks, end - start - marks, StandardCharsets.US_ASCII);
        }

        /** The domain and its line feed. */
        void copyTo(ByteArrayOutputStream out) {
            out.write(bytes, start + marks, end + 1 - start - marks);
        }

        void copyRestTo(ByteArrayOutputStream out) {
            out.write(bytes, start, bytes.length - start);
        }

        @Override
        public int compareTo(Lines other) {
            if (!hasLine() || !other.hasLine()) {
                return Boolean.compare(other.hasLine(), hasLine());
            }
            return Arrays.compare(bytes, start + marks, end, other.bytes, other.start + other.marks, other.end);
        }
    }
}
