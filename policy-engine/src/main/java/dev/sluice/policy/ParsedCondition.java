package dev.sluice.policy;

import dev.sluice.policy.match.HostPattern;
import dev.sluice.policy.match.Network;
import dev.sluice.policy.match.WeeklyHours;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** A condition whose values were read and checked. */
sealed interface ParsedCondition {
    record OfNetworks(List<Network> networks) implements ParsedCondition {}

    record OfHosts(List<HostPattern> hosts) implements ParsedCondition {}

    /** @param categories by their place in the order of names of all categories */
    record OfCategories(BitSet categories) implements ParsedCondition {}

    record OfMethods(Set<String> methods) implements ParsedCondition {}

    record OfNodeGroups(Set<String> groups) implements ParsedCondition {}

    /** @param users by name; the empty name is that of clients who did not prove to be any */
    record OfUsers(Set<String> users) implements ParsedCondition {}

    record OfSchedules(List<WeeklyHours> schedules) implements ParsedCondition {}
}
