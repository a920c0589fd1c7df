package dev.sluice.cli.cluster;

/** Something that a person can mend: one line that says what is wrong, and one that says what to do. */
public class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String fix;

    public Problem(String what, String fix) {
        super(what);
        this.fix = fix;
    }

    public Problem(String what, String fix, Throwable cause) {
        super(what, cause);
        this.fix = fix;
    }

    public String what() {
        return String.valueOf(getMessage());
    }

    public String fix() {
        return fix;
    }
}
