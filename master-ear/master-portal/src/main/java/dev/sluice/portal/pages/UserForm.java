package dev.sluice.portal.pages;

import dev.sluice.jms.PasswordHash;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.User;
import dev.sluice.portal.edit.Passwords;
import dev.sluice.portal.edit.PolicyEdits;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user as typed into the dialog. The page never shows a password, so one that was typed stands for the next attempt too,
 * as its hash.
 */
public class UserForm {
    private static final Pattern PATH = Pattern.compile("users\\[\\d+]\\.(name|groups|password).*");

    private final String oldName;
    private long version;
    private String name = "";
    private String groups = "";
    private String hash = "";
    private boolean wrongPassword;

    /** What is wrong with what was typed at a field. */
    record Mistake(String field, String sentence) {}

    private UserForm(String oldName, long version) {
        this.oldName = oldName;
        this.version = version;
    }

    static UserForm fresh(long version) {
        return new UserForm("", version);
    }

    static UserForm of(User user, long version) {
        UserForm form = new UserForm(user.name(), version);
        form.name = user.name();
        form.groups = String.join(", ", user.groups());
        return form;
    }

    /** What the compiler would not find; empty when {@link #applyTo} can be called. */
    List<Mistake> mistakes() {
        List<Mistake> mistakes = new ArrayList<>();
        if (name.isBlank()) {
            mistakes.add(new Mistake("name", "Give the user a name."));
        }
        if (wrongPassword) {
            mistakes.add(new Mistake("password", Passwords.RULE));
        } else if (isFresh() && hash.isEmpty()) {
            mistakes.add(new Mistake("password", "Give the user a password."));
        }
        return mistakes;
    }

    PolicyBundle applyTo(PolicyBundle bundle) {
        if (isFresh()) {
            return PolicyEdits.addUser(bundle, user(hash));
        }
        User old = PolicyEdits.user(bundle, oldName);
        return PolicyEdits.replaceUser(bundle, oldName, user(hash.isEmpty() ? old.password() : hash));
    }

    private User user(String password) {
        return new User(name.strip(), Lines.values(groups), password);
    }

    /** The field that a violation's path is about, or empty. */
    String fieldOf(String path) {
        Matcher matcher = PATH.matcher(path);
        return matcher.matches() ? matcher.group(1) : "";
    }

    void rebase(long newVersion) {
        version = newVersion;
    }

    long version() {
        return version;
    }

    public boolean isFresh() {
        return oldName.isEmpty();
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getGroups() {
        return groups;
    }

    public void setGroups(String groups) {
        this.groups = groups;
    }

    /** Always empty. */
    public String getPassword() {
        return "";
    }

    /** @param typed empty for what was typed before, or what the user has */
    public void setPassword(String typed) {
        wrongPassword = !typed.isEmpty() && !Passwords.FORM.matcher(typed).matches();
        if (wrongPassword) {
            hash = "";
        } else if (!typed.isEmpty()) {
            hash = PasswordHash.of(typed.toCharArray());
        }
    }

    /** What an empty field means. */
    public String getPasswordHint() {
        if (!hash.isEmpty()) {
            return "The password that you typed is not shown again; leave this empty to use it.";
        }
        return isFresh() ? "8 characters or more." : "Leave this empty to keep the password there is.";
    }
}
