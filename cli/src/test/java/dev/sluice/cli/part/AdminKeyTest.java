package dev.sluice.cli.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdminKeyTest {
    @Test
    void isWhatPayaraChecksAPasswordAgainst() {
        assertThat(AdminKey.line("admin", "secret", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}))
                .isEqualTo("admin;{SSHA256}x6t5hlGtPj4OPvXhOxWodhYyyTyg6LoBbrurY375hSUBAgMEBQYHCA==;asadmin\n");
    }

    @Test
    void isAnotherForEachDomain() {
        assertThat(AdminKey.line("admin", "secret")).isNotEqualTo(AdminKey.line("admin", "secret"));
    }
}
