package dev.sluice.slave.filter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The forms a notice can take; the client's Accept header chooses. Every value is escaped for its form. */
public enum NoticeFormat {
    HTML("text/html;charset=utf-8") {
        @Override
        String text(Notice notice) {
            return TEMPLATE.replace("{{status}}", Integer.toString(notice.status()))
                    .replace("{{title}}", html(notice.title()))
                    .replace("{{message}}", html(notice.message()))
                    .replace("{{details}}", rows(notice.details()));
        }
    },
    JSON("application/problem+json") {
        @Override
        String text(Notice notice) {
            return "{\"title\":\"" + json(notice.title()) + "\",\"status\":" + notice.status() + ",\"detail\":\""
                    + json(notice.message()) + "\"" + members(notice.details()) + "}\n";
        }
    },
    TEXT("text/plain;charset=utf-8") {
        @Override
        String text(Notice notice) {
            return notice.status() + " " + plain(notice.title()) + "\n" + plain(notice.message()) + "\n\n"
                    + lines(notice.details());
        }
    };

    private static final String TEMPLATE = load("notice.html");

    private final String contentType;

    NoticeFormat(String contentType) {
        this.contentType = contentType;
    }

    /** What suits an Accept header, empty for none. */
    public static NoticeFormat accepted(String accept) {
        String types = accept.toLowerCase(Locale.ROOT);
        if (types.contains("text/html") || types.contains("application/xhtml+xml")) {
            return HTML;
        }
        return types.contains("json") ? JSON : TEXT;
    }

    public String contentType() {
        return contentType;
    }

    /** The content type without parameters. */
    public String mediaType() {
        int parameters = contentType.indexOf(';');
        return parameters < 0 ? contentType : contentType.substring(0, parameters);
    }

    public byte[] body(Notice notice) {
        return text(notice).getBytes(StandardCharsets.UTF_8);
    }

    abstract String text(Notice notice);

    private static String rows(Map<String, String> details) {
        return details.entrySet().stream()
                .map(row -> "<dt>" + html(row.getKey()) + "</dt><dd>" + html(row.getValue()) + "</dd>")
                .collect(Collectors.joining("\n"));
    }

    private static String members(Map<String, String> details) {
        return details.entrySet().stream()
                .map(row -> ",\"" + json(row.getKey().toLowerCase(Locale.ROOT).replace(' ', '-')) + "\":\""
                        + json(row.getValue()) + "\"")
                .collect(Collectors.joining());
    }

    private static String lines(Map<String, String> details) {
        return details.entrySet().stream()
                .map(row -> row.getKey() + ": " + plain(row.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    /** Escapes braces too, so that a value cannot hold one of the template's marks. */
    private static String html(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || c == '{' || c == '}' || c < ' ') {
                safe.append("&#").append(c).append(';');
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static String json(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                safe.append('\\').append((char) c);
            } else if (c < ' ' || c == '<' || c == '>' || c == 0x2028 || c == 0x2029) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                safe.append((char) c);
            }
        });
        return safe.toString();
    }

    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private static String load(String name) {
        try (InputStream in = NoticeFormat.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
