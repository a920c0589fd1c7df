package dev.sluice.cli.part;

import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Command files of asadmin, from templates in which {@code @NAME@} stands for a value of this cluster. */
final class BootFile {
    /** Writes the template's commands after the given ones and returns the whole text. */
    static String write(Path target, List<String> first, Path template, Map<String, String> values) throws IOException {
        StringBuilder text = new StringBuilder();
        first.forEach(line -> text.append(line).append('\n'));
        text.append(fill(Files.readString(template, StandardCharsets.UTF_8), values));
        PrivateFiles.write(target, text.toString());
        return text.toString();
    }

    static String fill(String template, Map<String, String> values) {
        String text = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }

    private BootFile() {}
}
