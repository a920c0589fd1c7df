package dev.sluice.policy;

import dev.sluice.policy.Explanation.Holds;
import dev.sluice.policy.Explanation.Test;
import dev.sluice.policy.match.IpAddress;
import dev.sluice.policy.match.Network;
import dev.sluice.policy.match.WeeklyHours;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Asks single conditions, one after the other and in plain code, of what is known. One thread at a time. */
final class Examination {
    private final PolicyBundle bundle;
    private final PastFacts facts;
    private final Map<String, WeeklyHours> schedules;
    private final Optional<IpAddress> client;
    private final Optional<String> host;
    /** The host and all domains above it; an address has none above it. */
    private final Set<String> domains;

    private final Map<String, Optional<String>> listedBy = new HashMap<>();

    Examination(PolicyBundle bundle, PastFacts facts) {
        this.bundle = bundle;
        this.facts = facts;
        schedules = new ScheduleReader(new Problems()).read(bundle.schedules());
        client = IpAddress.parse(facts.client().replaceFirst("%.*", ""));
        host = HostName.normalise(facts.host());
        domains = host.map(Examination::withAllAbove).orElse(Set.of());
    }

    private static Set<String> withAllAbove(String host) {
        Set<String> domains = new HashSet<>(Set.of(host));
        for (int dot = host.indexOf('.'); dot >= 0 && !HostName.isAddress(host); dot = host.indexOf('.', dot + 1)) {
            domains.add(host.substring(dot + 1));
        }
        return domains;
    }

    Test test(Condition condition) {
        if (condition instanceof Condition.ClientNetwork c) {
            return first(c, c.networks(), client, (known, network) -> isIn(network, known));
        }
        if (condition instanceof Condition.Host c) {
            return first(c, c.hosts(), host, (known, pattern) -> names(pattern, known));
        }
        if (condition instanceof Condition.InCategory c) {
            return inCategory(c);
        }
        if (condition instanceof Condition.Method c) {
            return first(c, c.methods(), known(facts.method()), (known, method) -> method.equals(known));
        }
        if (condition instanceof Condition.InNodeGroup c) {
            return first(c, c.groups(), facts.nodeGroup(), (known, group) -> group.equals(known));
        }
        if (condition instanceof Condition.IsUser c) {
            return first(c, c.users(), facts.user(), (known, name) -> name.equals(known));
        }
        if (condition instanceof Condition.InUserGroup c) {
            return first(c, c.groups(), facts.user(), this::isIn);
        }
        Condition.InSchedule c = (Condition.InSchedule) condition;
        return first(c, c.schedules(), Optional.of(facts.time()), this::isOpen);
    }

    private interface Asking<F> {
        boolean holds(F fact, String value);
    }

    /** Holds by the first value that does. */
    private static <F> Test first(Condition condition, List<String> values, Optional<F> fact, Asking<F> asking) {
        return test(condition, fact, known -> values.stream()
                .filter(value -> asking.holds(known, value))
                .findFirst());
    }

    private static <F> Test test(Condition condition, Optional<F> fact, Function<F, Optional<String>> by) {
        if (fact.isEmpty()) {
            return new Test(condition, Holds.UNKNOWN, "");
        }
        Optional<String> found = by.apply(fact.get());
        return new Test(condition, found.isPresent() ? Holds.YES : Holds.NO, found.orElse(""));
    }

    private static Optional<String> known(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static boolean isIn(String network, IpAddress client) {
        return Network.parse(network).contains(client);
    }

    private boolean isIn(String user, String group) {
        return bundle.users().stream()
                .anyMatch(each -> each.name().equals(user) && each.groups().contains(group));
    }

    /** Whether a rule with the action is not past for the client: what asks to sign in is for who has not. */
    Holds reaches(Action action) {
        if (!(action instanceof Action.Authenticate)) {
            return Holds.YES;
        }
        return facts.user().map(name -> name.isEmpty() ? Holds.YES : Holds.NO).orElse(Holds.UNKNOWN);
    }

    private boolean isOpen(Instant time, String schedule) {
        return Objects.requireNonNull(schedules.get(schedule)).isOpen(time);
    }

    private boolean names(String pattern, String host) {
        boolean below = pattern.startsWith(".");
        Optional<String> name = HostName.normalise(below ? pattern.substring(1) : pattern);
        return name.isPresent()
                && (below ? domains.contains(name.get()) : name.get().equals(host));
    }

    /** In the order in which the engine looks: by name. */
    private Test inCategory(Condition.InCategory condition) {
        return test(condition, host, known -> condition.categories().stream()
                .sorted()
                .flatMap(name -> listedBy(name).map(domain -> name + ", by " + domain).stream())
                .findFirst());
    }

    private Optional<String> listedBy(String category) {
        return listedBy.computeIfAbsent(category, name -> bundle.categories().stream()
                .filter(each -> each.name().equals(name))
                .map(Category::domains)
                .flatMap(List::stream)
                .flatMap(domain -> HostName.normalise(domain).stream())
                .filter(domains::contains)
                .findFirst());
    }
}
