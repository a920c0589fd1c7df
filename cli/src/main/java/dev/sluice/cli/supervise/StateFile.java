package dev.sluice.cli.supervise;

import dev.sluice.identity.PrivateFiles;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code supervisor.json}: replaced as a whole, so that a reader never sees half of it. */
public record StateFile(Path path) {
    /** Empty if there is none, or none that this version can read. */
    public Optional<ClusterState> read() throws IOException {
        try (JsonReader reader = Json.createReader(new StringReader(Files.readString(path, StandardCharsets.UTF_8)))) {
            return Optional.of(StateJson.parse(reader.readObject()));
        } catch (NoSuchFileException | JsonException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }

    void write(ClusterState state) throws IOException {
        PrivateFiles.write(path, StateJson.print(state).toString());
    }
}
