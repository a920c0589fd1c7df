package dev.sluice.broker;

import dev.sluice.identity.ClusterCa;
import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect, as the two files that Artemis reads again when they change. The files are all the state there is, so
 * that a person may edit them too. Thread-safe.
 */
final class AdmittedUsers {
    static final String USERS = "cert-users.properties";
    static final String ROLES = "cert-roles.properties";

    private static final Set<Role> CLIENTS = EnumSet.of(Role.MASTER, Role.SLAVE);

    private final Path folder;

    private AdmittedUsers(Path folder) {
        this.folder = folder;
    }

    /** Goes on with the users that the folder's files name; without files, nobody is admitted. */
    static AdmittedUsers in(Path folder) throws IOException {
        PrivateFiles.ownFolder(folder);
        var users = new AdmittedUsers(folder);
        users.write(users.read());
        return users;
    }

    Path folder() {
        return folder;
    }

    synchronized void allow(String user, Role role) throws IOException {
        if (!CLIENTS.contains(role)) {
            throw new IllegalArgumentException("the broker has no rights for a " + role);
        }
        ClusterCa.subject(role, user);
        var users = read();
        users.put(user, role);
        write(users);
    }

    synchronized void revoke(String user) throws IOException {
        var users = read();
        if (users.remove(user) != null) {
            write(users);
        }
    }

    private Map<String, Role> read() throws IOException {
        var file = folder.resolve(ROLES);
        var users = new TreeMap<String, Role>();
        if (Files.exists(file)) {
            var lines = new Properties();
            try (var in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                lines.load(in);
            }
            for (var role : CLIENTS) {
                for (var user : names(lines.getProperty(name(role)))) {
                    users.put(user, role);
                }
            }
        }
        return users;
    }

    private static List<String> names(@Nullable String line) {
        return line == null || line.isBlank() ? List.of() : List.of(line.trim().split("\\s*,\\s*"));
    }

    /** The roles first: a user who is named already, or still, has no right without one. */
    private void write(Map<String, Role> users) throws IOException {
        writeRoles(users);
        writeUsers(users);
    }

    private void writeUsers(Map<String, Role> users) throws IOException {
        writeLines(
                USERS,
                users.entrySet().stream()
                        .map(user -> user.getKey() + "=" + ClusterCa.subject(user.getValue(), user.getKey()))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private void writeRoles(Map<String, Role> users) throws IOException {
        writeLines(
                ROLES,
                CLIENTS.stream()
                        .map(role -> name(role) + "="
                                + users.keySet().stream()
                                        .filter(user -> users.get(user) == role)
                                        .collect(Collectors.joining(",")))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private void writeLines(String file, String lines) throws IOException {
        PrivateFiles.write(folder.resolve(file), lines.getBytes(StandardCharsets.ISO_8859_1));
    }
}
