package dev.sluice.portal.rest;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of all calls that are numbers or truth values. One that is neither is a problem that names it; JAX-RS
 * by itself would say that there is nothing at the address.
 */
@Provider
public class TypedParameters implements ParamConverterProvider {
    private static final Map<Class<?>, Typed> TYPES = Map.of(
            int.class, new Typed(0, "a whole number up to " + Integer.MAX_VALUE, Integer::valueOf),
            long.class, new Typed(0L, "a whole number", Long::valueOf),
            boolean.class, new Typed(false, "true or false", TypedParameters::truth));

    /** @param absent the value of one that is not given and has no default */
    private record Typed(Object absent, String takes, Function<String, Object> reading) {}

    @Override
    @SuppressWarnings("unchecked") // the type that is asked for is the one that the reading gives, boxed
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        Typed typed = TYPES.get(type);
        return typed == null ? null : (ParamConverter<T>) new Reader(name(annotations), typed);
    }

    private static String name(Annotation[] annotations) {
        return Stream.of(annotations).map(TypedParameters::name).reduce("", String::concat);
    }

    private static String name(Annotation annotation) {
        if (annotation instanceof QueryParam query) {
            return query.value();
        }
        return annotation instanceof PathParam path ? path.value() : "";
    }

    private static Object truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return text.equals("true");
    }

    private record Reader(String name, Typed typed) implements ParamConverter<Object> {
        @Override
        public Object fromString(@Nullable String given) {
            if (given == null) {
                return typed.absent;
            }
            try {
                return typed.reading.apply(given);
            } catch (IllegalArgumentException e) {
                throw new BadRequestException(new ProblemException(Problem.inParameter(name, given, typed.takes)));
            }
        }

        @Override
        public String toString(Object value) {
            return Objects.toString(value);
        }
    }
}
