package dev.sluice.master.report;

import dev.sluice.master.config.TestConfig;
import dev.sluice.master.persistence.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints how long searches of one day take, and of all days for one that finds nothing, in a {@link RecordedMonth}. */
public final class SearchTiming {
    private static final int ROUNDS = 3;
    private static final int LIMIT = 100;
    private static final int PAGE = 2_000;

    private final AccessRecords records;

    private SearchTiming(Database database) {
        records = new AccessRecords(
                database, new Partitions(database, TestConfig.PLAIN, Clock.systemUTC()), new Arrivals());
    }

    public static void print(Database database, RecordedMonth month) {
        new SearchTiming(database).print(month.lastDay());
    }

    private void print(LocalDate day) {
        System.out.println("a day, ms: first page (found), next page, by site, first page of an export");
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        filters().forEach((name, filter) -> print(name, filter.within(start, end)));
        for (RecordField field : List.of(RecordField.SITE, RecordField.USER)) {
            RecordFilter nothing = RecordFilter.ALL.with(field, "nowhere");
            System.out.printf("all days, %s without a match: %.0f%n", field.word(), milliseconds(() -> found(nothing)));
        }
    }

    private static Map<String, RecordFilter> filters() {
        Map<String, RecordFilter> filters = new LinkedHashMap<>();
        filters.put("no filter", RecordFilter.ALL);
        for (String user : List.of("user3", "user2500", "seldom", "nobody")) {
            filters.put("user " + user, RecordFilter.ALL.with(RecordField.USER, user));
        }
        filters.put("client without a match", RecordFilter.ALL.with(RecordField.CLIENT, "192.0.2.1"));
        for (String host :
                List.of("www.site-3.example.com", "www.site-4321.example.com", "seldom.example.org", "nowhere")) {
            filters.put("site " + host, RecordFilter.ALL.with(RecordField.SITE, host));
        }
        filters.put("category-30", RecordFilter.ALL.with(RecordField.CATEGORY, "category-30"));
        filters.put("category without a match", RecordFilter.ALL.with(RecordField.CATEGORY, "none"));
        filters.put("rule without a match", RecordFilter.ALL.with(RecordField.RULE, "rule-99"));
        filters.put("blocked", RecordFilter.ALL.with(RecordField.ACTION, "block"));
        filters.put("any error", RecordFilter.ALL.with(RecordField.ERROR, RecordFilter.ANY));
        filters.put("error without a match", RecordFilter.ALL.with(RecordField.ERROR, "tls"));
        filters.put("status 404", RecordFilter.ALL.withStatus(new StatusRange(404, 404)));
        filters.put("status without a match", RecordFilter.ALL.withStatus(new StatusRange(418, 418)));
        filters.put("node without a match", RecordFilter.ALL.with(RecordField.NODE, "slave-9"));
        for (String text : List.of("site-7", "seldom", "nowhere")) {
            filters.put("text " + text, RecordFilter.ALL.withText(text));
        }
        filters.put(
                "blocked of user3 at site-7",
                RecordFilter.ALL
                        .with(RecordField.USER, "user3")
                        .with(RecordField.ACTION, "block")
                        .withHost("site-7"));
        return filters;
    }

    private void print(String name, RecordFilter filter) {
        List<StoredRecord> first = records.newest(filter, LIMIT);
        double page = median(() -> records.newest(filter, LIMIT));
        double next = first.size() < LIMIT ? 0 : median(() -> records.newest(before(filter, first), LIMIT));
        double sites = median(() -> records.sites(filter, LIMIT));
        double export = median(() -> records.oldest(filter, Optional.empty(), PAGE));
        System.out.printf("%s: %.0f (%d), %.0f, %.0f, %.0f%n", name, page, first.size(), next, sites, export);
    }

    private static RecordFilter before(RecordFilter filter, List<StoredRecord> page) {
        return filter.within(filter.from(), page.get(page.size() - 1).record().time());
    }

    private int found(RecordFilter filter) {
        try {
            return records.newest(filter, LIMIT).size();
        } catch (SearchTooLongException e) {
            System.out.println(e.explanation());
            return 0;
        }
    }

    private static double median(Runnable search) {
        List<Double> times = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            times.add(milliseconds(search));
        }
        Collections.sort(times);
        return times.get(ROUNDS / 2);
    }

    private static double milliseconds(Runnable search) {
        long start = System.nanoTime();
        search.run();
        return (System.nanoTime() - start) / 1e6;
    }
}
