package dev.sluice.jms;

import java.util.Locale;

/**
 * Bounds a JSON text before it is parsed: its length, its nesting and the length of its numbers, so that no input costs
 * a parser more than its size. It does not check the grammar; the parser does.
 */
final class JsonScan {
    static final int MAX_DEPTH = 32;
    private static final int MAX_BARE_WORD = 32;

    private int depth;
    private int bareWord;

    static void check(String json, int maxLength) throws MalformedMessageException {
        if (json.length() > maxLength) {
            throw new MalformedMessageException(String.format(
                    Locale.ROOT, "the text has %,d characters; %,d are the most", json.length(), maxLength));
        }
        new JsonScan().scan(json);
    }

    private void scan(String json) throws MalformedMessageException {
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"') {
                i = endOfText(json, i);
                bareWord = 0;
            } else {
                step(c);
            }
        }
    }

    private void step(char c) throws MalformedMessageException {
        switch (c) {
            case '{', '[' -> {
                bareWord = 0;
                if (++depth > MAX_DEPTH) {
                    throw new MalformedMessageException("the text nests deeper than " + MAX_DEPTH + " levels");
                }
            }
            case '}', ']' -> {
                bareWord = 0;
                depth--;
            }
            case ',', ':', ' ', '\t', '\r', '\n' -> bareWord = 0;
            default -> {
                if (++bareWord > MAX_BARE_WORD) {
                    throw new MalformedMessageException("a number has more than " + MAX_BARE_WORD + " digits");
                }
            }
        }
    }

    /** The index of the closing quote, or the end of the text where there is none. */
    private static int endOfText(String json, int open) {
        int i = open + 1;
        while (i < json.length() && json.charAt(i) != '"') {
            i += json.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }
}
