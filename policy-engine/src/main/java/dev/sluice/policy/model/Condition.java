package dev.sluice.policy.model;

import java.util.List;

/** One test of an exchange. Holds when any of its values does. Values are text as typed; the compiler parses them. */
public sealed interface Condition {
    /** The client's address lies in one of these networks: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address. */
    record ClientNetwork(List<String> networks) implements Condition {
        public ClientNetwork {
            networks = List.copyOf(networks);
        }
    }

    /** The host asked for: {@code www.example.com} is exact, {@code .example.com} is the domain and all below it. */
    record Host(List<String> hosts) implements Condition {
        public Host {
            hosts = List.copyOf(hosts);
        }
    }

    /** The host lies in one of these categories of the bundle, by name. */
    record InCategory(List<String> categories) implements Condition {
        public InCategory {
            categories = List.copyOf(categories);
        }
    }

    /** The request method, for instance {@code GET} or {@code CONNECT}; case matters (RFC 9110 section 9.1). */
    record Method(List<String> methods) implements Condition {
        public Method {
            methods = List.copyOf(methods);
        }
    }

    /** The node that decides is in one of these node groups, by name; a node without a group is in none. */
    record InNodeGroup(List<String> groups) implements Condition {
        public InNodeGroup {
            groups = List.copyOf(groups);
        }
    }

    /** The client has proved to be one of these users of the bundle, by name. */
    record IsUser(List<String> users) implements Condition {
        public IsUser {
            users = List.copyOf(users);
        }
    }

    /** The client has proved to be a user of the bundle who is in one of these groups. */
    record InUserGroup(List<String> groups) implements Condition {
        public InUserGroup {
            groups = List.copyOf(groups);
        }
    }

    /** The time lies in one of these schedules of the bundle, by name. */
    record InSchedule(List<String> schedules) implements Condition {
        public InSchedule {
            schedules = List.copyOf(schedules);
        }
    }
}
